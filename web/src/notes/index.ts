// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the reader uses of notes; the rest of the folder is how.
import './notes.css';

export { NoteBar } from './bar';
export { watchDrawing } from './draw';
export { NoteMarks } from './marks';
export { NoteNotice } from './notice';
export { NotePanel } from './panel';
export { PassageBar } from './passage-bar';
export { useDesk } from './use-desk';
