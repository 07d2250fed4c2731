// SPDX-License-Identifier: GPL-3.0-or-later
//
// Time given to an agenda item and time left, by the server's clock. A device
// whose own clock is wrong shows the same as the others.
import { signal, type ReadonlySignal } from '@preact/signals';
import type { Schemas } from '../api';
import { serverNow } from '../events/follow';

type Meeting = Schemas['Meeting'];
type AgendaItem = Schemas['AgendaItem'];

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** The end is announced, so that nobody is cut off by surprise: from four fifths on, at the latest in the last minute. */
const SOON_SHARE = 0.2;

const now = signal(serverNow());
let watchers = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** The server's time, a few times a second while anybody looks. */
export const serverClock: ReadonlySignal<number> = now;

export function watchClock(): () => void {
  watchers += 1;
  now.value = serverNow();
  timer ??= setInterval(() => (now.value = serverNow()), SECOND / 4);
  return () => {
    watchers -= 1;
    if (watchers > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

export function spentMs(meeting: Meeting, item: AgendaItem, at: number): number {
  const running = meeting.state === 'in_progress' && meeting.current_item_id === item.id && meeting.current_since;
  return item.spent_ms + (running ? Math.max(0, at - Date.parse(running)) : 0);
}

export type Pace = 'fine' | 'soon' | 'over';

export interface ItemTime {
  spent: number;
  /** null when the item has no minutes. Below zero when it is over. */
  left: number | null;
  pace: Pace;
}

export function itemTime(meeting: Meeting, item: AgendaItem, at: number): ItemTime {
  const spent = spentMs(meeting, item, at);
  if (!item.minutes) return { spent, left: null, pace: 'fine' };
  const left = item.minutes * MINUTE - spent;
  return { spent, left, pace: left < 0 ? 'over' : left < Math.max(MINUTE, item.minutes * MINUTE * SOON_SHARE) ? 'soon' : 'fine' };
}

/** 4:07, or 1:02:09 from an hour on; the sign is said in words by whoever shows it. */
export function clockText(ms: number): string {
  const seconds = Math.floor(Math.abs(ms) / SECOND);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const tail = `${String(m).padStart(h > 0 ? 2 : 1, '0')}:${String(s).padStart(2, '0')}`;
  return h > 0 ? `${h}:${tail}` : tail;
}

/** When each item is planned to begin, from the start of the meeting on; null after one without minutes. */
export function plannedTimes(startsAt: string, items: readonly { minutes: number | null }[]): (string | null)[] {
  let at: number | null = Date.parse(startsAt);
  return items.map((item) => {
    const begins = at === null || Number.isNaN(at) ? null : new Date(at).toISOString();
    at = at === null || item.minutes === null ? null : at + item.minutes * MINUTE;
    return begins;
  });
}
