// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a vote came to: a bar and a number for each option, what was needed, the
// quorum, and the outcome in words. While it runs, the same bars of the live
// count.
import { CircleCheck, CircleX } from 'lucide-preact';
import { t } from '../i18n';
import { optionName, ruleText, type VoteRow } from './data';

/** needed: where a bar passes the majority; base: what a whole bar is. */
export function Bars({ vote, counts, base, needed }: { vote: VoteRow; counts: NonNullable<VoteRow['counts']>; base: number; needed: number | null }) {
  const words = t().vote;
  return (
    <ul class="vote-bars">
      {vote.options.map((option) => {
        const one = counts.find((count) => count.option_id === option.id);
        const count = one?.count ?? 0;
        const share = base > 0 ? count / base : 0;
        return (
          <li key={option.id} class={`vote-bar vote-${option.meaning ?? 'choice'}`}>
            <span class="vote-bar-name">
              {optionName(vote, option)}
              {one?.reached && vote.method !== 'approve' && <span class="tag tag-good">{words.reached}</span>}
            </span>
            <span class="vote-bar-number numbers">
              <strong>{count}</strong> {words.percent(Math.round(share * 100))}
            </span>
            <span class="vote-track" aria-hidden="true">
              <span class="vote-fill" style={{ transform: `scaleX(${Math.min(1, share)})` }} />
              {needed !== null && base > 0 && needed <= base && (vote.method !== 'approve' || option.meaning === 'for') && <span class="vote-needed" style={{ left: `${(needed / base) * 100}%` }} />}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

export function Outcome({ passed }: { passed: boolean }) {
  const words = t().vote;
  return (
    <p class={passed ? 'vote-outcome vote-passed' : 'vote-outcome vote-not-passed'}>
      {passed ? <CircleCheck size={26} aria-hidden="true" /> : <CircleX size={26} aria-hidden="true" />}
      <strong>{passed ? words.passed : words.notPassed}</strong>
    </p>
  );
}

export function VoteResult({ vote }: { vote: VoteRow }) {
  const words = t().vote;
  const result = vote.result;
  if (!result) return null;
  const { majority, quorum } = result;
  const missing = result.entitled - result.voted;
  return (
    <div class="vote-result">
      {result.passed !== null && <Outcome passed={result.passed} />}
      <Bars vote={vote} counts={result.counts} base={majority.base} needed={majority.needed} />
      <p class="muted">
        {`${ruleText(vote)}. ${words.needed(majority.needed, majority.base)}. `}
        {quorum.met ? `${words.quorumMet(quorum.present, quorum.needed)}.` : <strong class="vote-missed">{words.quorumMissed(quorum.present, quorum.needed)}.</strong>}
      </p>
      <p class="muted">
        {[
          words.resultOf(result.voted, result.entitled),
          missing > 0 && words.notVoted(missing),
          result.invalid > 0 && words.invalid(result.invalid),
          result.blank > 0 && words.blank(result.blank),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </div>
  );
}
