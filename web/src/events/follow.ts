// SPDX-License-Identifier: GPL-3.0-or-later
//
// How a page listens: follow() some subjects, and read `connection` and
// `serverNow()`. It hides whether the stream lives in the shared worker or,
// where a browser has none, in the page itself. It never fetches a snapshot:
// that is for snapshot.ts.
import { computed, signal } from '@preact/signals';
import { connection as answers, connectionSeen } from '../api';
import type { Change, Connection, Notice, Order, Subject } from './protocol';
import { EventStream } from './stream';

export type { Change, Connection, Subject } from './protocol';

interface Follower {
  subjects: Set<Subject>;
  on: (change: Change) => void;
  resync: (subject: Subject, revision: number | null) => void;
  gone?: (subject: Subject) => void;
}

const followers = new Set<Follower>();
const state = signal<Connection>('live');
const offset = signal<number | null>(null);
const ended = signal(false);
let send: ((order: Order) => void) | null = null;

/** live also while nobody follows anything: there is nothing to be told. */
export const connection = computed(() => state.value);
/** True once the server ended the session under us, until something is followed again. */
export const signedOut = computed(() => ended.value);

/** The server's clock in milliseconds since 1970, as well as this device knows it. */
export function serverNow(): number {
  return Date.now() + (offset.value ?? 0);
}

/** A snapshot's own `at` serves until the stream has said hello; one from the tablet's copy is of another time. */
export function learnServerTime(at: string): void {
  if (offset.peek() === null && answers.peek() === 'here') offset.value = Date.parse(at) - Date.now();
}

function take(notice: Notice): void {
  if (notice.type === 'connection') {
    state.value = notice.connection;
    connectionSeen(notice.connection === 'live' ? 'here' : 'away');
  } else if (notice.type === 'clock') offset.value = notice.offset;
  else if (notice.type === 'signed-out') ended.value = true;
  else {
    const subject = notice.type === 'change' ? notice.change.subject : notice.subject;
    for (const follower of [...followers]) {
      if (!follower.subjects.has(subject)) continue;
      if (notice.type === 'change') follower.on(notice.change);
      else if (notice.type === 'stands') follower.resync(subject, notice.revision);
      else follower.gone?.(subject);
    }
  }
}

function inWorker(): (order: Order) => void {
  const worker = new SharedWorker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'events' });
  worker.port.addEventListener('message', ({ data }: MessageEvent<Notice>) => take(data));
  worker.port.start();
  const lock = `events-${crypto.randomUUID()}`;
  // Held for ever: its release tells the worker that this page is no more.
  void navigator.locks.request(lock, () => {
    worker.port.postMessage({ type: 'join', lock } satisfies Order);
    return new Promise<never>(() => undefined);
  });
  return (order) => worker.port.postMessage(order);
}

function inPage(): (order: Order) => void {
  const stream = new EventStream(take);
  let known = new Set<Subject>();
  return (order) => {
    if (order.type === 'awake') stream.awake();
    if (order.type !== 'follow') return;
    const added = order.subjects.filter((subject) => !known.has(subject));
    known = new Set(order.subjects);
    stream.tellState(added, take);
    stream.want(known);
  };
}

function connect(): (order: Order) => void {
  const order = 'SharedWorker' in globalThis && 'locks' in navigator ? inWorker() : inPage();
  const awake = () => order({ type: 'awake' });
  addEventListener('online', awake);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && awake());
  document.addEventListener('resume', awake);
  addEventListener('pageshow', awake);
  addEventListener('offline', () => (state.value = 'offline'));
  return order;
}

function followAll(): void {
  ended.value = false;
  send ??= connect();
  send({ type: 'follow', subjects: [...new Set([...followers].flatMap((follower) => [...follower.subjects]))] });
}

/**
 * `on` hears changes; `resync` hears at which revision a subject stands (on
 * joining and after every break; null: unknown, fetch). Call the returned
 * function to stop.
 */
export function follow(subjects: Subject[], on: Follower['on'], resync: Follower['resync'], gone?: (subject: Subject) => void): () => void {
  const follower: Follower = { subjects: new Set(subjects), on, resync, ...(gone ? { gone } : {}) };
  const known = [...followers].some((other) => subjects.some((subject) => other.subjects.has(subject)));
  followers.add(follower);
  followAll();
  // A subject this page followed already is not announced again by the stream: ask for certainty.
  if (known) queueMicrotask(() => followers.has(follower) && subjects.forEach((subject) => resync(subject, null)));
  return () => {
    if (followers.delete(follower)) followAll();
  };
}
