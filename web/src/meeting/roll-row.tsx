// SPDX-License-Identifier: GPL-3.0-or-later
//
// One seat of the roll: whose it is, who stands for it, what was announced,
// and, for the secretary, the four answers as one row of buttons.
import { useState } from 'preact/hooks';
import { UserRoundPlus } from 'lucide-preact';
import { t } from '../i18n';
import { Dialog } from '../parts/dialog';
import { AreaField, Form } from '../parts/form';
import { PrincipalIcon } from '../parts/principals';
import { toastProblem } from '../parts/toast';
import { NamePeople } from './name-people';
import { call, callForItem, type Mandate, type Presence, type Roll } from './roll-data';

export type RollState = Presence | 'waiting';
export const stateOf = (seat: Mandate): RollState => seat.attendance?.state ?? 'waiting';

const colour: Record<RollState, string> = { room: 'tag tag-good', online: 'tag tag-good', excused: 'tag tag-warm', absent: 'tag tag-bad', waiting: 'tag tag-grey' };

interface RowProps {
  seat: Mandate;
  roll: Roll;
  meeting: string;
  item: string | null;
  /** Now people of a unit that has named nobody are written down. */
  running: boolean;
  onRoll: (roll: Roll) => void;
}

function Reason({ seat, meeting, onRoll, onClose }: Omit<RowProps, 'roll' | 'item' | 'running'> & { onClose: () => void }) {
  const [reason, setReason] = useState(seat.reason ?? '');
  const words = t().roll;
  return (
    <Dialog title={words.reasonTitle(seat.person?.full_name ?? '')} onClose={onClose}>
      <Form
        submit={words.reasonSave}
        onCancel={onClose}
        onSubmit={async () => {
          onRoll(await call(meeting, seat.stands_id ?? '', seat.attendance?.state ?? 'excused', reason));
          onClose();
        }}
      >
        <AreaField name="reason" label={words.reason} autofocus maxLength={500} value={reason} onValue={setReason} />
      </Form>
    </Dialog>
  );
}

function Call({ seat, roll, meeting, item, onRoll }: RowProps) {
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const words = t().roll;
  const who = seat.stands_id;
  const name = seat.substitute?.full_name ?? seat.person?.full_name ?? '';
  if (!who) return null;
  const run = async (act: () => Promise<Roll>) => {
    setBusy(true);
    try {
      onRoll(await act());
    } catch (error) {
      toastProblem(error);
    }
    setBusy(false);
  };
  const state = stateOf(seat);
  const choices: readonly Presence[] = roll.online ? ['room', 'online', 'excused', 'absent'] : ['room', 'excused', 'absent'];
  const away = state === 'excused' || state === 'absent';
  const present = seat.present_for_item ?? (state === 'room' || state === 'online');
  return (
    <div class="roll-call">
      <div class="roll-choice" role="group" aria-label={words.callNamed(name)}>
        {choices.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={state === one}
            disabled={busy}
            title={words.state[one]}
            onClick={() => void run(() => call(meeting, who, state === one && seat.attendance?.confirmed ? null : one))}
          >
            {words.short[one]}
          </button>
        ))}
      </div>
      {away && (
        <button type="button" class="button quiet" onClick={() => setAsking(true)}>
          {words.reasonAdd}
        </button>
      )}
      {item && seat.attendance && !away && (
        <button type="button" class="button quiet" disabled={busy} onClick={() => void run(() => callForItem(item, who, present ? false : null))}>
          {present ? words.away : words.back}
        </button>
      )}
      {asking && <Reason {...{ seat, meeting, onRoll }} onClose={() => setAsking(false)} />}
    </div>
  );
}

function Named({ unit, meeting }: { unit: NonNullable<Mandate['unit']>; meeting: string }) {
  const [open, setOpen] = useState(false);
  return (
    <div class="roll-call">
      <button type="button" class="button" onClick={() => setOpen(true)}>
        <UserRoundPlus size={20} aria-hidden="true" />
        {t().answer.lateWrite}
      </button>
      {open && <NamePeople meeting={meeting} unit={unit} people={[]} onClose={() => setOpen(false)} />}
    </div>
  );
}

export function RollRow(props: RowProps) {
  const { seat, roll, item } = props;
  const words = t().roll;
  const state = stateOf(seat);
  const announced = seat.answer ? words.announced[seat.answer] : '';
  const how = seat.attendance && !seat.attendance.confirmed ? words.unconfirmed : seat.attendance?.method === 'code' ? words.byCode : null;
  return (
    <li class="roll-row" data-person={seat.stands_id ?? ''} data-state={state}>
      <PrincipalIcon kind={seat.person ? 'person' : 'unit'} />
      <span class="row-words">
        <strong>{seat.substitute?.full_name ?? seat.person?.full_name ?? seat.unit?.name}</strong>
        <small>
          {[
            seat.substitute && seat.person ? words.standsFor(seat.person.full_name) : null,
            seat.role === 'member' ? null : words.role[seat.role],
            seat.person ? seat.unit?.name : words.unnamed,
            state === 'waiting' ? announced : null,
            how,
          ]
            .filter(Boolean)
            .join(' · ')}
        </small>
        {seat.reason && <small class="answer-reason">{seat.reason}</small>}
      </span>
      <span class="answer-tags">
        {item && seat.present_for_item === false && <span class="tag tag-warm">{words.away}</span>}
        <span class={colour[state]}>{words.state[state]}</span>
      </span>
      {roll.may_call && <Call {...props} />}
      {roll.may_call && props.running && !seat.person && seat.unit && <Named unit={seat.unit} meeting={props.meeting} />}
    </li>
  );
}
