// SPDX-License-Identifier: GPL-3.0-or-later
//
// One line to /api/events for any number of subjects: opened, read, watched and
// opened again until nobody wants it. It runs in the shared worker, or in the
// page where there is none. It keeps no snapshots: it says at which revision a
// subject stands, and the page decides whether to fetch.
import { createParser } from 'eventsource-parser';
import { readChange, readHello, readSubject, type Connection, type Notice, type Subject } from './protocol';

const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 5000;
/** The server writes at least every 15 s; twice that without a byte means the line is dead. */
const SILENCE_MS = 35_000;
/** Several follow() calls of one page change become one reopening. */
const SETTLE_MS = 20;

export class EventStream {
  #wanted = new Set<Subject>();
  #stands = new Map<Subject, number>();
  #line: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #watch: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #connection: Connection = 'live';
  #offset: number | null = null;
  /** By the clock on the wall: timers may stand still while a device sleeps. */
  #heardAt = 0;

  constructor(private tell: (notice: Notice) => void) {}

  /** What a listener who comes late must know at once. */
  tellState(subjects: Iterable<Subject>, tell: (notice: Notice) => void): void {
    tell({ type: 'connection', connection: this.#connection });
    if (this.#offset !== null) tell({ type: 'clock', offset: this.#offset });
    for (const subject of subjects) {
      const revision = this.#stands.get(subject);
      if (revision !== undefined) tell({ type: 'stands', subject, revision });
    }
  }

  want(subjects: Set<Subject>): void {
    const more = [...subjects].some((subject) => !this.#wanted.has(subject));
    // Whoever no longer follows a presenter is not to be counted by the line that is open.
    const left = [...this.#wanted].some((subject) => subject.startsWith('follow:') && !subjects.has(subject));
    this.#wanted = new Set(subjects);
    if (subjects.size === 0) return this.#close();
    // Fewer subjects than the open line carries do no harm: no reopening for those.
    if (more || left || (!this.#line && this.#timer === undefined)) this.#schedule(SETTLE_MS);
  }

  /** The device woke up or has a network again: do not wait for the next try. */
  awake(): void {
    // After a long sleep the line looks whole and nobody is at its other end.
    const silent = this.#line !== null && Date.now() - this.#heardAt > SILENCE_MS;
    if (this.#wanted.size > 0 && (this.#connection !== 'live' || silent)) this.#schedule(0);
  }

  #say(connection: Connection): void {
    if (connection === this.#connection) return;
    this.#connection = connection;
    this.tell({ type: 'connection', connection });
  }

  #close(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#watch);
    this.#timer = undefined;
    this.#line?.abort();
    this.#line = null;
    this.#stands.clear();
    this.#failures = 0;
    this.#say('live');
  }

  #schedule(delay: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#open();
    }, delay);
  }

  #retry(atLeast = 0): void {
    const ceiling = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures);
    this.#failures += 1;
    this.#say(globalThis.navigator.onLine ? 'reconnecting' : 'offline');
    this.#schedule(Math.max(atLeast, ceiling * (0.5 + Math.random() / 2)));
  }

  async #open(): Promise<void> {
    const line = new AbortController();
    const before = this.#line;
    const asked = [...this.#wanted];
    const query = asked.map((subject) => `subject=${encodeURIComponent(subject)}`).join('&');
    const alive = () => {
      this.#heardAt = Date.now();
      clearTimeout(this.#watch);
      this.#watch = setTimeout(() => line.abort(), SILENCE_MS);
    };
    this.#line = line;
    alive();
    try {
      const reply = await fetch(`/api/events?${query}`, {
        headers: { Accept: 'text/event-stream' },
        cache: 'no-store',
        signal: line.signal,
      });
      // The old line is heard until the new one stands, so that nothing falls between them.
      if (!reply.ok || !reply.body) {
        if (this.#line !== line) return;
        this.#line = null;
        before?.abort();
        return this.#refused(reply);
      }
      const parser = createParser({
        onEvent: ({ event, data }) => {
          if (event === 'hello') before?.abort();
          this.#take(event ?? '', data, asked);
        },
      });
      const reader = reply.body.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const { value, done } = await reader.read();
        if (done) break;
        if (this.#line === line) alive();
        parser.feed(value);
      }
    } catch {
      // A broken line and one that we closed end alike; what follows tells them apart.
    }
    if (this.#line !== line) return;
    this.#line = null;
    before?.abort();
    if (this.#wanted.size > 0) this.#retry();
  }

  #refused(reply: Response): void {
    if (reply.status === 401) {
      this.#wanted.clear();
      this.#close();
      return this.tell({ type: 'signed-out' });
    }
    if (reply.status === 404 || reply.status === 422) {
      // No subject of these is there for us any more.
      for (const subject of this.#wanted) this.tell({ type: 'gone', subject });
      this.#wanted.clear();
      return this.#close();
    }
    this.#retry(Number(reply.headers.get('Retry-After') ?? 0) * 1000);
  }

  #take(event: string, data: string, asked: readonly Subject[]): void {
    if (event === 'change') {
      const change = readChange(data);
      if (!change) return;
      this.#stands.set(change.subject, change.revision);
      this.tell({ type: 'change', change });
    } else if (event === 'hello') {
      this.#hello(data, asked);
    } else if (event === 'resync') {
      this.#stands.clear();
      for (const subject of this.#wanted) this.tell({ type: 'stands', subject, revision: null });
    } else if (event === 'gone') {
      const subject = readSubject(data);
      if (!subject) return;
      this.#stands.delete(subject);
      this.#wanted.delete(subject);
      this.tell({ type: 'gone', subject });
    } else if (event === 'signed-out') {
      this.#wanted.clear();
      this.#close();
      this.tell({ type: 'signed-out' });
    }
    // `stopping` needs no answer: the line ends and is opened again.
  }

  #hello(data: string, asked: readonly Subject[]): void {
    const { subjects, at } = readHello(data);
    this.#failures = 0;
    this.#stands = subjects;
    this.#say('live');
    if (!Number.isNaN(at)) {
      this.#offset = at - Date.now();
      this.tell({ type: 'clock', offset: this.#offset });
    }
    for (const [subject, revision] of subjects) this.tell({ type: 'stands', subject, revision });
    // What is wanted since this line was asked for is not its to judge: the next line says whether it is there.
    for (const subject of asked) {
      if (subjects.has(subject) || !this.#wanted.has(subject)) continue;
      this.#wanted.delete(subject);
      this.tell({ type: 'gone', subject });
    }
  }
}
