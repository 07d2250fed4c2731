// SPDX-License-Identifier: GPL-3.0-or-later
//
// What lies on the desk of one reader: the notes of the version, undo and redo,
// what is being drawn, which note is chosen. The acts that tools, keys and
// panels share are here; it listens to no pointer and draws nothing.
import { batch, signal } from '@preact/signals';
import type { Paper } from '../reader/paper';
import { passages, type Passage } from '../reader/selection';
import type { Quad } from '../reader/words';
import { session } from '../session';
import { NoteData } from './data';
import { History } from './history';
import { strokeOf } from './ink';
import { stateOf, topOf, type Kind, type Note, type NoteState, type Stroke } from './note';
import { audience, colourOf, tool, width } from './tools';

/** In the making: ink in points, or the quads that a marking tool has passed over. */
export interface Live {
  page: number;
  kind: Kind;
  points?: readonly number[];
  quads?: readonly Quad[];
}

/** Strokes of one hand in one go are one note, so that a written word is one. */
const SAME_NOTE_MS = 2500;
const SAME_NOTE_POINTS = 90;
const MOST_STROKES = 400;
const MOST_NUMBERS = 90_000;
const REST_MS = 700;
const LONGEST_QUOTE = 5000;

export class Desk {
  readonly data: NoteData;
  readonly history: History;
  /** The bar of tools is shown. */
  readonly open = signal(false);
  readonly live = signal<Live | null>(null);
  readonly chosen = signal<string | null>(null);
  /** A text note set down and not yet written. */
  readonly writing = signal<{ page: number; quad: Quad; body: string } | null>(null);
  /** The note of the tray that the next selected words are for. */
  readonly placing = signal<Note | null>(null);
  /** A place under the keyboard's hand, in points of a page. */
  readonly hand = signal<{ page: number; x: number; y: number; down: boolean } | null>(null);
  #last: { id: string; at: number } | null = null;

  constructor(
    readonly paper: Paper,
    readonly document: string,
    readonly version: number,
  ) {
    this.data = new NoteData(document, version);
    this.history = new History((id, state) => {
      this.#last = null;
      this.data.want(id, state);
    });
  }

  #fresh(kind: Kind, page: number): NoteState {
    const state: NoteState = {
      document_id: this.document,
      version: this.version,
      page,
      kind,
      audience: audience.peek(),
      colour: colourOf(kind).peek(),
      width: kind === 'ink' ? width.peek() : null,
      quads: [],
      strokes: [],
    };
    return this.aimed(state);
  }

  /** Who may read it: a unit's note names the unit. */
  aimed(state: NoteState): NoteState {
    const { unit_id: _, ...rest } = state;
    if (state.audience !== 'unit') return rest;
    const positions = session.peek()?.person.positions ?? [];
    const unit = (positions.find((position) => position.main) ?? positions[0])?.unit.id;
    return unit ? { ...rest, unit_id: state.unit_id ?? unit } : { ...rest, audience: 'private' };
  }

  #make(state: NoteState, rest = 0, act?: string): string {
    const id = crypto.randomUUID();
    batch(() => {
      this.data.want(id, state, rest);
      this.history.did(id, null, state, act);
    });
    return id;
  }

  change(note: Note, change: Partial<NoteState>): void {
    const before = stateOf(note);
    const after = this.aimed({ ...before, ...change });
    this.data.want(note.id, after);
    this.history.did(note.id, before, after);
  }

  remove(note: Note): void {
    this.data.want(note.id, null);
    this.history.did(note.id, stateOf(note), null);
    if (this.chosen.peek() === note.id) this.chosen.value = null;
  }

  mark(kind: 'highlight' | 'underline' | 'strike', about: Passage, act?: string): string {
    const quote = about.quote.length <= LONGEST_QUOTE && about.quote !== '' ? { exact: about.quote, prefix: about.prefix, suffix: about.suffix } : {};
    return this.#make({ ...this.#fresh(kind, about.page), quads: about.quads.slice(0, 500), ...quote }, 0, act);
  }

  /** The words selected by hand, marked, one note a page; undone together. False when none are selected. */
  markSelected(kind: 'highlight' | 'underline' | 'strike'): boolean {
    const selected = passages.peek();
    if (selected.length === 0) return false;
    const act = crypto.randomUUID();
    const made = selected.map((about) => this.mark(kind, about, act));
    this.chosen.value = made[0] ?? null;
    getSelection()?.removeAllRanges();
    passages.value = [];
    return true;
  }

  write(body: string): void {
    const writing = this.writing.peek();
    if (!writing) return;
    this.writing.value = null;
    this.chosen.value = this.#make({ ...this.#fresh('text', writing.page), quads: [writing.quad], body });
  }

  /** A stroke ends: it joins the note just written, or begins one. */
  ink(page: number, points: readonly number[]): void {
    const stroke = strokeOf(points);
    const last = this.#last && this.data.note(this.#last.id);
    const next = this.#fresh('ink', page);
    if (last && this.#joins(last, next, stroke)) {
      const before = stateOf(last);
      const after = { ...before, strokes: [...last.place.strokes, stroke] };
      this.data.want(last.id, after, REST_MS);
      this.history.did(last.id, before, after);
      this.#last = { id: last.id, at: performance.now() };
    } else this.#last = { id: this.#make({ ...next, strokes: [stroke] }, REST_MS), at: performance.now() };
  }

  #joins(last: Note, next: NoteState, stroke: Stroke): boolean {
    if (!this.#last || performance.now() - this.#last.at > SAME_NOTE_MS) return false;
    if (last.kind !== 'ink' || last.place.page !== next.page || last.colour !== next.colour || last.width !== next.width || last.audience !== next.audience) return false;
    const strokes = last.place.strokes;
    if (strokes.length >= MOST_STROKES || strokes.reduce((sum, one) => sum + one.points.length, stroke.points.length) > MOST_NUMBERS) return false;
    const end = strokes.at(-1)?.points.slice(-3) ?? [];
    const [x = 0, y = 0] = stroke.points;
    return Math.hypot(x - (end[0] ?? 0), y - (end[1] ?? 0)) < SAME_NOTE_POINTS;
  }

  /** One stroke of my ink goes; the last one takes the note with it. */
  eraseStroke(note: Note, index: number): void {
    const strokes = note.place.strokes.filter((_, place) => place !== index);
    if (strokes.length === 0) this.remove(note);
    else this.change(note, { strokes });
  }

  placeNext(note: Note | null): void {
    this.placing.value = note;
    if (note) tool.value = 'select';
  }

  show(note: Note): void {
    this.chosen.value = note.id;
    const top = topOf(note);
    if (note.place.page !== null) this.paper.goTo(note.place.page, top.y, top.x);
  }

  /** The bar closes: nothing is in the hand. */
  close(): void {
    batch(() => {
      this.open.value = false;
      tool.value = 'select';
      this.hand.value = null;
    });
  }

  stop(): void {
    tool.value = 'select';
    this.data.stop();
  }
}
