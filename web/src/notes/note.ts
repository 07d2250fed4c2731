// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a note is, and the one shape in which it is sent: its whole state. Notes
// of the server and those still on their way are made alike here. No elements,
// no requests.
import type { Schemas } from '../api';
import type { Quad } from '../reader/words';

export type Note = Schemas['Note'];
export type NoteState = Schemas['NoteState'];
export type Kind = Note['kind'];
export type Audience = Note['audience'];
export type Colour = Note['colour'];
/** x, y, pressure 0…1, x, y, pressure … in points of the page. */
export type Stroke = Schemas['StrokeHeld'];

export const KINDS: readonly Kind[] = ['highlight', 'underline', 'strike', 'ink', 'text'];
export const AUDIENCES: readonly Audience[] = ['private', 'unit', 'readers'];
export const COLOURS: readonly Colour[] = ['yellow', 'green', 'blue', 'red', 'black'];
export const WIDTHS: readonly number[] = [1, 2, 4];

/** The state that the server has; sent again with a change in it. */
export function stateOf(note: Note): NoteState {
  const { document_id, place } = note;
  const state: NoteState = {
    document_id,
    version: place.page === null ? note.made_on_version : place.version,
    page: place.page ?? note.made_on_page,
    kind: note.kind,
    audience: note.audience,
    colour: note.colour,
    width: note.width,
    quads: place.quads,
    strokes: place.strokes,
  };
  if (note.unit && note.audience === 'unit') state.unit_id = note.unit.id;
  for (const field of ['body', 'exact', 'prefix', 'suffix'] as const) {
    const value = note[field];
    if (value) state[field] = value;
  }
  return state;
}

export const sameState = (a: NoteState, b: NoteState) => fingerprint(a) === fingerprint(b);

/** What counts, in one order; numbers as the server keeps them. */
function fingerprint(state: NoteState): string {
  const round = (n: number) => Math.round(n * 100) / 100;
  const quads = (state.quads ?? []).map((quad) => [quad.x, quad.y, quad.w, quad.h].map(round));
  const strokes = (state.strokes ?? []).map((stroke) => stroke.points.map(round));
  return JSON.stringify([state.page, state.kind, state.audience, state.colour, state.width ?? null, state.body ?? '', state.exact ?? '', quads, strokes]);
}

/** The note that this state will be: shown until the server's own arrives. */
export function noteOf(id: string, state: NoteState, before: Note | undefined, author: Note['author']): Note {
  const now = new Date().toISOString();
  return {
    id,
    document_id: state.document_id,
    author,
    mine: true,
    kind: state.kind,
    audience: state.audience,
    unit: before?.unit ?? null,
    colour: state.colour,
    width: state.width ?? null,
    body: state.body ?? null,
    exact: state.exact ?? null,
    prefix: state.prefix ?? null,
    suffix: state.suffix ?? null,
    made_on_version: before?.made_on_version ?? state.version,
    made_on_page: before?.made_on_page ?? state.page,
    place: before?.place.how === 'tray' ? before.place : { how: before?.place.how ?? 'own', version: state.version, page: state.page, quads: state.quads ?? [], strokes: state.strokes ?? [] },
    created_at: before?.created_at ?? now,
    updated_at: now,
    edit_version: before?.edit_version ?? 0,
  };
}

/** The highest place of a note on its page, for its order and for going there. */
export function topOf(note: Note): { x: number; y: number } {
  const known = tops.get(note);
  if (known) return known;
  const top = topFound(note);
  tops.set(note, top);
  return top;
}

const tops = new WeakMap<Note, { x: number; y: number }>();

function topFound(note: Note): { x: number; y: number } {
  const first = note.place.quads[0];
  if (first) return { x: first.x, y: first.y };
  let [x, y] = [Infinity, Infinity];
  for (const stroke of note.place.strokes) {
    for (let at = 0; at + 1 < stroke.points.length; at += 3) {
      x = Math.min(x, stroke.points[at] ?? x);
      y = Math.min(y, stroke.points[at + 1] ?? y);
    }
  }
  return Number.isFinite(y) ? { x, y } : { x: 0, y: 0 };
}

export const inQuad = (quad: Quad, x: number, y: number, spare: number) =>
  x >= quad.x - spare && x <= quad.x + quad.w + spare && y >= quad.y - spare && y <= quad.y + quad.h + spare;
