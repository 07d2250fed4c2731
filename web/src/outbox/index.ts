// SPDX-License-Identifier: GPL-3.0-or-later
//
// What pages use of the outbox; the rest of the folder is how.
import { computed, type ReadonlySignal } from '@preact/signals';
import { entries } from './box';
import type { Entry } from './entry';

/** Notes, threads and answers that wait to be sent; a place of reading is nobody's concern. */
export const unsent: ReadonlySignal<number> = computed(() => [...entries.value.values()].filter((entry) => entry.kind !== 'reading' && !entry.refused).length);
/** What the server would not take, until its writer decides. */
export const refused: ReadonlySignal<readonly Entry[]> = computed(() => [...entries.value.values()].filter((entry) => entry.refused));

export { entryDrop, entryKeepBoth, entrySend, itemNoteId, itemNoteWant, noteWant, placeRemember, threadAnswer, threadBegin } from './acts';
export { entries, keeping, opened, tookTell, whenTook, type Keeping } from './box';
export type { AnswerEntry, Entry, NoteEntry, ReadingEntry, ThreadEntry } from './entry';
export type { Took } from './line';
export { outboxFlush } from './post';
