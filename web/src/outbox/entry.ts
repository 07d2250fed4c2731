// SPDX-License-Identifier: GPL-3.0-or-later
//
// What waits to be sent: one entry a thing that was written, under an id of our
// own, so that the server keeps it once however often it comes. Only shapes.
import type { Schemas } from '../api';

interface Base {
  /** The note's own id, or the idempotency key of a comment. */
  id: string;
  document: string;
  version: number;
  /** ms of this device; only for order and for showing. */
  queued_at: number;
  /** Grows with each act on this device, whichever tab it was in: of two states of one entry the greater is the later. */
  turn: number;
  /** Why the server would not take it; null while it waits. A refused entry waits for its writer's word, never for time. */
  refused: { slug: string; status: number } | null;
}

/** A note wanted in a state; null: to be gone. `base` is the edit_version it was changed from, null when the server never had it. */
export interface NoteEntry extends Base {
  kind: 'note';
  wanted: Schemas['NoteState'] | null;
  base: number | null;
  /** Given to the server, and its answer not heard: said again, the same, before anything else is. */
  sent?: Schemas['NoteState'] | null | undefined;
  /** We took it away ourselves and want it back. */
  restore?: boolean | undefined;
  /** Changed on another device meanwhile: what the server has; null when it was taken away there. */
  theirs?: Schemas['Note'] | null | undefined;
}
/** A thread begun on a page or passage. */
export interface ThreadEntry extends Base {
  kind: 'thread';
  body: Schemas['NewThread'];
}
/** An answer in a thread; of a thread that itself still waits, that entry's id. */
export interface AnswerEntry extends Base {
  kind: 'answer';
  thread: string;
  body: Schemas['NewComment'];
}
/** Where one stopped reading: one a document, the last counts; a refusal is no matter. */
export interface ReadingEntry extends Base {
  kind: 'reading';
  body: Schemas['ReadingPlace'];
}
/** My private note on an item of a meeting, which stands for the document: one an item, the last counts. */
export interface ItemNoteEntry extends Base {
  kind: 'item-note';
  item: string;
  title: string;
  body: string;
}
export type Entry = NoteEntry | ThreadEntry | AnswerEntry | ReadingEntry | ItemNoteEntry;
