// SPDX-License-Identifier: GPL-3.0-or-later
//
// A vote on the screen in the room: the question; how many have voted; what
// each option has only when its rule or its publishing says so (rule 32).
import { fmtNumber, t } from '../i18n';
import type { WallCopy } from './data';

type Vote = NonNullable<WallCopy['vote']>;
interface Result {
  voted?: number;
  entitled?: number;
  passed?: boolean | null;
  counts?: { option_id: string; count: number }[];
}

export function WallVote({ vote }: { vote: Vote }) {
  const words = t().wall;
  const result = vote.result as Result | null;
  const counts = result?.counts ?? vote.counts;
  const count = (id: string) => counts?.find((one) => one.option_id === id)?.count ?? 0;
  const most = Math.max(1, ...vote.options.map((option) => count(option.id)));
  const voted = result?.voted ?? vote.voted;
  return (
    <section class="wall-vote" aria-label={words.vote} data-vote={vote.state}>
      <p class="wall-label">
        {words.voteState[vote.state]}
        {vote.secret && ` · ${words.secret}`}
      </p>
      <p class="wall-question">{vote.title}</p>
      <ol class="wall-options">
        {vote.options.map((option) => (
          <li key={option.id} data-meaning={option.meaning ?? ''}>
            <span>{option.label}</span>
            {counts && <strong class="numbers">{fmtNumber(count(option.id))}</strong>}
            {counts && <i style={{ transform: `scaleX(${count(option.id) / most})` }} aria-hidden="true" />}
          </li>
        ))}
      </ol>
      <p class="wall-turnout numbers">
        {vote.box ? words.box(vote.box.handed_out, vote.box.returned) : voted !== null && voted !== undefined && words.voted(voted)}
        {typeof result?.passed === 'boolean' && <strong class={result.passed ? 'wall-passed' : 'wall-failed'}>{result.passed ? words.passed : words.failed}</strong>}
        {vote.state === 'closed' && <span>{words.waitsForResult}</span>}
      </p>
    </section>
  );
}
