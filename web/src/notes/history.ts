// SPDX-License-Identifier: GPL-3.0-or-later
//
// Undo and redo of one's own notes, on the server too: each step knows the state
// before and after, and hands one of them to be wanted. Null: no such note.
import { computed, signal, type Signal } from '@preact/signals';
import type { NoteState } from './note';

interface Step {
  id: string;
  before: NoteState | null;
  after: NoteState | null;
}

const MOST_STEPS = 200;

export class History {
  #past = signal<readonly Step[]>([]);
  #future = signal<readonly Step[]>([]);
  readonly canUndo = computed(() => this.#past.value.length > 0);
  readonly canRedo = computed(() => this.#future.value.length > 0);

  constructor(private want: (id: string, state: NoteState | null) => void) {}

  /** Tells of a step already wanted. */
  did(id: string, before: NoteState | null, after: NoteState | null): void {
    this.#past.value = [...this.#past.peek().slice(1 - MOST_STEPS), { id, before, after }];
    this.#future.value = [];
  }

  undo = (): void => this.#move(this.#past, this.#future, (step) => step.before);
  redo = (): void => this.#move(this.#future, this.#past, (step) => step.after);

  #move(from: Signal<readonly Step[]>, to: Signal<readonly Step[]>, state: (step: Step) => NoteState | null): void {
    const step = from.peek().at(-1);
    if (!step) return;
    from.value = from.peek().slice(0, -1);
    to.value = [...to.peek(), step];
    this.want(step.id, state(step));
  }
}
