// SPDX-License-Identifier: GPL-3.0-or-later
//
// The words a note stands on, faintly with what stood around them.
import type { Note } from './note';

export function NoteQuote({ note }: { note: Note }) {
  if (!note.exact) return null;
  return (
    <span class={`note-quote ${note.colour}`}>
      {note.place.how === 'tray' && note.prefix && <span class="around">…{note.prefix} </span>}
      {note.exact}
      {note.place.how === 'tray' && note.suffix && <span class="around"> {note.suffix}…</span>}
    </span>
  );
}
