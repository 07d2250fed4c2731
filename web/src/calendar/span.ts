// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which days a view shows, and how one goes from one to the next. Civil dates
// only ("2026-11-22"): the days of the office, whatever clock the tablet has.
export const VIEWS = ['month', 'week', 'list'] as const;
export type View = (typeof VIEWS)[number];

export const isDay = (text: string | undefined): text is string =>
  !!text && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);

const at = (day: string) => new Date(`${day}T00:00:00Z`);
const iso = (date: Date) => date.toISOString().slice(0, 10);

export function addDays(day: string, n: number): string {
  const date = at(day);
  date.setUTCDate(date.getUTCDate() + n);
  return iso(date);
}

/** The first of the month so many months on. */
export function firstOfMonth(day: string, months = 0): string {
  const date = at(day);
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  return iso(date);
}

export const monday = (day: string) => addDays(day, -((at(day).getUTCDay() + 6) % 7));

/** First and last day to ask for. A month is shown in whole weeks. */
export function spanOf(view: View, day: string): { from: string; to: string } {
  if (view === 'week') return { from: monday(day), to: addDays(monday(day), 6) };
  const first = firstOfMonth(day);
  const last = addDays(firstOfMonth(day, 1), -1);
  return view === 'list' ? { from: first, to: last } : { from: monday(first), to: addDays(monday(last), 6) };
}

/** One view further, or back. */
export function step(view: View, day: string, way: 1 | -1): string {
  return view === 'week' ? addDays(monday(day), 7 * way) : firstOfMonth(day, way);
}
