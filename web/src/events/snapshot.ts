// SPDX-License-Identifier: GPL-3.0-or-later
//
// The server's copy of one subject, kept fresh: loaded once, changed by patches
// of the next revision, loaded again after any gap. It never holds what a
// person has typed and not sent.
import { signal, type ReadonlySignal } from '@preact/signals';
import { connection, follow, type Change, type Subject } from './follow';

/** After a gap all listeners fetch at once unless each waits a little. */
const JITTER_MS = 300;
const RETRY_MS = 1500;

interface Plan<T> {
  subject: Subject;
  load: () => Promise<T>;
  revision: (copy: T) => number;
  /** The copy after the change, or null when only the server can tell. */
  apply?: (copy: T, change: Change) => T | null;
}

export interface Snapshot<T> {
  /** undefined until the first load has ended well. */
  copy: ReadonlySignal<T | undefined>;
  /** What the last load failed with, while it does. */
  failure: ReadonlySignal<unknown>;
  /** The right to see it was lost, or it is no more. */
  gone: ReadonlySignal<boolean>;
  /** A reply of our own act carries the copy: newer ones are taken at once. */
  put: (copy: T) => void;
  /** Or only the change, as its event carries it; gives the copy after it. */
  hear: (change: Change) => Promise<T>;
  reload: () => Promise<void>;
  stop: () => void;
}

export function keepSnapshot<T>(plan: Plan<T>): Snapshot<T> {
  const copy = signal<T | undefined>(undefined);
  const failure = signal<unknown>(null);
  const gone = signal(false);
  let loading: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  /** The first load and the following begin together: the one misses nothing that the other would hear of. */
  let joining = true;
  /** Where the subject stood when the stream said so. */
  let stands = -1;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const have = () => (copy.peek() === undefined ? -1 : plan.revision(copy.peek() as T));
  const put = (next: T) => {
    if (plan.revision(next) >= have()) copy.value = next;
  };

  const load = async () => {
    try {
      const next = await plan.load();
      if (stopped) return;
      put(next);
      failure.value = null;
      if (have() < stands) later(0);
    } catch (problem) {
      if (stopped) return;
      failure.value = problem;
      // With a copy in hand the page goes on; the load is tried until it succeeds or the subject is gone.
      if (copy.peek() !== undefined && !gone.peek()) later(RETRY_MS);
    }
  };
  const reload = () => {
    clearTimeout(timer);
    timer = undefined;
    if (loading) {
      again = true;
      return loading;
    }
    loading = load().finally(() => {
      loading = null;
      if (again && !stopped) {
        again = false;
        void reload();
      }
    });
    return loading;
  };
  const later = (delay: number) => {
    timer ??= setTimeout(() => void reload(), delay);
  };

  const on = (change: Change) => {
    if (change.revision <= have()) return;
    const current = copy.peek();
    const next = current !== undefined && change.revision === have() + 1 ? plan.apply?.(current, change) : null;
    if (next) copy.value = next;
    else later(Math.random() * JITTER_MS);
  };
  const hear = async (change: Change) => {
    on(change);
    if (have() < change.revision) await reload();
    if (copy.peek() === undefined) throw failure.peek();
    return copy.peek() as T;
  };
  const resync = (_: Subject, revision: number | null) => {
    if (joining && revision === null) return;
    // The first load is on its way: what it brings is looked at first.
    if (loading && have() < 0 && revision !== null) stands = Math.max(stands, revision);
    else if (revision === null || revision > have()) later(have() < 0 ? 0 : Math.random() * JITTER_MS);
  };

  void reload();
  const unfollow = follow([plan.subject], on, resync, () => (gone.value = true));
  queueMicrotask(() => (joining = false));
  const unwatch = connection.subscribe((now) => {
    if (now === 'live' && failure.peek()) later(0);
  });
  return {
    copy,
    failure,
    gone,
    put,
    hear,
    reload,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      unfollow();
      unwatch();
    },
  };
}
