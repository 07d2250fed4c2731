// SPDX-License-Identifier: GPL-3.0-or-later
//
// What of a document changed since the person last read it, and how far they
// have read: the server's word, less the pages read here since. It shows nothing.
import { batch, computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import { api, ask, asProblem, connection, type Problem, type Schemas } from '../api';
import { placeRemember } from '../outbox';
import { pageBox, pagesBetween } from './layout';
import type { Paper } from './paper';

export type News = Schemas['News'];

/** In sight for so long, a page counts as read. */
const READ_MS = 1000;
/** A page is in sight when half of it is, or when it fills half of the window. */
const SHARE = 0.5;
const MOST_TURNS = 60;

/** Versions compared for the first time take a while: the server says how long, and goes on where it was. */
export async function newsAsk(document: string, wanted: () => boolean = () => true): Promise<News> {
  for (let turn = 1; ; turn += 1) {
    try {
      return await ask(api.GET('/api/documents/{document}/news', { params: { path: { document } } }));
    } catch (error) {
      const problem = asProblem(error);
      if (problem.slug !== 'busy' || turn >= MOST_TURNS || !wanted()) throw problem;
      await new Promise((resume) => setTimeout(resume, Math.max(1, problem.retryAfter ?? 1) * 1000));
    }
  }
}

/** All of this version is read, by the person's own word: known to the server, or waiting to be. */
export async function markRead(document: string, version: number, page: number): Promise<'sent' | 'waits'> {
  const body = { version, page, read: true };
  try {
    await ask(api.PUT('/api/documents/{document}/reading', { params: { path: { document } }, body }));
    return 'sent';
  } catch (error) {
    const problem = asProblem(error);
    if (problem.slug !== 'offline') throw problem;
    placeRemember(document, body);
    return 'waits';
  }
}

/** The news as they will be once the server knows that all is read. */
export const allRead = (news: News, version: number, pages: number): News => ({
  ...news,
  last_version: version,
  changed_pages: [],
  comparable: false,
  seen_pages: pages > 0 ? [{ from: 1, to: pages }] : [],
});

/** 2, 5–6, 9: what stands in a row is one. */
export function rangesOf(pages: readonly number[]): readonly (readonly [number, number])[] {
  const ranges: [number, number][] = [];
  for (const page of pages) {
    const last = ranges.at(-1);
    if (last && page === last[1] + 1) last[1] = page;
    else ranges.push([page, page]);
  }
  return ranges;
}

export const rangeText = ([from, to]: readonly [number, number]): string => (from === to ? String(from) : `${from}–${to}`);

/** Pages that are well in sight, as a text: it stays the same while the same ones are. */
function inSight(paper: Paper): string {
  const { scroll, view, layout, count } = paper;
  if (count.value === 0 || view.value.height === 0) return '';
  const top = scroll.value.top;
  const bottom = top + view.value.height;
  const [first, last] = pagesBetween(layout.value, top, bottom);
  const pages = [];
  for (let page = first; page <= last; page += 1) {
    const box = pageBox(layout.value, page);
    const shown = Math.min(bottom, box.top + box.height) - Math.max(top, box.top);
    if (shown >= SHARE * Math.min(box.height, view.value.height)) pages.push(page);
  }
  return pages.join();
}

/** Of one open version. `stop` ends what it listens to. */
export class Progress {
  readonly news = signal<News | null>(null);
  readonly problem = signal<Problem | null>(null);
  /** Read here, in the order of reading; the server is told by reading.ts. */
  readonly seenHere = signal<readonly number[]>([]);
  /** The person has put the notice away. */
  readonly hidden = signal(false);

  /** The older version that the news are told from, when they are of the one that is open. */
  readonly since: ReadonlySignal<number | null>;
  /** Changed and not read yet. */
  readonly changed: ReadonlySignal<readonly number[]>;
  /** Those, and the one that was just read and is still looked at: a mark that goes while one looks at it was for nothing. */
  readonly marked: ReadonlySignal<ReadonlySet<number>>;
  readonly seen: ReadonlySignal<ReadonlySet<number>>;

  /** The news of the version that is open have come. */
  readonly known: ReadonlySignal<boolean>;
  /** Changed pages were read here. */
  readonly readHere: ReadonlySignal<boolean>;

  /** All pages that were said to be changed while this was open. */
  #everChanged = signal<ReadonlySet<number>>(new Set());
  /** Read here and not left since. */
  #lookedAt = signal<ReadonlySet<number>>(new Set());
  #stops: (() => void)[] = [];
  #timers = new Map<number, ReturnType<typeof setTimeout>>();
  #stopped = false;
  #turn = 0;

  constructor(
    readonly paper: Paper,
    readonly document: string,
    readonly version: number,
  ) {
    const own = computed(() => (this.news.value?.newest_version === version ? this.news.value : null));
    this.known = computed(() => own.value !== null);
    this.readHere = computed(() => this.seenHere.value.some((page) => this.#everChanged.value.has(page)));
    this.since = computed(() => {
      const last = own.value?.last_version ?? null;
      return last !== null && last < version ? last : null;
    });
    this.seen = computed(() => {
      const seen = new Set(this.seenHere.value);
      for (const { from, to } of own.value?.seen_pages ?? []) for (let page = from; page <= to; page += 1) seen.add(page);
      return seen;
    });
    this.changed = computed(() => (own.value?.changed_pages ?? []).filter((page) => !this.seen.value.has(page)));
    this.marked = computed(() => new Set([...this.changed.value, ...[...this.#lookedAt.value].filter((page) => this.#everChanged.value.has(page))]));
    const visible = () => {
      this.#watch(inSight(paper));
      if (globalThis.document.visibilityState === 'visible' && this.news.peek()) void this.load();
    };
    globalThis.document.addEventListener('visibilitychange', visible);
    this.#stops = [
      effect(() => this.#watch(inSight(paper))),
      connection.subscribe((now) => now === 'here' && this.problem.peek() && void this.load()),
      () => globalThis.document.removeEventListener('visibilitychange', visible),
    ];
  }

  get comparable(): boolean {
    return this.news.value?.comparable ?? false;
  }

  /** Nothing is read while nobody can look. */
  #watch(text: string): void {
    const pages = new Set(text && globalThis.document.visibilityState === 'visible' ? text.split(',').map(Number) : []);
    for (const [page, timer] of this.#timers) {
      if (pages.has(page)) continue;
      clearTimeout(timer);
      this.#timers.delete(page);
    }
    const left = [...this.#lookedAt.peek()].filter((page) => pages.has(page));
    if (left.length < this.#lookedAt.peek().size) this.#lookedAt.value = new Set(left);
    for (const page of pages) {
      if (this.#timers.has(page) || this.seenHere.peek().includes(page)) continue;
      this.#timers.set(page, setTimeout(() => this.#read(page), READ_MS));
    }
  }

  #read(page: number): void {
    this.#timers.delete(page);
    batch(() => {
      this.#lookedAt.value = new Set([...this.#lookedAt.peek(), page]);
      this.seenHere.value = [...this.seenHere.peek(), page];
    });
  }

  async load(): Promise<void> {
    const mine = (this.#turn += 1);
    try {
      const news = await newsAsk(this.document, () => mine === this.#turn && !this.#stopped);
      if (mine !== this.#turn || this.#stopped) return;
      batch(() => {
        this.news.value = news;
        this.problem.value = null;
        if (news.newest_version === this.version) this.#everChanged.value = new Set([...this.#everChanged.peek(), ...news.changed_pages]);
      });
    } catch (error) {
      if (mine === this.#turn && !this.#stopped) this.problem.value = asProblem(error);
    }
  }

  async markRead(): Promise<void> {
    const how = await markRead(this.document, this.version, Math.max(1, this.paper.page.peek()));
    this.#everChanged.value = new Set();
    const news = this.news.peek();
    if (how === 'sent') await this.load();
    else if (news) this.news.value = allRead(news, this.version, this.paper.count.peek());
  }

  /** The changed page after the one that is read; from the last on to the first. */
  next = (): void => {
    const pages = this.changed.peek();
    const page = pages.find((one) => one > this.paper.page.peek()) ?? pages[0];
    if (page) this.paper.goTo(page);
  };

  stop(): void {
    this.#stopped = true;
    this.#timers.forEach((timer) => clearTimeout(timer));
    this.#stops.forEach((stop) => stop());
  }
}
