// SPDX-License-Identifier: GPL-3.0-or-later
//
// What pages use to show entries where they belong: in the tray of a document,
// beside a comment. The list of all is in unsent-list.tsx.
import './outbox.css';

export { EntryAbout, reasonOf, titleOf } from './entry-about';
export { EntryActs } from './entry-acts';
export { KeepingNotice, UnsentMark } from './keeping';
export type { NoteEntry } from './entry';
