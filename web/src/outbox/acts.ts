// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a person does that goes through the outbox: a note wanted in a state, a
// comment begun or answered, the place of reading; and what they decide about
// what was refused. Votes, signatures and approvals never come here.
import type { Schemas } from '../api';
import { boxDrop, boxMark, boxPerson, boxPut, entries, whenTook } from './box';
import type { Entry, NoteEntry } from './entry';

type NoteState = Schemas['NoteState'];

/** As many as the server takes at once. */
const MOST_SEEN = 1000;

/** Taken away by us, so that wanting it again is to restore it. */
const takenAway = new Set<string>();
whenTook((took) => took.kind === 'note' && (took.note ? takenAway.delete(took.id) : takenAway.add(took.id)));

/** `held`: what is known of the server's; a note known to the outbox keeps what it was changed from. Sent after `rest`, for more may follow. */
export function noteWant(document: string, version: number, id: string, wanted: NoteState | null, held: Schemas['Note'] | undefined, rest = 0): void {
  const found = entries.peek().get(id);
  const before = found?.kind === 'note' ? found : undefined;
  // A refused one is decided upon by this act: over what the server has by now.
  const base = before && !before.refused ? before.base : (held?.edit_version ?? null);
  // Never said to the server and not wanted any more: nobody need hear of it.
  if (!wanted && base === null && before?.sent === undefined) return boxDrop(id);
  const restore = before && !before.refused ? before.restore : takenAway.has(id) && wanted !== null;
  boxPut({ kind: 'note', id, document, version, refused: null, wanted, base, sent: before?.sent, ...(restore && { restore }) }, rest);
}

/** The entry's id. */
export function threadBegin(document: string, version: number, body: Schemas['NewThread']): string {
  const id = crypto.randomUUID();
  boxPut({ kind: 'thread', id, document, version, refused: null, body });
  return id;
}

export function threadAnswer(document: string, version: number, thread: string, body: string): void {
  boxPut({ kind: 'answer', id: crypto.randomUUID(), document, version, refused: null, thread, body: { body } });
}

/** The last place counts; pages read are added to those of before, and what was marked as read stays so. */
export function placeRemember(document: string, body: Schemas['ReadingPlace']): void {
  const id = `reading.${boxPerson() ?? ''}.${document}`;
  const before = entries.peek().get(id);
  const earlier = before?.kind === 'reading' && before.version === body.version ? before.body : undefined;
  const seen = [...new Set([...(earlier?.seen ?? []), ...(body.seen ?? [])])].slice(-MOST_SEEN);
  boxPut({ kind: 'reading', id, document, version: body.version, refused: null, body: { ...body, seen, ...((body.read || earlier?.read) && { read: true }) } });
}

/** What I note for myself on an item: one an item, the last counts. Sent after `rest`, for more may follow. */
export function itemNoteWant(meeting: string, item: string, title: string, body: string, rest: number): void {
  boxPut({ kind: 'item-note', id: itemNoteId(item), document: meeting, version: 0, refused: null, item, title, body }, rest);
}
export const itemNoteId = (item: string): string => `item-note.${boxPerson() ?? ''}.${item}`;

/** A refused one once more; a note over what the server has by now. */
export function entrySend(entry: Entry): void {
  if (entry.kind === 'note' && entry.theirs !== undefined) {
    boxMark<NoteEntry>(entry.id, { refused: null, theirs: undefined, base: entry.theirs?.edit_version ?? null, restore: entry.theirs === null || undefined });
  } else boxMark(entry.id, { refused: null });
}

/** The writer gives it up: what the server has stays. */
export function entryDrop(id: string): void {
  boxDrop(id);
}

/** Of a note changed on two devices both stay: mine as a new one. */
export function entryKeepBoth(entry: NoteEntry): void {
  boxPut({ kind: 'note', id: crypto.randomUUID(), document: entry.document, version: entry.version, refused: null, wanted: entry.wanted, base: null });
  boxDrop(entry.id);
}
