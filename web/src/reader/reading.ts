// SPDX-License-Identifier: GPL-3.0-or-later
//
// Remembers on the server where a person stopped reading, and which pages they
// read. It is a courtesy: a place that could not be kept is never a message.
import { effect, type ReadonlySignal } from '@preact/signals';
import type { Paper } from './paper';

const REST_MS = 1200;
/** As many as the server takes at once: the latest. */
const MOST_SEEN = 1000;

/** Keeps the page after a rest, and at once when the person leaves; and all pages read so far, so that the last word says everything. */
export function rememberPlace(paper: Paper, document: string, version: number, seen: ReadonlySignal<readonly number[]>): () => void {
  let kept = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const keep = (page: number) => {
    clearTimeout(timer);
    const pages = seen.peek().slice(-MOST_SEEN);
    const now = `${page} after ${pages.length}`;
    if (page < 1 || now === kept) return;
    kept = now;
    // keepalive lets the last one outlive the page; openapi-fetch adds nothing to it.
    fetch(`/api/documents/${document}/reading`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ version, page, seen: pages }),
      keepalive: true,
    }).catch(() => (kept = ''));
  };
  const leave = () => keep(paper.page.peek());
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
