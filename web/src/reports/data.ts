// SPDX-License-Identifier: GPL-3.0-or-later
//
// Statistics as the server counts them, and the days a choice of period means.
// It adds nothing up that the server has not.
import { api, ask, type Schemas } from '../api';
import { civilDate, fmtNumber, t } from '../i18n';

export type Statistics = Schemas['Statistics'];
export type Figures = Schemas['ParticipationFigures'];
export type Whose = Statistics['of'];
export type Step = Statistics['step'];
export const PERIODS = ['month', 'quarter', 'year', 'last-year', 'own'] as const;
export type Period = (typeof PERIODS)[number];

export interface Wanted {
  of: Whose | null;
  unit: string;
  period: Period;
  from: string;
  to: string;
  step: Step;
  type: string;
}

/** First and last civil day of a period that today lies in. */
export function daysOf(period: Exclude<Period, 'own'>, today = civilDate()): { from: string; to: string; step: Step } {
  const year = Number(today.slice(0, 4));
  const month = Number(today.slice(5, 7));
  const last = (y: number, m: number) => new Date(Date.UTC(y, m, 0)).toISOString().slice(0, 10);
  const first = (y: number, m: number) => `${y}-${String(m).padStart(2, '0')}-01`;
  if (period === 'month') return { from: first(year, month), to: last(year, month), step: 'month' };
  const begin = 3 * Math.floor((month - 1) / 3) + 1;
  if (period === 'quarter') return { from: first(year, begin), to: last(year, begin + 2), step: 'month' };
  const y = period === 'year' ? year : year - 1;
  return { from: `${y}-01-01`, to: `${y}-12-31`, step: 'month' };
}

function queryOf(wanted: Wanted) {
  return {
    ...(wanted.of && { of: wanted.of }),
    ...(wanted.unit && wanted.of !== 'me' && { unit: wanted.unit }),
    ...(wanted.type && { type: wanted.type }),
    from: wanted.from,
    to: wanted.to,
    step: wanted.step,
  };
}

export const statisticsOf = (wanted: Wanted): Promise<Statistics> => ask(api.GET('/api/statistics', { params: { query: queryOf(wanted) } }));
export const fileOf = (wanted: Wanted): string => `/api/statistics/file?${new URLSearchParams(queryOf(wanted))}`;

export const present = (f: Figures) => f.room + f.online;
export const percent = (part: number, whole: number) => (whole === 0 ? '–' : `${fmtNumber(Math.round((100 * part) / whole))}%`);
export const minutesOf = (f: Figures) => fmtNumber(Math.round(f.spoken_ms / 60000));

/** "03/2026", "Quý I/2026", "2026" of a period's first day. */
export function periodName(from: string, step: Step): string {
  const year = Number(from.slice(0, 4));
  const month = Number(from.slice(5, 7));
  if (step === 'year') return String(year);
  return step === 'quarter' ? t().reports.quarter(Math.ceil(month / 3), year) : t().reports.month(month, year);
}
