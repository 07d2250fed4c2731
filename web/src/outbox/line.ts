// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the tabs of one browser tell each other of what waits, so that each shows
// the same and one of them sends. Only the line: who reads it decides.
import type { Schemas } from '../api';
import type { Entry } from './entry';

/** The server's answer to something sent. `from`: the edition it was sent over; null: it was new. */
export type Took =
  | { kind: 'note'; document: string; id: string; from: number | null; note: Schemas['Note'] | null }
  | { kind: 'thread'; document: string; id: string; thread: Schemas['Thread'] }
  | { kind: 'item-note'; document: string; id: string; note: Schemas['ItemNote'] };

export type News =
  /** A tab begins: what is only in memory elsewhere is told again. */
  | { type: 'hello'; person: string }
  /** `rest`: ms to wait before it is sent, for more may follow; null: as it was. */
  | { type: 'put'; person: string; entry: Entry; rest: number | null }
  | { type: 'drop'; person: string; id: string; turn: number }
  | { type: 'took'; person: string; took: Took }
  /** Send now, whatever it waits for. */
  | { type: 'send'; person: string };

const listeners = new Set<(news: News) => void>();
const line = 'BroadcastChannel' in globalThis ? new BroadcastChannel('nghisu-outbox') : null;
line?.addEventListener('message', ({ data }: MessageEvent<News>) => listeners.forEach((hear) => hear(data)));

/** Tells the other tabs, not this one. */
export function tellTabs(news: News): void {
  line?.postMessage(news);
}
export function hearTabs(listener: (news: News) => void): void {
  listeners.add(listener);
}
