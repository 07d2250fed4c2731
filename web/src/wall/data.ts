// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the screen in the room shows, by its address alone: fetched whole, again
// at every word of its stream, and now and then without one. It keeps trying
// for ever; only an address that is no more ends it.
import { signal, type ReadonlySignal } from '@preact/signals';
import { api, ask, asProblem, type Schemas } from '../api';

export type WallCopy = Schemas['Wall'];

/** A stream that says nothing may be a broken one. */
const LOOK_MS = 20_000;
const RETRY_MS = 2_000;
const ENDED_MS = 60_000;

export interface Wall {
  copy: ReadonlySignal<WallCopy | undefined>;
  /** live: what is shown is so now; away: the line is broken; ended: there is no such address. */
  state: ReadonlySignal<'live' | 'away' | 'ended'>;
  /** The server's clock minus this screen's, in ms. */
  offset: ReadonlySignal<number>;
  stop: () => void;
}

export function wallFollow(token: string): Wall {
  const copy = signal<WallCopy | undefined>(undefined);
  const state = signal<'live' | 'away' | 'ended'>('live');
  const offset = signal(0);
  let stopped = false;
  let stream: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let loading = false;
  let again = false;

  const later = (ms: number) => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(() => void load(), ms);
  };
  const load = async (): Promise<void> => {
    if (loading) {
      again = true;
      return;
    }
    loading = true;
    try {
      const asked = Date.now();
      const next = await ask(api.GET('/api/wall/{token}', { params: { path: { token } } }));
      offset.value = Date.parse(next.at) - (asked + Date.now()) / 2;
      copy.value = next;
      state.value = 'live';
      if (!stream) open();
      later(LOOK_MS);
    } catch (error) {
      const gone = asProblem(error).status === 404;
      state.value = gone ? 'ended' : 'away';
      if (gone) copy.value = undefined;
      close();
      later(gone ? ENDED_MS : RETRY_MS);
    }
    loading = false;
    if (again && !stopped) {
      again = false;
      void load();
    }
  };
  const close = () => {
    stream?.close();
    stream = null;
  };
  const open = () => {
    if (stopped) return;
    const mine = new EventSource(`/api/wall/${token}/events`);
    stream = mine;
    let greeted = false;
    // Between the copy and the stream something may have happened.
    mine.addEventListener('hello', () => {
      if (greeted) return;
      greeted = true;
      void load();
    });
    for (const name of ['change', 'resync', 'gone']) mine.addEventListener(name, () => void load());
    mine.onerror = () => {
      if (stream === mine) close();
      mine.close();
      later(RETRY_MS);
    };
  };
  const awake = () => void load();
  addEventListener('online', awake);
  document.addEventListener('visibilitychange', awake);
  void load();
  return {
    copy,
    state,
    offset,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      close();
      removeEventListener('online', awake);
      document.removeEventListener('visibilitychange', awake);
    },
  };
}
