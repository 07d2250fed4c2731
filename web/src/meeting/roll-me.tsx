// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a member sees of the roll-call: the question while it is open and not
// answered, then one line; and the quorum, always. The list is pages/meeting-roll.
import { useState } from 'preact/hooks';
import { Monitor, Users, UsersRound } from 'lucide-preact';
import { t } from '../i18n';
import { toastProblem } from '../parts/toast';
import { session } from '../session';
import { say, type Roll } from './roll-data';
import './roll.css';

/** "Đủ điều kiện tiến hành: 12/9", in words and not by colour alone. */
export function Quorum({ roll, meeting }: { roll: Roll; meeting: string }) {
  const words = t().roll;
  const { present, needed, met, share, total } = roll.quorum;
  const text = share === 'none' ? words.of(total) : met ? words.met(present, needed) : words.notMet(present, needed);
  return (
    <a class={met ? 'quorum quorum-met numbers' : 'quorum numbers'} href={`/meetings/${meeting}/roll`} title={words.title} data-quorum={met ? 'met' : 'open'}>
      <UsersRound size={20} aria-hidden="true" />
      <span aria-live="polite">{share === 'none' ? `${present} ${text}` : text}</span>
    </a>
  );
}

const said = { room: 'saidRoom', online: 'saidOnline', excused: 'saidExcused', absent: 'saidAbsent' } as const;

export function CheckIn({ roll, meeting, onRoll }: { roll: Roll; meeting: string; onRoll: (roll: Roll) => void }) {
  const [busy, setBusy] = useState(false);
  const [again, setAgain] = useState(false);
  const words = t().roll;
  const mine = roll.items.find((seat) => seat.stands_id === session.value?.person.id);
  if (!mine || !roll.open) return null;
  const go = async (state: 'room' | 'online') => {
    setBusy(true);
    try {
      onRoll(await say(meeting, state));
      setAgain(false);
    } catch (error) {
      toastProblem(error);
    }
    setBusy(false);
  };
  if (roll.mine && !again) {
    const there = roll.mine === 'room' || roll.mine === 'online';
    return (
      <section class={there ? 'check-in check-in-done' : 'check-in'} aria-label={words.title}>
        <p>
          {words[said[roll.mine]]}
          {mine.attendance && !mine.attendance.confirmed && <span class="muted"> · {words.unconfirmed}</span>}
        </p>
        {(roll.online || !there) && (
          <button type="button" class="button quiet" onClick={() => setAgain(true)}>
            {words.change}
          </button>
        )}
      </section>
    );
  }
  return (
    <section class="check-in check-in-asked" aria-label={words.askTitle}>
      <div>
        <h2>{words.askTitle}</h2>
        <p>{words.askText}</p>
      </div>
      <div class="check-in-acts">
        <button type="button" class="button primary big" disabled={busy} onClick={() => void go('room')}>
          <Users size={22} aria-hidden="true" />
          {words.here}
        </button>
        {roll.online && (
          <button type="button" class="button big" disabled={busy} onClick={() => void go('online')}>
            <Monitor size={22} aria-hidden="true" />
            {words.hereOnline}
          </button>
        )}
      </div>
    </section>
  );
}
