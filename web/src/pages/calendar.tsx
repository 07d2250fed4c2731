// SPDX-License-Identifier: GPL-3.0-or-later
//
// The calendar (E1): a month, a week or a list; mine, a unit's, a person's or a
// room's. Swiped or by arrow keys from one to the next; a tap opens a meeting,
// and on an empty place offers to make one.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { CalendarDays, ChevronLeft, ChevronRight, Plus } from 'lucide-preact';
import { api, ask } from '../api';
import { useChoice, wholeOf } from '../calendar/choice';
import { eventsOf, lookOf, type Calendar } from '../calendar/events';
import { Grid } from '../calendar/grid';
import { Offer, newMeetingAt, type Place } from '../calendar/offer';
import { addDays, monday, spanOf, step, VIEWS } from '../calendar/span';
import { Whose } from '../calendar/whose';
import { useCatalogue } from '../catalogue';
import { follow } from '../events/follow';
import { civilDate, fmtDate, language, t } from '../i18n';
import { useLoad } from '../parts/load';
import { Empty, Failure } from '../parts/states';
import { roles, session } from '../session';
import '../calendar/calendar.css';

const NOTHING: Calendar = { name: null, items: [], busy: [], revision: 0 };
const LEGEND = ['draft', 'invited', 'in_progress', 'ended', 'cancelled'] as const;

function titleOf(view: string, day: string): string {
  if (view === 'week') {
    const [first, last] = [monday(day), addDays(monday(day), 6)];
    const sameYear = first.slice(0, 4) === last.slice(0, 4);
    return t().calendar.span(sameYear ? fmtDate(first).slice(0, 5) : fmtDate(first), fmtDate(last));
  }
  const words = new Intl.DateTimeFormat(language.value === 'vi' ? 'vi' : 'en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Arrow keys go from one view to the next, but not while something is typed or chosen. */
function useArrows(go: (way: 1 | -1) => void): void {
  const latest = useRef(go);
  latest.current = go;
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      if (event.target instanceof Element && event.target.closest('input, select, textarea, dialog, [role="menu"]')) return;
      if (event.key === 'ArrowLeft') latest.current(-1);
      else if (event.key === 'ArrowRight') latest.current(1);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', key);
    return () => window.removeEventListener('keydown', key);
  }, []);
}

export default function CalendarPage() {
  const { route } = useLocation();
  const w = t().calendar;
  const me = session.value?.person.id;
  const [choice, choose] = useChoice();
  const [place, setPlace] = useState<Place | null>(null);
  const holidays = useCatalogue('holiday');
  const whole = wholeOf(choice);
  const { from, to } = spanOf(choice.view, choice.day);
  const { data, problem, loading, reload } = useLoad(
    async () => (whole ? ask(api.GET('/api/calendar', { params: { query: { from, to, of: whole } } })) : null),
    [from, to, whole],
  );
  const revision = useRef(0);
  revision.current = data?.revision ?? 0;
  const there = data !== null;
  useEffect(() => {
    if (!me || !there) return;
    return follow(
      [`person:${me}`],
      (change) => change.revision !== revision.current && void reload(),
      (_subject, now) => now !== revision.current && void reload(),
    );
  }, [me, there]);
  const go = (way: 1 | -1) => {
    setPlace(null);
    choose({ day: step(choice.view, choice.day, way) });
  };
  useArrows(go);
  const mayCreate = roles.value.has('secretary') || roles.value.has('leader');
  const events = useMemo(() => eventsOf(data ?? NOTHING, holidays, choice.view), [data, holidays, choice.view, language.value]);
  const today = civilDate();
  const shown = spanOf(choice.view, choice.day);
  const none = data && data.items.length === 0 && data.busy.length === 0;
  return (
    <>
      <div class="page-head calendar-head">
        <div>
          <h1>{w.title}</h1>
        </div>
        {mayCreate && (
          <div class="page-actions">
            <a class="button primary" href={newMeetingAt({ day: choice.day < today && shown.to >= today ? today : choice.day, time: null }, choice)}>
              <Plus size={20} aria-hidden="true" />
              {t().meeting.create}
            </a>
          </div>
        )}
      </div>
      <Whose choice={choice} name={data?.name ?? null} choose={choose} />
      <section class="card calendar-card" aria-busy={loading}>
        <div class="calendar-bar">
          <div class="calendar-move">
            <button type="button" class="icon-button" aria-label={w.back[choice.view]} onClick={() => go(-1)}>
              <ChevronLeft size={24} aria-hidden="true" />
            </button>
            <button type="button" class="icon-button" aria-label={w.forward[choice.view]} onClick={() => go(1)}>
              <ChevronRight size={24} aria-hidden="true" />
            </button>
            <button type="button" class="button" onClick={() => choose({ day: today })}>
              {t().common.today}
            </button>
          </div>
          <h2 aria-live="polite">{titleOf(choice.view, choice.day)}</h2>
          <div class="segments" role="group" aria-label={w.view}>
            {VIEWS.map((view) => (
              <button key={view} type="button" aria-pressed={view === choice.view} onClick={() => choose({ view })}>
                {w.views[view]}
              </button>
            ))}
          </div>
        </div>
        <div class={loading ? 'calendar-wait calendar-waiting' : 'calendar-wait'} role="status" aria-label={loading ? t().common.loading : ''} />
        {!whole ? (
          <Empty title={w.choose[choice.kind as 'unit' | 'person' | 'room']} icon={<CalendarDays size={28} aria-hidden="true" />} />
        ) : problem && !data ? (
          <Failure problem={problem} retry={() => void reload()} />
        ) : (
          <>
            {none && choice.view !== 'list' && <p class="calendar-none muted">{w.none}</p>}
            <Grid view={choice.view} day={choice.day} events={events} onStep={go} onPlace={(found) => setPlace(mayCreate && !place ? found : null)} />
            <ul class="calendar-legend" aria-label={w.legend}>
              {LEGEND.map((state) => (
                <li key={state}>
                  <span class={`calendar-swatch ${lookOf(state)}`} aria-hidden="true" />
                  {t().home.state[state]}
                </li>
              ))}
              {choice.kind === 'room' && mayCreate && (
                <li>
                  <span class="calendar-swatch calendar-busy" aria-hidden="true" />
                  {w.taken}
                </li>
              )}
            </ul>
          </>
        )}
      </section>
      {place && <Offer place={place} onClose={() => setPlace(null)} onTake={() => route(newMeetingAt(place, choice))} />}
    </>
  );
}
