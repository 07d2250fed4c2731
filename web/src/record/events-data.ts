// SPDX-License-Identifier: GPL-3.0-or-later
//
// What happened in a meeting, newest first, kept fresh while somebody looks:
// several acts of one moment are one small request. It words nothing.
import { signal, type ReadonlySignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { api, ask, type Schemas } from '../api';
import { follow } from '../events/follow';
import { followCircle } from '../meeting/circle-events';

export type MeetingEvent = Schemas['MeetingEvent'];
type Page = Schemas['MeetingEventList'];

const PAGE = 30;
const TOGETHER_MS = 400;

const load = (meeting: string, after?: string) => ask(api.GET('/api/meetings/{meeting}/events', { params: { path: { meeting }, query: { limit: PAGE, ...(after && { after }) } } }));

/** The newest page put before what is held; held ones go when there may be others between. */
export function joined(page: Page, held: Page | undefined): Page {
  const last = page.items.at(-1);
  if (!held || !last || !held.items.some((event) => event.id === last.id)) return page;
  return { ...page, items: [...page.items, ...held.items.filter((event) => event.id < last.id)], next: held.next };
}

export class Events {
  readonly #page = signal<Page | undefined>(undefined);
  readonly #failure = signal<unknown>(null);
  readonly #busy = signal(false);
  readonly page: ReadonlySignal<Page | undefined> = this.#page;
  readonly failure: ReadonlySignal<unknown> = this.#failure;
  readonly busy: ReadonlySignal<boolean> = this.#busy;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #stops: (() => void)[];

  constructor(readonly meeting: string) {
    void this.reload();
    const later = () => this.#later();
    this.#stops = [follow([`meeting:${meeting}`], later, (_, revision) => (revision === null || revision !== this.#page.peek()?.revision) && later()), followCircle(meeting, later)];
  }
  #later(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.reload();
    }, TOGETHER_MS);
  }
  async reload(): Promise<void> {
    try {
      this.#page.value = joined(await load(this.meeting), this.#page.peek());
      this.#failure.value = null;
    } catch (problem) {
      this.#failure.value = problem;
    }
  }
  async more(): Promise<void> {
    const held = this.#page.peek();
    if (!held?.next || this.#busy.peek()) return;
    this.#busy.value = true;
    try {
      const page = await load(this.meeting, held.next);
      const now = this.#page.peek() ?? held;
      this.#page.value = { ...now, items: [...now.items, ...page.items.filter((event) => event.id < (now.items.at(-1)?.id ?? Infinity))], next: page.next };
    } catch (problem) {
      this.#failure.value = problem;
    }
    this.#busy.value = false;
  }
  stop(): void {
    clearTimeout(this.#timer);
    for (const stop of this.#stops) stop();
  }
}

/** For as long as the component is there. */
export function useEvents(meeting: string): Events {
  const events = useMemo(() => new Events(meeting), [meeting]);
  useEffect(() => () => events.stop(), [events]);
  return events;
}
