// SPDX-License-Identifier: GPL-3.0-or-later
//
// The shared worker: one event stream for all tabs of this browser, because a
// browser gives a site only six connections over HTTP/1.1. It passes notices on
// to the pages that asked for their subject and knows nothing of what they mean.
import type { Notice, Order, Subject } from './protocol';
import { EventStream } from './stream';

const listeners = new Map<MessagePort, Set<Subject>>();

const stream = new EventStream((notice) => {
  for (const [port, subjects] of listeners) {
    const about = aboutOf(notice);
    if (about === null || subjects.has(about)) port.postMessage(notice);
    if (notice.type === 'gone') subjects.delete(notice.subject);
    if (notice.type === 'signed-out') subjects.clear();
  }
});

function aboutOf(notice: Notice): Subject | null {
  if (notice.type === 'change') return notice.change.subject;
  return notice.type === 'stands' || notice.type === 'gone' ? notice.subject : null;
}

function wantAll(): void {
  stream.want(new Set([...listeners.values()].flatMap((subjects) => [...subjects])));
}

function take(port: MessagePort, order: Order): void {
  if (order.type === 'join') {
    // The lock is ours once the page is gone, however it went.
    void navigator.locks.request(order.lock, () => {
      listeners.delete(port);
      port.close();
      wantAll();
    });
  } else if (order.type === 'awake') {
    stream.awake();
  } else {
    const before = listeners.get(port) ?? new Set();
    const added = order.subjects.filter((subject) => !before.has(subject));
    listeners.set(port, new Set(order.subjects));
    stream.tellState(added, (notice) => port.postMessage(notice));
    wantAll();
  }
}

addEventListener('connect', (event) => {
  const port = (event as MessageEvent).ports[0];
  if (!port) return;
  listeners.set(port, new Set());
  port.addEventListener('message', ({ data }: MessageEvent<Order>) => take(port, data));
  port.start();
});
