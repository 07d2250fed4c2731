// SPDX-License-Identifier: GPL-3.0-or-later
//
// Remembers on the server where a person stopped reading. It is a courtesy: a
// place that could not be kept is never a message.
import { effect } from '@preact/signals';
import type { Paper } from './paper';

const REST_MS = 1200;

/** Keeps the page after a rest, and at once when the person leaves. */
export function rememberPlace(paper: Paper, document: string, version: number): () => void {
  let kept = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const keep = (page: number) => {
    clearTimeout(timer);
    if (page < 1 || page === kept) return;
    kept = page;
    // keepalive lets the last one outlive the page; openapi-fetch adds nothing to it.
    fetch(`/api/documents/${document}/reading`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ version, page }),
      keepalive: true,
    }).catch(() => (kept = 0));
  };
  const now = () => keep(paper.page.peek());
  const hidden = () => globalThis.document.visibilityState === 'hidden' && now();
  const stop = effect(() => {
    const page = paper.page.value;
    clearTimeout(timer);
    if (page > 0) timer = setTimeout(() => keep(page), REST_MS);
  });
  addEventListener('pagehide', now);
  globalThis.document.addEventListener('visibilitychange', hidden);
  return () => {
    stop();
    now();
    removeEventListener('pagehide', now);
    globalThis.document.removeEventListener('visibilitychange', hidden);
  };
}
