// SPDX-License-Identifier: GPL-3.0-or-later
//
// The grid of a month, a week or a list, drawn by FullCalendar, and what a
// finger or a key does on it. It is told which days and which meetings; it
// fetches nothing and goes nowhere by itself.
import { Calendar, type CalendarOptions, type EventContentArg, type EventInput } from '@fullcalendar/core';
import english from '@fullcalendar/core/locales/en-gb';
import vietnamese from '@fullcalendar/core/locales/vi';
import dayGrid from '@fullcalendar/daygrid';
import listPlugin from '@fullcalendar/list';
import timeGrid from '@fullcalendar/timegrid';
import { useEffect, useRef } from 'preact/hooks';
import { fmtDate, language, t } from '../i18n';
import { lookOf, placeOf, timesOf, titleOf, wall, type CalendarMeeting } from './events';
import type { View } from './span';

const KIND: Record<View, string> = { month: 'dayGridMonth', week: 'timeGridWeek', list: 'listMonth' };
/** Far enough to be meant, and more across than along. */
const SWIPE_PX = 60;
const FIRST_SEEN = '07:00:00';
/** The hours of a week scroll in a box of their own, so that the days stay above them. */
const heightOf = (view: View) => (view === 'week' ? '100%' : 'auto');

function element(tag: string, name: string, text = ''): HTMLElement {
  const made = document.createElement(tag);
  made.className = name;
  made.textContent = text;
  return made;
}

function content(arg: EventContentArg): { domNodes: Node[] } {
  const meeting = arg.event.extendedProps['meeting'] as CalendarMeeting | undefined;
  const times = arg.event.extendedProps['times'] as string | undefined;
  if (!meeting) {
    const words = arg.view.type === KIND.month && times ? `${times.split(' ')[0]} ${arg.event.title}` : arg.event.title;
    return { domNodes: [element('span', 'calendar-words', words)] };
  }
  const state = t().home.state[meeting.state];
  const link = element('a', 'calendar-link') as HTMLAnchorElement;
  link.href = `/meetings/${meeting.id}`;
  link.title = [timesOf(meeting.starts_at, meeting.until), titleOf(meeting), state, placeOf(meeting)].filter(Boolean).join(', ');
  const list = arg.view.type === KIND.list;
  // The usual state goes without saying in a cell, another stands where it is never cut off; the list has room for all.
  const mark = list || meeting.state !== 'invited' ? [element('span', `calendar-state ${lookOf(meeting.state)}`, state)] : [];
  if (!list) link.append(element('span', 'calendar-time', arg.timeText), ' ', ...mark);
  link.append(element('strong', 'calendar-title', titleOf(meeting)));
  if (arg.view.type !== KIND.month && placeOf(meeting)) link.append(element('small', 'calendar-place', placeOf(meeting)));
  if (list) link.append(...mark);
  return { domNodes: [link] };
}

/** The day and the time of the empty place under a finger; time only where the grid has hours. */
export function placeAt(x: number, y: number): { day: string; time: string | null } | null {
  const under = document.elementsFromPoint(x, y);
  if (under.some((one) => one.closest('.fc-event:not(.fc-bg-event), .fc-more-link, .fc-popover, a, button'))) return null;
  const day = under.map((one) => one.closest<HTMLElement>('[data-date]')?.dataset['date']).find(Boolean);
  const time = under.map((one) => one.closest<HTMLElement>('.fc-timegrid-slot-lane')?.dataset['time']).find(Boolean);
  return day ? { day, time: time?.slice(0, 5) ?? null } : null;
}

interface GridProps {
  view: View;
  day: string;
  events: EventInput[];
  onStep: (way: 1 | -1) => void;
  onPlace: (place: { day: string; time: string | null; x: number; y: number } | null) => void;
}

