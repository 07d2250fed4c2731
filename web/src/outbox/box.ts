// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the person signed in has written and the server not yet taken: in memory
// for showing, alike in all tabs, written through to the tablet's store at once.
// It sends nothing; of two states of one thing the later act counts.
import { batch, computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import { holder, storageThere, whenHolder } from '../offline/holder';
import type { Holder } from '../offline/store';
import { session, sessionLoad } from '../session';
import type { AnswerEntry, Entry, ItemNoteEntry, NoteEntry, ReadingEntry, ThreadEntry } from './entry';
import { hearTabs, tellTabs, type Took } from './line';
import { oldRead } from './old';
import { sealedDrop, sealedKeep, sealedRead } from './sealed';

/** memory: it is lost when the page closes; full: for now, the device has no room. */
export type Keeping = 'kept' | 'memory' | 'full';
export type Fresh = Omit<NoteEntry, 'queued_at' | 'turn'> | Omit<ThreadEntry, 'queued_at' | 'turn'> | Omit<AnswerEntry, 'queued_at' | 'turn'> | Omit<ReadingEntry, 'queued_at' | 'turn'> | Omit<ItemNoteEntry, 'queued_at' | 'turn'>;

const TRY_AGAIN_MS = 4000;
/** A key comes from the server in a moment; after this there is none. */
const KEY_LATE_MS = 4000;

const held = signal<ReadonlyMap<string, Entry>>(new Map());
const failing = signal(false);
const full = signal(false);
const keyed = signal(false);
const late = signal(false);
/** In the order in which they were written. */
export const entries: ReadonlySignal<ReadonlyMap<string, Entry>> = held;
export const keeping = computed<Keeping>(() => (full.value ? 'full' : failing.value || (!keyed.value && (late.value || !storageThere.value)) ? 'memory' : 'kept'));
/** What the store held has been read. */
export const opened = signal(false);

let person: string | null = null;
let key: CryptoKey | null = null;
let turn = 0;
/** Not yet in the store as it stands in memory; and what is to go from it. */
const dirty = new Set<string>();
const gone = new Map<string, number>();
/** Of persons who left this page before theirs could be kept. */
const parked = new Map<string, ReadonlyMap<string, Entry>>();
let writing: Promise<void> | null = null;
let retry: ReturnType<typeof setTimeout> | undefined;
let forgetOld: (() => void) | null = null;

const watchers = new Set<(id: string | null, rest: number | null) => void>();
const takers = new Set<(took: Took) => void>();
/** Hears of every entry that comes or changes, of whatever tab; null: of many. */
export function whenPut(watcher: (id: string | null, rest: number | null) => void): void {
  watchers.add(watcher);
}
/** Hears what the server has taken, in every tab. */
export function whenTook(taker: (took: Took) => void): () => void {
  takers.add(taker);
  return () => takers.delete(taker);
}
export function tookTell(took: Took): void {
  takers.forEach((hear) => hear(took));
  if (person) tellTabs({ type: 'took', person, took });
}
export const boxPerson = (): string | null => person;

function set(change: (next: Map<string, Entry>) => void): void {
  const next = new Map(held.peek());
  change(next);
  held.value = next;
}

/** Greater than any seen: by the clock when it runs right, by one more when it does not. */
function nextTurn(): number {
  turn = Math.max(Date.now(), Math.floor(turn) + 1) + Math.random();
  return turn;
}

/** A new act of this person. It shows at once, and is in the store a moment later. */
export function boxPut(fresh: Fresh, rest = 0): void {
  const before = held.peek().get(fresh.id);
  const now = nextTurn();
  keepInMemory({ ...fresh, queued_at: before?.queued_at ?? now, turn: now } as Entry, rest);
}

/** What is known of an entry beside the act itself: it was sent, refused, has another base. Nothing when it is gone. */
export function boxMark<E extends Entry>(id: string, facts: Partial<E>): void {
  const before = held.peek().get(id);
  if (before) keepInMemory({ ...before, ...facts } as Entry, null);
}

function keepInMemory(entry: Entry, rest: number | null): void {
  set((next) => next.set(entry.id, entry));
  dirty.add(entry.id);
  gone.delete(entry.id);
  if (person) tellTabs({ type: 'put', person, entry, rest });
  watchers.forEach((hear) => hear(entry.id, rest));
  void write();
}

/** Done with, unless a later act has changed it. */
export function boxDrop(id: string, upTo = Infinity): void {
  const entry = held.peek().get(id);
  if (entry && entry.turn > upTo) return;
  const until = Math.min(upTo, entry?.turn ?? upTo);
  set((next) => next.delete(id));
  dirty.delete(id);
  if (Number.isFinite(until)) gone.set(id, until);
  if (person) tellTabs({ type: 'drop', person, id, turn: until });
  void write();
}

/** Resolves when what stands now lies in the store, or cannot. */
export async function boxWritten(): Promise<void> {
  while (writing) await writing;
}

function write(): Promise<void> {
  writing ??= writeAll().then((well) => {
    writing = null;
    if (well && dirty.size + gone.size > 0) void write();
    else if (!well && person) retry = setTimeout(() => void write(), TRY_AGAIN_MS);
  });
  return writing;
}

const unkeptNow = () => [...dirty].flatMap((id) => held.peek().get(id) ?? []);

/** False when the store would not take it. */
async function writeAll(): Promise<boolean> {
  clearTimeout(retry);
  const [owner, seal] = [person, key];
  // Without a key nothing is kept: it is all written when one comes.
  if (!owner || !seal) return dirty.size === 0;
  const drops = new Map(gone);
  const now = unkeptNow();
  try {
    if (drops.size > 0) await sealedDrop(drops);
    if (now.length > 0) await sealedKeep(now, owner, seal);
    if (owner !== person) return true;
    drops.forEach((upTo, id) => gone.get(id) === upTo && gone.delete(id));
    for (const entry of now) if (held.peek().get(entry.id) === entry) dirty.delete(entry.id);
    full.value = false;
    failing.value = false;
    if (dirty.size === 0) {
      forgetOld?.();
      forgetOld = null;
    }
    return true;
  } catch (error) {
    if (owner !== person) return true;
    if (error instanceof DOMException && error.name === 'QuotaExceededError') full.value = true;
    else failing.value = true;
    return false;
  }
}

/** Whose entries these are changes: what another wrote is not shown, and not lost. */
function enter(next: string | null): void {
  if (next === person) return;
  const unkept = new Map(unkeptNow().map((entry) => [entry.id, entry]));
  if (person && unkept.size > 0) {
    const [owner, seal] = [person, key];
    parked.set(owner, unkept);
    if (seal) void sealedKeep([...unkept.values()], owner, seal).then(() => parked.delete(owner), () => undefined);
  }
  [person, key] = [next, null];
  dirty.clear();
  gone.clear();
  batch(() => {
    held.value = new Map();
    full.value = failing.value = late.value = keyed.value = opened.value = false;
  });
  if (!next) return;
  const mine = next;
  tellTabs({ type: 'hello', person: mine });
  for (const entry of parked.get(mine)?.values() ?? []) keepInMemory(entry, 0);
  parked.delete(mine);
  const old = oldRead(mine);
  for (const fresh of old.entries) if (!held.peek().has(fresh.id)) boxPut(fresh);
  forgetOld = old.entries.length > 0 ? old.forget : null;
  setTimeout(() => person === mine && (late.value = true), KEY_LATE_MS);
  keyTake(holder.peek());
}

function keyTake(found: Holder | null): void {
  if (key || !person || found?.person_id !== person || !found.outbox_key) return;
  key = found.outbox_key;
  keyed.value = true;
  const mine = person;
  void sealedRead(mine, key)
    .then((read) => {
      if (person !== mine) return;
      turn = Math.max(turn, ...read.map((entry) => entry.turn));
      const known = held.peek();
      // In the order in which they were written, with what was written while they were read behind.
      const all = [...read.filter((entry) => (known.get(entry.id)?.turn ?? -1) < entry.turn && !gone.has(entry.id)), ...known.values()];
      held.value = new Map(all.map((entry) => [entry.id, entry]));
    })
    .catch(() => (failing.value = true))
    .finally(() => {
      if (person !== mine) return;
      opened.value = true;
      watchers.forEach((hear) => hear(null, null));
      void write();
    });
}

function put(entry: Entry, rest: number | null): void {
  turn = Math.max(turn, entry.turn);
  const before = held.peek().get(entry.id);
  if (before && before.turn > entry.turn) return;
  set((next) => next.set(entry.id, entry));
  // The other tab did not know yet that the state before is on its way to the server.
  if (before?.kind === 'note' && entry.kind === 'note' && before.turn < entry.turn && before.sent !== undefined && entry.sent === undefined) boxMark<NoteEntry>(entry.id, { sent: before.sent });
  watchers.forEach((hear) => hear(entry.id, rest));
}

hearTabs((news) => {
  if (!person) return;
  // Somebody else signed in beside us: the server knows who we are now.
  if (news.person !== person) void sessionLoad().catch(() => undefined);
  else if (news.type === 'put') put(news.entry, news.rest);
  else if (news.type === 'drop') {
    const entry = held.peek().get(news.id);
    if (entry && entry.turn <= news.turn) set((next) => next.delete(news.id));
    dirty.delete(news.id);
  } else if (news.type === 'took') takers.forEach((hear) => hear(news.took));
  else if (news.type === 'hello') unkeptNow().forEach((entry) => tellTabs({ type: 'put', person: news.person, entry, rest: 0 }));
});
whenHolder(keyTake);
effect(() => enter(session.value?.person.id ?? null));
addEventListener('pagehide', () => void write());
