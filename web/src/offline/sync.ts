// SPDX-License-Identifier: GPL-3.0-or-later
//
// Brings the tablet's copy up to what the server says it should be: one run in
// one tab at a time, meetings first, only what is missing, broken off when the
// network is and gone on with when it is back. It shows nothing and decides no
// rights: the list of packs is the server's.
import { effect, signal } from '@preact/signals';
import { connection, connectionSeen, Problem, sessionProblemSeen } from '../api';
import { follow } from '../events';
import { lineFree } from '../line';
import { aboutKeep, answerKeep, answersOf, GENERAL, meetingPaths, PACKS } from './answers';
import { hear, tell } from './channel';
import { holder, holderChange, holderNow, whenHolder } from './holder';
import { Fetcher, Full } from './parts';
import { atRest, type Progress } from './progress';
import { keyOf, restDrop, versionsDrop } from './prune';
import { full, roomLeft, roomLook } from './room';
import { store, type KeptVersion, type PackList, type Store } from './store';

type Item = PackList['items'][number];

const LOCK = 'nghisu-sync';
const EVERY_MS = 4 * 60_000;
/** After news for many at once, not all tablets in the same second. */
const JITTER_MS = 6000;
const WIDTHS = [1000, 1240, 1600];
const TELL_MS = 250;
/** What found no room is not fetched again and again in vain. */
const FULL_REST_MS = 30 * 60_000;
const noRoom = new Map<string, number>();

export const progress = signal<Progress>(atRest);
hear((news) => {
  if (news.type === 'progress') progress.value = news.progress;
});

function widthHere(): number {
  const pixels = Math.min(screen.width, screen.height) * devicePixelRatio;
  return WIDTHS.find((width) => width >= pixels) ?? 1600;
}

/** Meetings first, then what is pinned, each in the server's order. */
const ordered = (items: readonly Item[]) => [...items.filter((item) => item.meeting_id), ...items.filter((item) => !item.meeting_id)];

class Run {
  #progress: Progress = { state: 'running', done: 0, wanted: 0 };
  #told = 0;
  /** Of what was dropped for a meeting's sake: browsers count it as used for a while yet. */
  #freed = 0;

  constructor(
    private db: Store,
    private person: string,
    private signal: AbortSignal,
  ) {}

  #tell(now = false): void {
    if (!now && performance.now() - this.#told < TELL_MS) return;
    this.#told = performance.now();
    tell({ type: 'progress', progress: { ...this.#progress } });
  }

  async #record(item: Item): Promise<KeptVersion> {
    const key = keyOf(item.document_id, item.version);
    const facts = { subject: item.subject, pinned: item.pinned, meeting: item.meeting_id, meeting_title: item.meeting_title };
    const found = await this.db.get('version', key);
    const record = found
      ? { ...found, ...facts }
      : { key, document: item.document_id, version: item.version, pages: item.pages, width: widthHere(), parts: new Array<null>(item.pages).fill(null), bytes: 0, whole: false, ...facts };
    await this.db.put('version', record);
    return record;
  }

  /** Room for a paper of a meeting: what is only pinned goes, the last of it first. */
  async #makeRoom(): Promise<boolean> {
    const pinned = (await this.db.getAll('version')).filter((version) => !version.meeting && version.bytes > 0);
    const last = pinned.at(-1);
    if (!last) return false;
    await versionsDrop(this.db, [last]);
    this.#freed += last.bytes;
    await this.db.put('version', { ...last, parts: last.parts.map(() => null), bytes: 0, whole: false });
    return true;
  }

  /** What came of a paper for which there is no room goes again, so that what a person writes finds some. */
  async #giveBack({ key }: KeptVersion): Promise<void> {
    noRoom.set(key, Date.now() + FULL_REST_MS);
    const found = await this.db.get('version', key);
    if (!found || found.whole) return;
    await versionsDrop(this.db, [found]);
    await this.db.put('version', { ...found, parts: found.parts.map(() => null), bytes: 0 });
  }

