// SPDX-License-Identifier: GPL-3.0-or-later
//
// Remembers on the server where a person stopped reading, and which pages they
// read, without a network through the outbox. It is a courtesy: a place that
// could not be kept is never a message.
import { effect, type ReadonlySignal } from '@preact/signals';
import { connection } from '../api';
import { placeRemember } from '../outbox';
import type { Paper } from './paper';

const REST_MS = 1200;
/** As many as the server takes at once: the latest. */
const MOST_SEEN = 1000;

/** Keeps the page after a rest, and at once when the person leaves; and all pages read so far, so that the last word says everything. */
export function rememberPlace(paper: Paper, document: string, version: number, seen: ReadonlySignal<readonly number[]>): () => void {
  let kept = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const keep = (page: number, last = false) => {
    clearTimeout(timer);
    const pages = seen.peek().slice(-MOST_SEEN);
    const now = `${page} after ${pages.length}`;
    if (page < 1 || now === kept) return;
    kept = now;
    const body = { version, page, seen: pages };
    if (last && connection.peek() === 'here') {
      // Said with the page's last breath: an answer that nobody hears leaves nothing waiting, to be said again over a later place.
      fetch(`/api/documents/${document}/reading`, { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body), keepalive: true }).catch(() => placeRemember(document, body));
    } else placeRemember(document, body);
  };
  const leave = () => keep(paper.page.peek(), true);
  const hidden = () => globalThis.document.visibilityState === 'hidden' && leave();
  const stop = effect(() => {
    const page = paper.page.value;
    void seen.value;
    clearTimeout(timer);
    if (page > 0) timer = setTimeout(() => keep(page), REST_MS);
  });
  addEventListener('pagehide', leave);
  globalThis.document.addEventListener('visibilitychange', hidden);
  return () => {
    stop();
    leave();
    removeEventListener('pagehide', leave);
    globalThis.document.removeEventListener('visibilitychange', hidden);
  };
}
