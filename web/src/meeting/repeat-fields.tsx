// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whether a new meeting repeats, how and until when, and the days that gives:
// those are the server's, which knows the holidays and the short months.
import { useEffect, useState } from 'preact/hooks';
import { api, ask, asProblem, type Problem, type Schemas } from '../api';
import { fmtDay, t } from '../i18n';
import { DateField } from '../parts/date-field';
import { SelectField, TextField } from '../parts/form';
import { problemText } from '../parts/problem';
import { Notice, Skeleton } from '../parts/states';
import { EVERY, type Every } from './template-data';

export interface RepeatDraft {
  every: Every | '';
  ends: 'count' | 'until';
  count: string;
  until: string;
  shortMonth: 'last' | 'skip';
  holidays: 'skip' | 'keep';
}

export const noRepeat: RepeatDraft = { every: '', ends: 'count', count: '4', until: '', shortMonth: 'last', holidays: 'skip' };

/** As the server takes it; null: it does not repeat. */
export function repeatBody(repeat: RepeatDraft): Schemas['Repeat'] | null {
  if (!repeat.every) return null;
  const end = repeat.ends === 'until' ? { until: repeat.until || null } : { count: Number(repeat.count) };
  return { every: repeat.every, ...end, short_month: repeat.shortMonth, holidays: repeat.holidays };
}

/** Some months have no such day. */
function mayMiss(repeat: RepeatDraft, day: string): boolean {
  const date = Number(day.slice(8, 10));
  return (repeat.every === 'month_same_day' || repeat.every === 'month_same_weekday') && date > 28;
}

/** Saturday or Sunday, of a civil date. */
const isWeekend = (on: string) => new Date(`${on}T00:00:00Z`).getUTCDay() % 6 === 0;

export interface Dates {
  /** Enough is said to ask for them. */
  asked: boolean;
  days: Schemas['SeriesDay'][] | null;
  problem: Problem | null;
}

const TYPING_MS = 250;

/** The days of the series; null while they are fetched, or when too little is said. */
export function useDates(repeat: RepeatDraft, startsAt: string | null): Dates {
  const [found, setFound] = useState<Omit<Dates, 'asked'>>({ days: null, problem: null });
  const count = Number(repeat.count);
  const said = Boolean(repeat.every && startsAt && (repeat.ends === 'until' ? repeat.until : count >= 1 && count <= 53 && Number.isInteger(count)));
  useEffect(() => {
    setFound({ days: null, problem: null });
    if (!said || !repeat.every || !startsAt) return;
    let living = true;
    const query = {
      starts_at: startsAt,
      every: repeat.every,
      short_month: repeat.shortMonth,
      holidays: repeat.holidays,
      ...(repeat.ends === 'until' ? { until: repeat.until } : { count }),
    };
    const timer = setTimeout(() => {
      ask(api.GET('/api/meeting-dates', { params: { query } })).then(
        (list) => living && setFound({ days: list.items, problem: null }),
        (error: unknown) => living && setFound({ days: null, problem: asProblem(error) }),
      );
    }, TYPING_MS);
    return () => {
      living = false;
      clearTimeout(timer);
    };
  }, [said, startsAt, repeat.every, repeat.ends, repeat.count, repeat.until, repeat.shortMonth, repeat.holidays]);
  return { ...found, asked: said };
}

function Preview({ dates }: { dates: Dates }) {
  const words = t().template;
  if (dates.problem) return <Notice kind="error">{problemText(dates.problem)}</Notice>;
  if (!dates.days) return dates.asked ? <Skeleton lines={3} height={24} /> : <p class="muted">{words.previewAsk}</p>;
  const skipped = dates.days.filter((day) => day.skipped).length;
  return (
    <>
      <p class="series-count" role="status">
        {words.previewCount(dates.days.length - skipped, skipped)}
      </p>
      <ol class="series-days" aria-label={words.preview} tabIndex={0}>
        {dates.days.map((day) => (
          <li key={day.on} class={day.skipped ? 'series-day series-day-off' : 'series-day'}>
            <span class="numbers">{fmtDay(day.starts_at)}</span>
            {!day.holiday && isWeekend(day.on) && <span class="tag tag-grey">{words.weekend}</span>}
            {day.holiday && (
              <span class={day.skipped ? 'tag tag-grey' : 'tag tag-warm'}>{`${day.skipped ? words.skipped : words.holidayKept}: ${day.holiday}`}</span>
            )}
          </li>
        ))}
      </ol>
    </>
  );
}

interface RepeatFieldsProps {
  repeat: RepeatDraft;
  onRepeat: (repeat: RepeatDraft) => void;
  day: string;
  dates: Dates;
}

export function RepeatFields({ repeat, onRepeat, day, dates }: RepeatFieldsProps) {
  const words = t().template;
  const set = (part: Partial<RepeatDraft>) => onRepeat({ ...repeat, ...part });
  return (
    <fieldset class="repeat">
      <legend class="unseen">{words.repeat}</legend>
      <div class="form-grid">
        <SelectField
          name="repeat.every"
          label={words.repeat}
          value={repeat.every}
          onValue={(every) => set({ every: EVERY.find((one) => one === every) ?? '' })}
          options={EVERY.map((every) => ({ value: every, label: words.every[every] }))}
          empty={words.once}
        />
        {repeat.every && (
          <>
            <SelectField
              name="repeat.holidays"
              label={words.holidays}
              value={repeat.holidays}
              onValue={(holidays) => set({ holidays: holidays === 'keep' ? 'keep' : 'skip' })}
              options={(['skip', 'keep'] as const).map((one) => ({ value: one, label: words.holidayChoice[one] }))}
            />
            <SelectField
              name="ends"
              label={words.ends}
              value={repeat.ends}
              onValue={(ends) => set({ ends: ends === 'until' ? 'until' : 'count' })}
              options={[
                { value: 'count', label: words.afterCount },
                { value: 'until', label: words.onDay },
              ]}
            />
            {repeat.ends === 'count' ? (
              <TextField name="repeat.count" label={words.count} type="number" min={1} max={53} required value={repeat.count} onValue={(count) => set({ count })} />
            ) : (
              <DateField name="repeat.until" label={words.until} required value={repeat.until} onValue={(until) => set({ until })} />
            )}
            {mayMiss(repeat, day) && (
              <SelectField
                name="repeat.short_month"
                label={words.shortMonth}
                hint={words.shortHint}
                value={repeat.shortMonth}
                onValue={(shortMonth) => set({ shortMonth: shortMonth === 'skip' ? 'skip' : 'last' })}
                options={(['last', 'skip'] as const).map((one) => ({ value: one, label: words.shortMonths[one] }))}
              />
            )}
          </>
        )}
      </div>
      {repeat.every && (
        <div class="series-preview">
          <h2>{words.preview}</h2>
          <Preview dates={dates} />
        </div>
      )}
    </fieldset>
  );
}
