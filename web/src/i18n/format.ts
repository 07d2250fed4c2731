// SPDX-License-Identifier: GPL-3.0-or-later
//
// Dates, times, numbers and sizes as people write them. Civil dates
// ("2026-11-22") stay dates: they never pass through a time zone.
import { signal } from '@preact/signals';
import { language } from './index';

/** The installation's zone, as /api/welcome says. */
export const zone = signal('Asia/Ho_Chi_Minh');

const made = new Map<string, Intl.DateTimeFormat>();
function format(options: Intl.DateTimeFormatOptions, timeZone = zone.value): Intl.DateTimeFormat {
  const locale = language.value === 'vi' ? 'vi' : 'en-GB';
  const key = locale + timeZone + JSON.stringify(options);
  let f = made.get(key);
  if (!f) made.set(key, (f = new Intl.DateTimeFormat(locale, { ...options, timeZone })));
  return f;
}

const day: Intl.DateTimeFormatOptions = { day: '2-digit', month: '2-digit', year: 'numeric' };
const clock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };

/** 22/11/2026 of a civil date or of a time. */
export function fmtDate(value: string | Date | null | undefined): string {
  if (!value) return '';
  if (typeof value === 'string' && value.length === 10) return format(day, 'UTC').format(new Date(`${value}T00:00:00Z`));
  return format(day).format(new Date(value));
}
/** 14:05 */
export function fmtTime(value: string | Date | null | undefined): string {
  return value ? format(clock).format(new Date(value)) : '';
}
/** 14:05 22/11/2026 */
export function fmtDateTime(value: string | Date | null | undefined): string {
  return value ? `${fmtTime(value)} ${fmtDate(value)}` : '';
}
/** Chủ Nhật, ngày 22 tháng 11 năm 2026: as papers of state offices write it, which no locale's data does. */
export function fmtDay(value: string | Date | null | undefined): string {
  if (!value) return '';
  const parts = format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).formatToParts(new Date(value));
  if (language.value !== 'vi') return parts.map((part) => part.value).join('');
  const of = Object.fromEntries(parts.map((part) => [part.type, part.value]));
  return `${of['weekday']}, ngày ${of['day']} ${of['month']} năm ${of['year']}`;
}
/** The civil date of a moment in the installation's zone, ISO. */
export function civilDate(value: Date | string = new Date()): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone.value, ...day }).format(new Date(value));
}
export function fmtNumber(value: number): string {
  return new Intl.NumberFormat(language.value === 'vi' ? 'vi' : 'en-GB').format(value);
}
/** 3,4 MB */
export function fmtBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let n = bytes;
  let i = 0;
  while (n >= 1024 && i < units.length - 1) {
    n /= 1024;
    i += 1;
  }
  const text = new Intl.NumberFormat(language.value === 'vi' ? 'vi' : 'en-GB', { maximumFractionDigits: i === 0 || n >= 100 ? 0 : 1 });
  return `${text.format(n)} ${units[i]}`;
}
