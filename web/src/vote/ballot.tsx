// SPDX-License-Identifier: GPL-3.0-or-later
//
// The buttons of an open vote, for one mandate: choose, confirm, done. What is
// sent cannot be changed, so nothing is sent by one tap; what cannot be sent now
// is not kept for later.
import { useState } from 'preact/hooks';
import { CircleCheck, Undo2 } from 'lucide-preact';
import { asProblem, connection, SendKey } from '../api';
import { t } from '../i18n';
import { problemText } from '../parts/problem';
import { ballotCast, namesOf, optionName, type VoteRow } from './data';

type Mine = VoteRow['mine'][number];

interface BallotProps {
  vote: VoteRow;
  mine: Mine;
  /** More than one mandate: each says whose it is. */
  named: boolean;
  onCast: (mine: Mine) => void;
  onRace: () => void;
}

export function Recorded({ vote, mine, named }: { vote: VoteRow; mine: Mine; named: boolean }) {
  const words = t().vote;
  return (
    <p class="vote-recorded" role="status">
      <CircleCheck size={28} aria-hidden="true" />
      <span>
        <strong>{words.recorded}</strong>{' '}
        <span>
          {named && `${words.forMandate(mine.mandate.full_name)}. `}
          {words.yours(namesOf(vote, mine.option_ids))}
          {mine.words && `: ${mine.words}`}
        </span>
      </span>
    </p>
  );
}

function why(error: unknown): string {
  const problem = asProblem(error);
  const words = t().vote;
  if (problem.slug === 'offline') return words.notSent;
  if (problem.slug === 'duplicate') return words.other;
  if (problem.slug === 'not-allowed') return problem.field === 'attendance' ? words.why.absent : words.notEntitled;
  return problemText(problem);
}

export function Ballot({ vote, mine, named, onCast, onRace }: BallotProps) {
  const words = t().vote;
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [said, setSaid] = useState('');
  const [key] = useState(() => new SendKey());
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const most = vote.most_choices ?? 1;
  const several = vote.method === 'choose_several';
  const away = connection.value === 'away';
  const other = vote.options.some((option) => option.meaning === 'other' && chosen.includes(option.id));
  const choose = (id: string) => {
    setProblem(null);
    if (!several) setChosen([id]);
    else if (chosen.includes(id)) setChosen(chosen.filter((one) => one !== id));
    else if (chosen.length < most) setChosen([...chosen, id]);
  };
  const send = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const ballot = await ballotCast(key, vote.id, { mandate_id: mine.mandate.id, option_ids: [...chosen], ...(other && said.trim() && { words: said.trim() }) });
      onCast({ ...mine, voted: true, option_ids: ballot.option_ids, words: ballot.words, at: ballot.at });
    } catch (error) {
      setProblem(why(error));
      if (asProblem(error).slug !== 'offline') onRace();
    }
    setBusy(false);
  };
  return (
    <div class="vote-ballot">
      {named && <p class="vote-mandate">{words.forMandate(mine.mandate.full_name)}</p>}
      <div class={`vote-options ${vote.method === 'approve' ? 'vote-options-row' : ''}`} role="group" aria-label={several ? words.chooseUpTo(most) : words.choose}>
        {vote.options.map((option) => (
          <button
            key={option.id}
            type="button"
            class={`vote-option vote-${option.meaning ?? 'choice'}`}
            aria-pressed={chosen.includes(option.id)}
            disabled={busy || away || (several && chosen.length >= most && !chosen.includes(option.id))}
            onClick={() => choose(option.id)}
          >
            {optionName(vote, option)}
          </button>
        ))}
      </div>
      {other && (
        <label class="field">
          <span>{words.otherWords}</span>
          <textarea class="input" rows={2} maxLength={2000} value={said} disabled={busy} onInput={(event) => setSaid(event.currentTarget.value)} />
        </label>
      )}
      {chosen.length > 0 && (
        <div class="vote-confirm">
          <button type="button" class="button primary big" disabled={busy || away} onClick={() => void send()}>
            {busy ? t().common.saving : several ? words.confirmMany(chosen.length) : words.confirm(namesOf(vote, chosen))}
          </button>
          <button type="button" class="button quiet" disabled={busy} onClick={() => setChosen([])}>
            <Undo2 size={20} aria-hidden="true" />
            {words.again}
          </button>
          <span class="muted">{words.once}</span>
        </div>
      )}
      {away ? (
        <p class="notice notice-warn" role="status">
          {words.offline}
        </p>
      ) : (
        problem && (
          <p class="notice notice-error" role="alert">
            {problem}
          </p>
        )
      )}
    </div>
  );
}
