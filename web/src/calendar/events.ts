// SPDX-License-Identifier: GPL-3.0-or-later
//
// Meetings as the grid wants them. Its clock is the office's: every time is
// given as clocks there show it, without a zone, and the grid adds none.
import type { EventInput } from '@fullcalendar/core';
import { entryName, type Entry } from '../catalogue';
import type { Schemas } from '../api';
import { civilDate, fmtTime, t } from '../i18n';
import type { View } from './span';

export type CalendarMeeting = Schemas['CalendarMeeting'];
export type Calendar = Schemas['Calendar'];

/** What clocks in the office show: "2026-11-22T14:05:00". */
export const wall = (moment: string | Date) => `${civilDate(moment)}T${fmtTime(moment)}:00`;

const LOOK: Record<CalendarMeeting['state'], string> = {
  draft: 'draft',
  invited: 'invited',
  in_progress: 'running',
  paused: 'running',
  ended: 'over',
  closed: 'over',
  cancelled: 'cancelled',
};
export const lookOf = (state: CalendarMeeting['state']) => `calendar-${LOOK[state]}`;

/** A day after the first says so. */
export const titleOf = (m: CalendarMeeting) => (m.sitting ? t().steering.sittingOn(m.title) : m.title);

export const placeOf = (m: CalendarMeeting) => [m.room_name ?? m.place, m.online ? t().home.online : null].filter(Boolean).join(', ');

/** "08:00 – 10:00", with the days where it does not end on the day it begins. */
export function timesOf(starts: string, until: string): string {
  const w = t().calendar;
  const [first, last] = [civilDate(starts), civilDate(until)];
  const short = (day: string) => `${day.slice(8)}/${day.slice(5, 7)}`;
  return first === last ? w.span(fmtTime(starts), fmtTime(until)) : w.span(`${fmtTime(starts)} ${short(first)}`, `${fmtTime(until)} ${short(last)}`);
}

export function eventsOf(calendar: Calendar, holidays: readonly Entry[], view: View): EventInput[] {
  return [
    ...calendar.items.map((m) => ({
      id: m.sitting ? `${m.id}-${m.sitting}` : m.id,
      title: titleOf(m),
      start: wall(m.starts_at),
      end: wall(m.until),
      classNames: [lookOf(m.state)],
      extendedProps: { meeting: m },
    })),
    ...calendar.busy.map((b, i) => ({
      id: `busy-${i}`,
      title: t().calendar.taken,
      start: wall(b.starts_at),
      end: wall(b.until),
      classNames: ['calendar-busy'],
      extendedProps: { times: timesOf(b.starts_at, b.until) },
    })),
    ...holidays.flatMap((h) =>
      h.on
        ? [{ id: h.id, title: entryName(h), start: h.on, allDay: true, display: view === 'list' ? 'auto' : 'background', classNames: ['calendar-holiday'] }]
        : [],
    ),
  ];
}
