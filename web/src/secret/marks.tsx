// SPDX-License-Identifier: GPL-3.0-or-later
//
// The paper itself: its options to be marked, in peace while the box is still
// closed; and the slot. What is marked lies nowhere until it is dropped. A mark
// is taken at any moment, also while the page asks the server for something.
import { useState } from 'preact/hooks';
import { Square, SquareCheckBig } from 'lucide-preact';
import { t } from '../i18n';
import { confirmFirst } from '../parts/dialog';
import type { Vote } from './data';

interface MarksProps {
  vote: Vote;
  /** The box takes ballots. */
  open: boolean;
  busy: boolean;
  /** In order of the options. */
  onDrop: (option_ids: string[]) => void;
}

export function Marks({ vote, open, busy, onDrop }: MarksProps) {
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const words = t().secret;
  const most = vote.method === 'choose_several' ? (vote.most_choices ?? 1) : 1;
  const chosen = vote.options.filter(({ id }) => marked.has(id));
  const mark = (id: string) => {
    const rest = most === 1 ? [] : [...marked].filter((other) => other !== id);
    setMarked(new Set(marked.has(id) ? rest : [...rest, id]));
  };
  const drop = async () => {
    const text = chosen.length === 0 ? words.sureBlank : chosen.length > most ? words.sureInvalid(most) : words.sure(chosen.map(({ label }) => label).join(', '));
    if (await confirmFirst({ title: words.sureTitle, text, yes: words.drop, no: words.again })) onDrop(chosen.map(({ id }) => id));
  };
  return (
    <>
      <p class="secret-hint">{most === 1 ? words.markOne : words.markSeveral(most)}</p>
      <ul class="secret-options" role="group" aria-label={words.options}>
        {vote.options.map(({ id, label }) => (
          <li key={id}>
            <button type="button" class="secret-option" aria-pressed={marked.has(id)} onClick={() => mark(id)}>
              {marked.has(id) ? <SquareCheckBig size={28} aria-hidden="true" /> : <Square size={28} aria-hidden="true" />}
              <span>{label}</span>
            </button>
          </li>
        ))}
      </ul>
      {chosen.length > most && <p class="notice notice-warn">{words.tooMany(chosen.length, most)}</p>}
      <button type="button" class="button act secret-big" disabled={!open || busy} onClick={() => void drop()}>
        {words.drop}
      </button>
      {!open && <p class="muted">{vote.state === 'paused' ? words.paused : words.boxNotOpen}</p>}
    </>
  );
}
