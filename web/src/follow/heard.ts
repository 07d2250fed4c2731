// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is told of a presentation and kept nowhere: where the presenter is, the
// pointer, strokes while they are drawn, and how many follow.
import { signal } from '@preact/signals';
import type { Change } from '../events/follow';
import type { Here } from './data';

/** A server that says nothing for so long is no more. */
const SILENT_MS = 15_000;
/** A pointer that rests is taken away, and a stroke fades, as chalk of light would. */
const POINTER_MS = 6000;
const STROKE_MS = 12_000;

export interface Stroke {
  id: string;
  page: number;
  points: number[];
  width: number;
  colour: string;
}

export class Heard {
  readonly here = signal<Here | null>(null);
  readonly pointer = signal<{ page: number; x: number; y: number } | null>(null);
  readonly strokes = signal<readonly Stroke[]>([]);
  readonly followers = signal(0);
  #servers = new Map<string, { followers: number; at: number }>();
  #pointerTimer: ReturnType<typeof setTimeout> | undefined;
  #fading = new Map<string, ReturnType<typeof setTimeout>>();

  /** Another presentation, or none. */
  clear(): void {
    this.here.value = null;
    this.pointer.value = null;
    this.strokes.value = [];
    this.followers.value = 0;
    this.#servers.clear();
    clearTimeout(this.#pointerTimer);
    for (const timer of this.#fading.values()) clearTimeout(timer);
    this.#fading.clear();
  }

  count({ patch }: Change): void {
    const now = Date.now();
    this.#servers.set(String(patch?.['server']), { followers: Number(patch?.['followers'] ?? 0), at: now });
    for (const [server, { at }] of this.#servers) if (now - at > SILENT_MS) this.#servers.delete(server);
    this.followers.value = [...this.#servers.values()].reduce((sum, one) => sum + one.followers, 0);
  }

  place(here: Here): void {
    this.here.value = here;
    if (here.pointer !== undefined) this.#point(here.pointer && { page: here.page, ...here.pointer });
    if (here.ink) this.#draw(here, here.ink);
  }

  #point(at: { page: number; x: number; y: number } | null): void {
    this.pointer.value = at;
    clearTimeout(this.#pointerTimer);
    if (at) this.#pointerTimer = setTimeout(() => (this.pointer.value = null), POINTER_MS);
  }

  /** Told in parts; after a gap what is known goes on at what comes. */
  #draw({ by, page }: Here, ink: NonNullable<Here['ink']>): void {
    const id = `${by} ${ink.stroke}`;
    const known = this.strokes.peek().find((one) => one.id === id)?.points ?? [];
    const points = [...known.slice(0, Math.min(known.length, ink.from)), ...ink.points];
    this.strokes.value = [...this.strokes.peek().filter((one) => one.id !== id), { id, page, points, width: ink.width, colour: ink.colour }];
    clearTimeout(this.#fading.get(id));
    this.#fading.set(
      id,
      setTimeout(() => {
        this.#fading.delete(id);
        this.strokes.value = this.strokes.peek().filter((one) => one.id !== id);
      }, STROKE_MS),
    );
  }
}
