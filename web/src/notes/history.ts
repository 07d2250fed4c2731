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
  /** Steps of one act have the same: they go back and forth together. */
  act: string;
}

const MOST_STEPS = 200;

export class History {
  #past = signal<readonly Step[]>([]);
  #future = signal<readonly Step[]>([]);
  readonly canUndo = computed(() => this.#past.value.length > 0);
  readonly canRedo = computed(() => this.#future.value.length > 0);

  constructor(private want: (id: string, state: NoteState | null) => void) {}

  /** Tells of a step already wanted. */
  did(id: string, before: NoteState | null, after: NoteState | null, act: string = crypto.randomUUID()): void {
    this.#past.value = [...this.#past.peek().slice(1 - MOST_STEPS), { id, before, after, act }];
    this.#future.value = [];
  }

  undo = (): void => this.#move(this.#past, this.#future, (step) => step.before);
  redo = (): void => this.#move(this.#future, this.#past, (step) => step.after);

  #move(from: Signal<readonly Step[]>, to: Signal<readonly Step[]>, state: (step: Step) => NoteState | null): void {
    const all = from.peek();
    const last = all.at(-1);
    if (!last) return;
    const first = all.findIndex((step) => step.act === last.act);
    const steps = all.slice(first).reverse();
    from.value = all.slice(0, first);
    to.value = [...to.peek(), ...steps];
    for (const step of steps) this.want(step.id, state(step));
  }
}
