// SPDX-License-Identifier: GPL-3.0-or-later
//
// What tabs and the service worker tell each other of the tablet's copy: that
// it changed, how far it is, that it is gone. Only news: the store has the facts.
import type { Progress } from './progress';

export type News =
  /** Whose copy it is changed, or the server confirmed the session. */
  | { type: 'holder' }
  /** The copy was wiped; `ended`: because nobody is signed in any more. */
  | { type: 'wiped'; ended: boolean }
  /** A version or an answer was kept or dropped. */
  | { type: 'kept' }
  /** Something kept is no longer so on the server: synchronise soon. */
  | { type: 'stale' }
  /** The tab that synchronises says how far it is. */
  | { type: 'progress'; progress: Progress };

const NAME = 'nghisu-offline';
const listeners = new Set<(news: News) => void>();
const line = 'BroadcastChannel' in globalThis ? new BroadcastChannel(NAME) : null;
line?.addEventListener('message', ({ data }: MessageEvent<News>) => listeners.forEach((tell) => tell(data)));

/** Tells all, this tab included. */
export function tell(news: News): void {
  line?.postMessage(news);
  listeners.forEach((hear) => hear(news));
}

export function hear(listener: (news: News) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
