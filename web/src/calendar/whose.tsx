// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whose calendar: mine, a unit's, a person's or a room's.
import { entryName, useCatalogue } from '../catalogue';
import { t } from '../i18n';
import { OnePrincipal } from '../parts/principals';
import { KINDS, type Choice } from './choice';

export function Whose({ choice, name, choose }: { choice: Choice; name: string | null; choose: (part: Partial<Choice>) => void }) {
  const w = t().calendar;
  const rooms = useCatalogue('room');
  const { kind, id } = choice;
  return (
    <div class="calendar-whose">
      <div class="segments" role="group" aria-label={w.whose}>
        {KINDS.map((one) => (
          <button key={one} type="button" aria-pressed={one === kind} onClick={() => choose({ kind: one, id: one === kind ? id : '' })}>
            {w.of[one]}
          </button>
        ))}
      </div>
      {kind === 'room' && (
        <select class="input" aria-label={w.chooseRoom} value={id} onChange={(event) => choose({ id: event.currentTarget.value })}>
          <option value="">{w.chooseRoom}</option>
          {rooms.map((room) => (
            <option key={room.id} value={room.id}>
              {entryName(room)}
            </option>
          ))}
        </select>
      )}
      {(kind === 'unit' || kind === 'person') && (
        <OnePrincipal
          key={kind}
          label={kind === 'unit' ? w.chooseUnit : w.choosePerson}
          kinds={[kind]}
          value={id ? { id, name: name ?? '…' } : null}
          onValue={(found) => choose({ id: found?.id ?? '' })}
        />
      )}
    </div>
  );
}
