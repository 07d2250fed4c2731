// SPDX-License-Identifier: GPL-3.0-or-later
//
// One entry said to the server, once over however often: a note by its own id
// over the edition it was changed from, a comment under its idempotency key. It
// tells what came of it; when to try, and again, is post.ts's.
import { api, ask, asProblem, ifMatch, Problem, type Schemas } from '../api';
import { boxMark, boxWritten } from './box';
import type { AnswerEntry, Entry, ItemNoteEntry, NoteEntry, ReadingEntry, ThreadEntry } from './entry';
import type { Took } from './line';

type Note = Schemas['Note'];

/** Problems of the moment: tried again until they pass. */
const PASSING = new Set(['offline', 'busy', 'database-away', 'stopping', 'too-many-tries', 'internal', 'signed-out', 'change-password-first', 'disk-full']);
/** An answer that is not ours, of a gate or a proxy on the way, passes too. */
export const isPassing = ({ slug, status }: Problem): boolean => PASSING.has(slug) || status >= 500 || (slug === 'bad-request' && status !== 400);

/** The edition that our own sends made of each: a change of the state before need not know of it yet. */
const own = new Map<string, number>();
const ownKey = (id: string, from: number | null) => `${id} ${from ?? ''}`;
export function ownLearn(took: Took): void {
  if (took.kind === 'note' && took.note && took.note.edit_version !== took.from) own.set(ownKey(took.id, took.from), took.note.edit_version);
}
export function baseNow({ id, base }: { id: string; base: number | null }): number | null {
  const next = own.get(ownKey(id, base));
  return next === undefined ? base : baseNow({ id, base: next });
}

/** Refused because the note was changed or taken away on another device. */
export class Changed extends Problem {
  constructor(
    readonly theirs: Note | null,
    slug: string,
    status: number,
  ) {
    super(slug, status);
  }
}

/** X-Sync: of the server itself, past the tablet's copy. */
async function noteHeld(entry: NoteEntry): Promise<Note | null> {
  const path = { document: entry.document, n: entry.version };
  const list = await ask(api.GET('/api/documents/{document}/versions/{n}/notes', { params: { path }, headers: { 'X-Sync': '1' } }));
  return list.items.find((note) => note.id === entry.id) ?? null;
}

/** The state on its way if there is one, else the one wanted; the entry may have got a later one when this returns. */
export async function noteSend(entry: NoteEntry): Promise<Took & { kind: 'note' }> {
  const again = entry.sent !== undefined;
  const state = entry.sent !== undefined ? entry.sent : entry.wanted;
  const params = { path: { note: entry.id } };
  const from = baseNow(entry);
  const took = (note: Note | null) => ({ kind: 'note' as const, document: entry.document, id: entry.id, from, note: note && { ...note, mine: true } });
  boxMark<NoteEntry>(entry.id, { sent: state });
  await boxWritten();
  if (!state) {
    await ask(api.DELETE('/api/notes/{note}', { params })).catch((error: unknown) => {
      if (asProblem(error).status !== 404) throw error;
    });
    return took(null);
  }
  const put = (base: number | null) => ask(api.PUT('/api/notes/{note}', { params: { ...params, ...(base !== null && { header: ifMatch(base) }) }, body: state }));
  try {
    if (entry.restore) return took(await put((await ask(api.POST('/api/notes/{note}/restore', { params }))).edit_version));
    // Said before: if it came, it is there as its first edition, and another device may have changed it since.
    if (from === null && again) {
      try {
        return took(await put(1));
      } catch (error) {
        if (asProblem(error).status !== 404) throw error;
      }
    }
    return took(await put(from));
  } catch (error) {
    const { slug, status } = asProblem(error);
    if (slug === 'lost-race') throw new Changed(await noteHeld(entry), slug, status);
    if (slug === 'wrong-state') throw new Changed(null, slug, status);
    throw error;
  }
}

export function threadSend(entry: ThreadEntry): Promise<Schemas['Thread']> {
  const path = { document: entry.document, n: entry.version };
  return ask(api.POST('/api/documents/{document}/versions/{n}/threads', { params: { path, header: { 'Idempotency-Key': entry.id } }, body: entry.body }));
}

export function answerSend(entry: AnswerEntry): Promise<Schemas['Thread']> {
  const params = { path: { thread: entry.thread }, header: { 'Idempotency-Key': entry.id } };
  return ask(api.POST('/api/threads/{thread}/comments', { params, body: entry.body }));
}

export async function readingSend(entry: ReadingEntry): Promise<void> {
  await ask(api.PUT('/api/documents/{document}/reading', { params: { path: { document: entry.document } }, body: entry.body, keepalive: true }));
}

export function itemNoteSend(entry: ItemNoteEntry): Promise<Schemas['ItemNote']> {
  return ask(api.PUT('/api/agenda-items/{item}/note', { params: { path: { item: entry.item } }, body: { body: entry.body } }));
}

/** What must go one after the other. */
export function laneOf(entry: Entry): string {
  return entry.kind === 'note' || entry.kind === 'reading' || entry.kind === 'item-note' ? entry.id : `talk.${entry.document}`;
}