export function Grid({ view, day, events, onStep, onPlace }: GridProps) {
  const root = useRef<HTMLDivElement>(null);
  const calendar = useRef<Calendar | null>(null);
  const touch = useRef<{ x: number; y: number } | null>(null);
  const spoken = language.value;
  // The same meetings again are not drawn again: what has the focus keeps it.
  const told = JSON.stringify(events);
  useEffect(() => {
    if (!root.current) return;
    const w = t().calendar;
    const options: CalendarOptions = {
      plugins: [dayGrid, timeGrid, listPlugin],
      locales: [vietnamese, english],
      locale: spoken === 'vi' ? 'vi' : 'en-gb',
      firstDay: 1,
      // The times given are the office's own: to the grid they are plain.
      timeZone: 'UTC',
      now: () => wall(new Date()),
      nowIndicator: true,
      initialView: KIND[view],
      initialDate: day,
      headerToolbar: false,
      height: heightOf(view),
      fixedWeekCount: false,
      dayMaxEvents: 3,
      eventDisplay: 'block',
      displayEventEnd: false,
      defaultRangeSeparator: ' – ',
      slotDuration: '00:30:00',
      slotEventOverlap: false,
      scrollTime: FIRST_SEEN,
      slotLabelFormat: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
      eventTimeFormat: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
      eventMinHeight: 44,
      views: {
        listMonth: { displayEventEnd: true, listDaySideFormat: false },
      },
      dayHeaderContent: (arg) => ({ domNodes: headerOf(arg.date, arg.view.type) }),
      noEventsContent: w.none,
      allDayText: w.allDay,
      moreLinkText: w.more,
      moreLinkHint: w.moreHint,
      closeHint: t().common.close,
      eventContent: content,
      // A cell is called by what stands in it: its date, which the number's own label says whole, and its meetings.
      dayCellDidMount: ({ el }) => el.removeAttribute('aria-labelledby'),
    };
    const made = new Calendar(root.current, options);
    made.render();
    calendar.current = made;
    return () => {
      calendar.current = null;
      made.destroy();
    };
  }, [spoken]);
  useEffect(() => {
    calendar.current?.setOption('height', heightOf(view));
    calendar.current?.changeView(KIND[view], day);
  }, [view, day, spoken]);
  useEffect(() => {
    calendar.current?.removeAllEventSources();
    calendar.current?.addEventSource(events);
  }, [told, spoken]);
  const start = (event: TouchEvent) => {
    const one = event.touches.length === 1 ? event.touches[0] : null;
    touch.current = one ? { x: one.clientX, y: one.clientY } : null;
  };
  const end = (event: TouchEvent) => {
    const from = touch.current;
    const to = event.changedTouches[0];
    touch.current = null;
    if (!from || !to) return;
    const [across, along] = [to.clientX - from.x, to.clientY - from.y];
    if (Math.abs(across) > SWIPE_PX && Math.abs(across) > 2 * Math.abs(along)) onStep(across < 0 ? 1 : -1);
  };
  return (
    <div
      class={`calendar-grid calendar-grid-${view}`}
      onTouchStart={start}
      onTouchEnd={end}
      onClick={(event) => {
        const place = placeAt(event.clientX, event.clientY);
        onPlace(place && { ...place, x: event.clientX, y: event.clientY });
      }}
    >
      <div ref={root} />
    </div>
  );
}

/** A day's name above its column; in the week with its date below, in the list beside it. */
function headerOf(date: Date, type: string): Node[] {
  const name = new Intl.DateTimeFormat(language.value === 'vi' ? 'vi' : 'en-GB', { weekday: 'long', timeZone: 'UTC' }).format(date);
  const day = fmtDate(date.toISOString().slice(0, 10));
  if (type === KIND.list) return [element('span', 'calendar-weekday', `${name}, ${day}`)];
  return [element('span', 'calendar-weekday', name), ...(type === KIND.week ? [element('span', 'calendar-date', day.slice(0, 5))] : [])];
}