  async #version(item: Item, record: KeptVersion): Promise<void> {
    if (!record.whole && (noRoom.get(record.key) ?? 0) > Date.now()) throw new Full();
    if (!(await aboutKeep(this.db, item, this.signal))) return;
    const room = async () => (await roomLeft()) + this.#freed;
    const fetcher = new Fetcher(this.db, this.signal, room, () => {
      this.#progress.done += 1;
      this.#tell();
    });
    for (;;) {
      try {
        await fetcher.all(record);
        break;
      } catch (error) {
        if (!(error instanceof Full)) throw error;
        if (item.meeting_id && (await this.#makeRoom())) continue;
        await this.#giveBack(record);
        throw error;
      }
    }
    if (record.whole) return;
    await this.db.put('version', { ...record, whole: true });
    tell({ type: 'kept' });
  }

  async all(): Promise<'resting' | 'full'> {
    const body = await answerKeep(this.db, PACKS, this.signal);
    if (body === null) return 'resting';
    const list = JSON.parse(body) as PackList;
    const items = ordered(list.items);
    const wanted = new Set(items.map((item) => keyOf(item.document_id, item.version)));
    const documents = new Set(items.map((item) => item.document_id));
    const extra = (await this.db.getAll('version')).filter((version) => !wanted.has(version.key));
    // An older version is read until the newer one is here; a document lost goes at once.
    await versionsDrop(this.db, extra.filter((version) => !documents.has(version.document)));
    for (const path of [...GENERAL, ...list.meetings.flatMap(meetingPaths)]) {
      await lineFree();
      await answerKeep(this.db, path, this.signal);
    }
    const records: KeptVersion[] = [];
    for (const item of items) records.push(await this.#record(item));
    tell({ type: 'kept' });
    this.#progress.wanted = records.reduce((sum, record) => sum + record.parts.filter((page) => page === null).length, 0);
    this.#tell(true);
    let state: 'resting' | 'full' = 'resting';
    for (const [place, item] of items.entries()) {
      const record = records[place];
      try {
        // Made room for an earlier one, it may have fewer pages than at the beginning.
        if (record) await this.#version(item, (await this.db.get('version', record.key)) ?? record);
      } catch (error) {
        if (error instanceof Full || full(error)) state = 'full';
        // A right lost since the list was made, or a paper that cannot be drawn: the others still come.
        else if (!(error instanceof Problem) || error.status === 401 || error.status === 429 || error.status >= 500) throw error;
      }
    }
    await versionsDrop(this.db, extra.filter((version) => documents.has(version.document)));
    await restDrop(this.db, answersOf(list));
    if ((await holderNow())?.person_id === this.person) await holderChange({ lease_days: list.lease_days, ...(state === 'resting' && { synced_at: Date.now() }) });
    return state;
  }

  end(state: Progress['state']): void {
    this.#progress.state = state;
    this.#tell(true);
  }
}

let abort: AbortController | null = null;
let running = false;
let again = false;

async function run(): Promise<void> {
  const me = await holderNow();
  if (!me || me.off) return;
  const stop = new AbortController();
  abort = stop;
  const one = new Run(await store(), me.person_id, stop.signal);
  try {
    one.end('running');
    one.end(await one.all());
  } catch (error) {
    if (error instanceof Problem) sessionProblemSeen(error);
    const lost = !stop.signal.aborted && error instanceof TypeError;
    const busy = error instanceof Problem && (error.status === 429 || error.status === 503);
    const away = stop.signal.aborted || lost || busy;
    if (!away && !full(error) && !(error instanceof Problem)) console.error(error);
    one.end(away ? 'away' : full(error) ? 'full' : 'failed');
    // Whoever watches the connection says when it is back; then the run goes on.
    if (lost) connectionSeen('away');
    if (busy) syncSoon(20_000 + Math.random() * 20_000);
  } finally {
    abort = null;
    await roomLook();
    tell({ type: 'kept' });
  }
}

/** Now; while another tab is at it after that one, or, when it can wait, not at all. */
export async function syncNow(canWait = false): Promise<void> {
  again = true;
  if (!canWait) noRoom.clear();
  if (running || !('locks' in navigator)) return;
  running = true;
  try {
    await navigator.locks.request(LOCK, { ifAvailable: canWait }, async (lock) => {
      while (lock && again && holder.peek()) {
        again = false;
        await run();
      }
    });
  } finally {
    running = false;
  }
}

let timer: ReturnType<typeof setTimeout> | undefined;
export function syncSoon(wait = 1000 + Math.random() * JITTER_MS): void {
  clearTimeout(timer);
  timer = setTimeout(() => void syncNow(true), wait);
}

/** From now on, in this tab: while somebody holds the copy and the server is there. */
export function syncBegin(): void {
  let person: string | null = null;
  let unfollow = () => {};
  whenHolder((found) => {
    const id = found?.person_id ?? null;
    if (id === person) return;
    person = id;
    unfollow();
    unfollow = () => {};
    abort?.abort();
    if (!id) return;
    unfollow = follow([`person:${id}`], () => syncSoon(), () => undefined);
    syncSoon(0);
  });
  let was = connection.peek();
  effect(() => {
    const now = connection.value;
    if (now === 'away') abort?.abort();
    else if (was === 'away' && person) syncSoon(500 + Math.random() * 1500);
    was = now;
  });
  hear((news) => {
    if (news.type === 'stale') syncSoon();
    if (news.type === 'wiped') abort?.abort();
  });
  setInterval(() => person && connection.peek() === 'here' && syncSoon(0), EVERY_MS);
}
