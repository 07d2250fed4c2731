// SPDX-License-Identifier: GPL-3.0-or-later
//
// When what waits is sent: at once, after the rest it was given, again after a
// problem that passes, when the connection or the person comes back. One tab of
// the browser sends for all; another takes over when it closes. Nothing is ever
// given up here: what the server will not take is marked with its reason.
import { effect } from '@preact/signals';
import { asProblem, connection } from '../api';
import { session } from '../session';
import { boxDrop, boxMark, boxPerson, entries, opened, tookTell, whenPut, whenTook } from './box';
import type { AnswerEntry, Entry, NoteEntry } from './entry';
import { hearTabs, tellTabs } from './line';
import { answerSend, baseNow, Changed, isPassing, itemNoteSend, laneOf, noteSend, ownLearn, readingSend, threadSend } from './send';

const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 20_000;
const AT_ONCE = 4;
const FLUSH_MS = 10_000;

/** By performance.now(): not before. */
const due = new Map<string, number>();
const failures = new Map<string, number>();
const busy = new Set<string>();
/** This tab sends for this person. */
let leading: string | null = null;
let release: (() => void) | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

function lead(person: string | null): void {
  release?.();
  [release, leading] = [null, null];
  [due, failures].forEach((map) => map.clear());
  if (!person) return;
  if (!('locks' in navigator)) {
    leading = person;
    return go();
  }
  const stop = new AbortController();
  let end: () => void = () => stop.abort();
  release = () => end();
  void navigator.locks
    .request(`nghisu.outbox.${person}`, { signal: stop.signal }, () => {
      if (stop.signal.aborted) return;
      leading = person;
      go();
      return new Promise<void>((resolve) => (end = resolve));
    })
    .catch(() => undefined); // aborted while waiting: another person came
}

/** Begins what can be begun, and comes again when the next is due. */
function go(): void {
  clearTimeout(timer);
  if (!leading || leading !== boxPerson() || !opened.peek() || connection.peek() === 'away') return;
  const now = performance.now();
  const taken = new Set(busy);
  let next = Infinity;
  for (const entry of entries.peek().values()) {
    const lane = laneOf(entry);
    if (entry.refused || taken.has(lane)) continue;
    taken.add(lane);
    const at = due.get(entry.id) ?? 0;
    if (at > now) next = Math.min(next, at);
    else if (busy.size < AT_ONCE) void send(entry, lane, leading);
  }
  if (Number.isFinite(next)) timer = setTimeout(go, Math.max(0, next - now));
}

async function send(entry: Entry, lane: string, person: string): Promise<void> {
  busy.add(lane);
  try {
    await say(entry);
    failures.delete(entry.id);
  } catch (error) {
    if (person === boxPerson()) failed(entry, error);
  } finally {
    busy.delete(lane);
    queueMicrotask(go);
  }
}

async function say(entry: Entry): Promise<void> {
  if (entry.kind === 'note') {
    // Never said and not wanted any more: nobody need hear of it.
    if (!entry.wanted && entry.sent === undefined && baseNow(entry) === null) return boxDrop(entry.id, entry.turn);
    const took = await noteSend(entry);
    // Said of the entry before its mark of being sent: a later act has a later turn.
    tookTell(took);
    const later = entries.peek().get(entry.id);
    const said = entry.sent === undefined || entry.sent === entry.wanted;
    if (said) boxDrop(entry.id, entry.turn);
    if (later && entries.peek().has(entry.id)) boxMark<NoteEntry>(entry.id, { base: took.note?.edit_version ?? null, sent: undefined, restore: took.note === null || undefined });
  } else if (entry.kind === 'reading') {
    await readingSend(entry);
    boxDrop(entry.id, entry.turn);
  } else if (entry.kind === 'item-note') {
    tookTell({ kind: 'item-note', document: entry.document, id: entry.id, note: await itemNoteSend(entry) });
    boxDrop(entry.id, entry.turn);
  } else {
    const thread = await (entry.kind === 'thread' ? threadSend(entry) : answerSend(entry));
    // Answers written to a thread that was not sent yet: now it has an address.
    if (entry.kind === 'thread') {
      for (const other of entries.peek().values()) if (other.kind === 'answer' && other.thread === entry.id) boxMark<AnswerEntry>(other.id, { thread: thread.id });
    }
    tookTell({ kind: 'thread', document: entry.document, id: entry.id, thread });
    boxDrop(entry.id);
  }
}

function failed(entry: Entry, error: unknown): void {
  const problem = asProblem(error);
  const now = entries.peek().get(entry.id);
  if (!now) return;
  if (isPassing(problem)) {
    const count = failures.get(entry.id) ?? 0;
    failures.set(entry.id, count + 1);
    const wait = problem.retryAfter ? problem.retryAfter * 1000 : Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** count);
    due.set(entry.id, performance.now() + wait);
  } else if (entry.kind === 'reading') boxDrop(entry.id, entry.turn);
  else if (now.turn !== entry.turn) boxMark<NoteEntry>(entry.id, { sent: undefined });
  else {
    const { slug, status } = problem;
    boxMark<NoteEntry>(entry.id, { refused: { slug, status }, ...(entry.kind === 'note' && { sent: undefined, ...(error instanceof Changed && { theirs: error.theirs }) }) });
  }
}

/** Whatever it waits for. */
function hurry(): void {
  due.clear();
  go();
}

const waits = () => [...entries.peek().values()].some((entry) => !entry.refused && entry.kind !== 'reading');

/** Sends all that waits now; resolves when nothing waits, when the server cannot be reached, or after some seconds. */
export function outboxFlush(): Promise<void> {
  const person = boxPerson();
  if (!person || !waits()) return Promise.resolve();
  hurry();
  tellTabs({ type: 'send', person });
  return new Promise((resolve) => {
    let stop: (() => void) | null = null;
    const end = () => {
      clearTimeout(late);
      queueMicrotask(() => stop?.());
      resolve();
    };
    const late = setTimeout(end, FLUSH_MS);
    stop = effect(() => {
      if (entries.value && (!waits() || connection.value === 'away')) end();
    });
  });
}

whenPut((id, rest) => {
  if (id && rest) due.set(id, performance.now() + rest);
  else if (id && rest === 0 && !failures.has(id)) due.delete(id);
  go();
});
whenTook(ownLearn);
hearTabs((news) => news.type === 'send' && news.person === boxPerson() && hurry());
effect(() => lead(session.value?.person.id ?? null));
connection.subscribe((state) => state === 'here' && hurry());
addEventListener('online', hurry);
document.addEventListener('visibilitychange', hurry);
