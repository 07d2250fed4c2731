// SPDX-License-Identifier: GPL-3.0-or-later
//
// The roll-call: for the secretary one tap a person, with what was announced
// beside it; for the others the same list to read.
import { useState } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import { CheckCheck, ChevronLeft, FileText, QrCode, UserRoundX } from 'lucide-preact';
import { asProblem } from '../api';
import { t } from '../i18n';
import { useMeeting } from '../meeting/data';
import { call, quorumSet, useRoll, type Mandate, type Roll } from '../meeting/roll-data';
import { RollCode } from '../meeting/roll-code';
import { RollRow, stateOf, type RollState } from '../meeting/roll-row';
import { Failure, Skeleton } from '../parts/states';
import { toastProblem } from '../parts/toast';
import '../meeting/answer.css';
import '../meeting/roll.css';

const STATES: readonly RollState[] = ['waiting', 'room', 'online', 'excused', 'absent'];
const SHARES = ['half', 'two_thirds', 'three_quarters', 'none'] as const;

function Summary({ roll, meeting, onRoll }: { roll: Roll; meeting: string; onRoll: (roll: Roll) => void }) {
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

function List({ roll, meeting, item, onRoll }: { roll: Roll; meeting: string; item: string | null; onRoll: (roll: Roll) => void }) {
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
          <RollRow key={seat.person?.id ?? seat.unit?.id} {...{ seat, roll, meeting, item, onRoll }} />
        ))}
      </ul>
    </section>
  );
}

export default function MeetingRollPage() {
  const { params } = useRoute();
  const id = params['id'] ?? '';
  const snapshot = useRoll(id);
  const meeting = useMeeting(id).copy.value;
  const [showing, setShowing] = useState(false);
  const roll = snapshot.copy.value;
  const failure = snapshot.failure.value;
  const words = t().roll;
  const running = meeting?.state === 'in_progress' || meeting?.state === 'paused';
  return (
    <>
      <div class="page-head">
        <div>
          <a class="crumb" href={running ? `/meetings/${id}/live` : `/meetings/${id}`}>
            <ChevronLeft size={18} aria-hidden="true" />
            {meeting?.title ?? t().meeting.toMeeting}
          </a>
          <h1>{words.title}</h1>
        </div>
        {roll && (
          <div class="page-actions">
            <a class="button" href={`/api/meetings/${id}/attendance/file`} target="_blank" rel="noopener">
              <FileText size={20} aria-hidden="true" />
              {words.file}
            </a>
            {meeting && roll.open && (meeting.may.steer || meeting.may.start) && (
              <button type="button" class="button primary" onClick={() => setShowing(true)}>
                <QrCode size={20} aria-hidden="true" />
                {words.code}
              </button>
            )}
          </div>
        )}
      </div>
      {roll ? (
        <>
          <Summary roll={roll} meeting={id} onRoll={snapshot.put} />
          {!roll.open && meeting?.state === 'invited' && <p class="muted">{words.notOpen}</p>}
          <List roll={roll} meeting={id} item={running ? (meeting?.current_item_id ?? null) : null} onRoll={snapshot.put} />
        </>
      ) : (
        <section class="card">
          {failure ? <Failure problem={asProblem(failure)} retry={() => void snapshot.reload()} /> : <Skeleton lines={8} height={40} />}
        </section>
      )}
      {showing && <RollCode meeting={id} onClose={() => setShowing(false)} />}
    </>
  );
}
