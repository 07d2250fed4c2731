// SPDX-License-Identifier: GPL-3.0-or-later
//
// The list of the roll: how many are there and whether they are enough, what
// can be said of several at once, one row a seat. In a page of its own and in
// the secretary's panel of a running meeting.
import { useState } from 'preact/hooks';
import { CheckCheck, UserRoundX } from 'lucide-preact';
import { t } from '../i18n';
import { toastProblem } from '../parts/toast';
import { call, quorumSet, type Mandate, type Roll } from './roll-data';
import { RollRow, stateOf, type RollState } from './roll-row';
import './answer.css';
import './roll.css';

const STATES: readonly RollState[] = ['waiting', 'room', 'online', 'excused', 'absent'];
const SHARES = ['half', 'two_thirds', 'three_quarters', 'none'] as const;

export function Summary({ roll, meeting, onRoll }: { roll: Roll; meeting: string; onRoll: (roll: Roll) => void }) {
  const words = t().roll;
  const { present, needed, total, met, guests, share } = roll.quorum;
  return (
    <section class="card roll-summary" data-quorum={met ? 'met' : 'open'}>
      <div>
        <p class="roll-figure numbers">{`${present}/${needed}`}</p>
        <p>{share === 'none' || met ? words.met(present, needed) : words.notMet(present, needed)}</p>
        <p class="muted numbers">{[words.of(total), guests > 0 ? words.guestsHere(guests) : null].filter(Boolean).join(' · ')}</p>
      </div>
      {roll.may_call ? (
        <label class="field">
          <span>{words.share}</span>
          <select
            class="input"
            value={share}
            onChange={(event) => void quorumSet(meeting, event.currentTarget.value as Roll['quorum']['share']).then(onRoll, toastProblem)}
          >
            {SHARES.map((one) => (
              <option key={one} value={one}>
                {words.shares[one]}
              </option>
            ))}
          </select>
        </label>
      ) : (
        <p class="muted">{words.shares[share]}</p>
      )}
    </section>
  );
}

/** What can be said of several at once. */
function Together({ roll, meeting, onRoll }: { roll: Roll; meeting: string; onRoll: (roll: Roll) => void }) {
  const [busy, setBusy] = useState(false);
  const words = t().roll;
  const unconfirmed = roll.items.filter((seat) => seat.attendance && !seat.attendance.confirmed);
  const declined = roll.items.filter((seat) => seat.answer === 'declined' && !seat.attendance);
  const each = async (seats: readonly Mandate[], state: (seat: Mandate) => 'room' | 'online' | 'excused') => {
    setBusy(true);
    try {
      for (const seat of seats) if (seat.stands_id) onRoll(await call(meeting, seat.stands_id, state(seat), seat.reason ?? undefined));
    } catch (error) {
      toastProblem(error);
    }
    setBusy(false);
  };
  if (unconfirmed.length === 0 && declined.length === 0) return null;
  return (
    <p class="roll-together">
      {unconfirmed.length > 0 && (
        <button type="button" class="button" disabled={busy} onClick={() => void each(unconfirmed, (seat) => (seat.attendance?.state === 'online' ? 'online' : 'room'))}>
          <CheckCheck size={20} aria-hidden="true" />
          {words.confirmAll(unconfirmed.length)}
        </button>
      )}
      {declined.length > 0 && (
        <button type="button" class="button" disabled={busy} onClick={() => void each(declined, () => 'excused')}>
          <UserRoundX size={20} aria-hidden="true" />
          {words.applyDeclined(declined.length)}
        </button>
      )}
    </p>
  );
}

export interface RollBoardProps {
  roll: Roll;
  meeting: string;
  /** What is on, for who is there for it alone. */
  item: string | null;
  running: boolean;
  onRoll: (roll: Roll) => void;
}

export function List({ roll, meeting, item, running, onRoll }: RollBoardProps) {
  const [only, setOnly] = useState<RollState | null>(null);
  const [name, setName] = useState('');
  const words = t().roll;
  const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gi, 'd').toLowerCase();
  const matches = (seat: Mandate) =>
    (only === null || stateOf(seat) === only) &&
    plain([seat.person?.full_name, seat.substitute?.full_name, seat.unit?.name].filter(Boolean).join(' ')).includes(plain(name.trim()));
  const shown = roll.items.filter(matches);
  const counts = STATES.map((state) => ({ state, count: roll.items.filter((seat) => stateOf(seat) === state).length })).filter((one) => one.count > 0);
  return (
    <section class="card">
      <div class="answer-counts" role="group" aria-label={words.byState}>
        <button type="button" aria-pressed={only === null} onClick={() => setOnly(null)}>
          <strong class="numbers">{roll.items.length}</strong>
          <span>{words.all}</span>
        </button>
        {counts.map(({ state, count }) => (
          <button key={state} type="button" aria-pressed={only === state} onClick={() => setOnly(only === state ? null : state)}>
            <strong class="numbers">{count}</strong>
            <span>{words.state[state]}</span>
          </button>
        ))}
      </div>
      {roll.items.length > 12 && (
        <input class="input roll-find" type="search" aria-label={words.find} placeholder={words.find} value={name} onInput={(event) => setName(event.currentTarget.value)} />
      )}
      {roll.may_call && <Together {...{ roll, meeting, onRoll }} />}
      {shown.length === 0 && <p class="muted">{words.none}</p>}
      <ul class="roll-list">
        {shown.map((seat) => (
          <RollRow key={seat.person?.id ?? seat.unit?.id} {...{ seat, roll, meeting, item, running, onRoll }} />
        ))}
      </ul>
    </section>
  );
}

export function RollBoard({ roll, meeting, item, running, onRoll }: RollBoardProps) {
  return (
    <>
      <Summary {...{ roll, meeting, onRoll }} />
      <List {...{ roll, meeting, item, running, onRoll }} />
    </>
  );
}
