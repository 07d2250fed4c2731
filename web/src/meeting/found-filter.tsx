// SPDX-License-Identifier: GPL-3.0-or-later
//
// The less common conditions of the list of meetings: folded into a dialog, and
// what is set stands as chips that are taken away by a tap.
import { useEffect, useState } from 'preact/hooks';
import { SlidersHorizontal, X } from 'lucide-preact';
import { api, ask } from '../api';
import { entryName, useCatalogue, type Entry } from '../catalogue';
import { fmtDate, t } from '../i18n';
import { DateField } from '../parts/date-field';
import { Dialog } from '../parts/dialog';
import { Field, SelectField } from '../parts/form';
import { OnePrincipal } from '../parts/principals';
import { type Asked, filtersOf, NO_FILTER, STATES } from './found-data';

interface FilterProps {
  asked: Asked;
  onAsked: (change: Partial<Asked>) => void;
}

/** The name of the unit in the address; null while it is fetched, and for ever when it is not there. */
function useUnitName(unit: string): string | null {
  const [known, setKnown] = useState<{ unit: string; name: string } | null>(null);
  useEffect(() => {
    let living = true;
    if (unit && known?.unit !== unit) {
      void ask(api.GET('/api/units/{unit}', { params: { path: { unit } } }))
        .then((found) => living && setKnown({ unit, name: found.name }))
        .catch(() => undefined);
    }
    return () => {
      living = false;
    };
  }, [unit]);
  return known?.unit === unit ? known.name : null;
}

function FilterDialog({ asked, onAsked, onClose }: FilterProps & { onClose: () => void }) {
  const w = t().meeting;
  const words = t().meetings;
  const [draft, setDraft] = useState(asked);
  const [unitName, setUnitName] = useState<string | null>(null);
  const named = useUnitName(asked.unit);
  const options = (entries: Entry[]) => entries.map((entry) => ({ value: entry.id, label: entryName(entry) }));
  const set = (part: Partial<Asked>) => setDraft((have) => ({ ...have, ...part }));
  const apply = (change: Partial<Asked>) => {
    onAsked(change);
    onClose();
  };
  const { state, type, room, unit, from, to } = draft;
  return (
    <Dialog
      title={words.filters}
      onClose={onClose}
      foot={
        <>
          <button type="button" class="button" onClick={() => apply(NO_FILTER)}>
            {words.clear}
          </button>
          <button type="button" class="button primary" onClick={() => apply({ state, type, room, unit, from, to })}>
            {words.apply}
          </button>
        </>
      }
    >
      <div class="form-grid">
        <SelectField
          name="state"
          label={words.state}
          value={state}
          onValue={(value) => set({ state: STATES.find((one) => one === value) ?? '' })}
          options={STATES.map((one) => ({ value: one, label: t().home.state[one] }))}
          empty={words.any}
        />
        <SelectField name="type" label={w.type} value={type} onValue={(value) => set({ type: value })} options={options(useCatalogue('meeting-type'))} empty={words.any} />
        <SelectField name="room" label={w.room} value={room} onValue={(value) => set({ room: value })} options={options(useCatalogue('room'))} empty={words.any} />
        <Field name="unit" label={w.hostUnit}>
          {({ id }) => (
            <OnePrincipal
              id={id}
              label={w.hostUnit}
              kinds={['unit']}
              value={unit ? { id: unit, name: unitName ?? named ?? '…' } : null}
              onValue={(found) => {
                set({ unit: found?.id ?? '' });
                setUnitName(found?.name ?? null);
              }}
            />
          )}
        </Field>
        <DateField name="from" label={words.from} value={from} onValue={(value) => set({ from: value })} />
        <DateField name="to" label={words.to} value={to} onValue={(value) => set({ to: value })} />
      </div>
    </Dialog>
  );
}

export function FilterButton({ asked, onAsked }: FilterProps) {
  const [open, setOpen] = useState(false);
  const set = filtersOf(asked).length;
  return (
    <>
      <button type="button" class="button" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <SlidersHorizontal size={20} aria-hidden="true" />
        {t().meetings.filters}
        {set > 0 && <span class="filter-count numbers">{set}</span>}
      </button>
      {open && <FilterDialog {...{ asked, onAsked }} onClose={() => setOpen(false)} />}
    </>
  );
}

export function FilterChips({ asked, onAsked }: FilterProps) {
  const w = t().meetings;
  const types = useCatalogue('meeting-type');
  const rooms = useCatalogue('room');
  const unit = useUnitName(asked.unit);
  const named = (entries: Entry[], id: string) => {
    const entry = entries.find((one) => one.id === id);
    return entry ? entryName(entry) : '…';
  };
  const set = filtersOf(asked);
  if (set.length === 0) return null;
  const says = {
    state: () => t().home.state[asked.state || 'draft'],
    type: () => named(types, asked.type),
    room: () => named(rooms, asked.room),
    unit: () => w.hostIs(unit ?? '…'),
    from: () => w.fromDay(fmtDate(asked.from)),
    to: () => w.toDay(fmtDate(asked.to)),
  };
  return (
    <ul class="filter-chips" aria-label={w.filtersSet}>
      {set.map((name) => (
        <li key={name}>
          <button type="button" class="filter-chip" aria-label={w.without(says[name]())} onClick={() => onAsked({ [name]: '' })}>
            {says[name]()}
            <X size={18} aria-hidden="true" />
          </button>
        </li>
      ))}
    </ul>
  );
}
