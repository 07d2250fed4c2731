// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which figures are wanted: whose, of which unit, of which days and kind of
// meeting. It offers what the server says one may see.
import { entryName, useCatalogue } from '../catalogue';
import { t } from '../i18n';
import { DateField } from '../parts/date-field';
import { SelectField } from '../parts/form';
import { daysOf, PERIODS, type Period, type Statistics, type Step, type Wanted, type Whose } from './data';

export function Filter({ wanted, data, onWanted }: { wanted: Wanted; data: Statistics | null; onWanted: (wanted: Wanted) => void }) {
  const w = t().reports;
  const types = useCatalogue('meeting-type');
  const of = wanted.of ?? data?.of ?? 'me';
  const units = [...(data?.units ?? []), ...(data?.by_unit ?? []).flatMap((one) => (one.unit ? [one.unit] : [])), ...(data?.unit ? [data.unit] : [])];
  const offered = [...new Map(units.map((unit) => [unit.id, unit])).values()];
  const period = (to: Period) => onWanted({ ...wanted, period: to, ...(to !== 'own' && daysOf(to)) });
  return (
    <section class="card report-filter" aria-label={w.of}>
      {data && data.may.length > 1 && (
        <div class="segments" role="radiogroup" aria-label={w.of}>
          {data.may.map((one: Whose) => (
            <label key={one} class="segment">
              <input type="radio" name="of" checked={of === one} onChange={() => onWanted({ ...wanted, of: one, unit: '' })} />
              <span>{w.whose[one]}</span>
            </label>
          ))}
        </div>
      )}
      <div class="form-grid report-fields">
        {of !== 'me' && (
          <SelectField name="unit" label={w.unit} empty={w.allUnits} value={wanted.unit} onValue={(unit) => onWanted({ ...wanted, of, unit })} options={offered.map((unit) => ({ value: unit.id, label: unit.name }))} />
        )}
        <SelectField name="period" label={w.period} value={wanted.period} onValue={(to) => period(to as Period)} options={PERIODS.map((value) => ({ value, label: w.periods[value] }))} />
        {wanted.period === 'own' && (
          <>
            <DateField name="from" label={w.from} value={wanted.from} onValue={(from) => from && onWanted({ ...wanted, from })} />
            <DateField name="to" label={w.to} value={wanted.to} onValue={(to) => to && onWanted({ ...wanted, to })} />
          </>
        )}
        <SelectField
          name="step"
          label={w.step}
          value={wanted.step}
          onValue={(step) => onWanted({ ...wanted, step: step as Step })}
          options={(['month', 'quarter', 'year'] as const).map((value) => ({ value, label: w.steps[value] }))}
        />
        <SelectField name="type" label={w.type} empty={w.allTypes} value={wanted.type} onValue={(type) => onWanted({ ...wanted, type })} options={types.map((entry) => ({ value: entry.id, label: entryName(entry) }))} />
      </div>
    </section>
  );
}
