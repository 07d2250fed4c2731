// SPDX-License-Identifier: GPL-3.0-or-later
//
// The presenter's side: where the window, the pointer and the pen are, sent at
// most some ten times a second, one request at a time, the newest only.
import { effect } from '@preact/signals';
import { asProblem, type Schemas } from '../api';
import type { Desk } from '../notes/desk';
import { colourOf, width } from '../notes/tools';
import type { Paper } from '../reader/paper';
import { followHere } from './data';
import { viewOf } from './place';

const LEAST_MS = 100;
/** Told again now and then, for who has just come; it keeps the count alive too. */
const AGAIN_MS = 4000;
/** Of a stroke, in one message. */
const MOST_NUMBERS = 300;

type Body = Schemas['PresenterHere'];
let strokes = 0;

export class Sender {
  #changed = false;
  /** Not told yet; undefined: as before. */
  #pointer: { page: number; x: number; y: number } | null | undefined;
  #sentAt = 0;
  #busy = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #beat: ReturnType<typeof setInterval>;
  #stops: (() => void)[] = [];
  #ink: { stroke: number; page: number; points: readonly number[]; sent: number } | null = null;
  #over = false;

  constructor(
    private meeting: string,
    private paper: Paper,
    desk: Desk,
    /** Somebody else has the screen, or nobody. */
    private lost: () => void,
  ) {
    this.#stops.push(
      effect(() => {
        if (viewOf(paper)) this.#want();
      }),
      effect(() => {
        const live = desk.live.value;
        if (live?.kind === 'ink' && live.points) {
          if (!this.#ink || this.#ink.page !== live.page || live.points.length < this.#ink.sent) this.#ink = { stroke: (strokes += 1), page: live.page, points: live.points, sent: 0 };
          this.#ink.points = live.points;
          this.#want();
        } else if (this.#ink && this.#ink.sent >= this.#ink.points.length) this.#ink = null;
      }),
    );
    this.#beat = setInterval(() => this.#want(), AGAIN_MS);
  }

  point(at: { page: number; x: number; y: number } | null): void {
    this.#pointer = at;
    this.#want();
  }

  stop(): void {
    this.#over = true;
    clearTimeout(this.#timer);
    clearInterval(this.#beat);
    for (const stop of this.#stops) stop();
  }

  #want(): void {
    this.#changed = true;
    if (this.#busy || this.#over) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#send(), Math.max(0, this.#sentAt + LEAST_MS - Date.now()));
  }

  #inkPart(): Body['ink'] {
    const ink = this.#ink;
    if (!ink || ink.sent >= ink.points.length) return undefined;
    const points = ink.points.slice(ink.sent, ink.sent + MOST_NUMBERS).map((n) => Math.round(n * 100) / 100);
    const part = { stroke: ink.stroke, from: ink.sent, points, width: width.peek(), colour: colourOf('ink').peek() };
    ink.sent += points.length;
    return part;
  }

  async #send(): Promise<void> {
    const ink = this.#inkPart();
    const pointer = this.#pointer;
    // Under the hand is the page that is told: of two in the window it may be the other.
    const seen = viewOf(this.paper, ink ? this.#ink?.page : pointer?.page);
    if (!seen || this.#over) return;
    const at = pointer && { x: Math.round(pointer.x * 10) / 10, y: Math.round(pointer.y * 10) / 10 };
    const body: Body = { ...seen, ...(pointer !== undefined && { pointer: at ?? null }), ...(ink && { ink }) };
    this.#pointer = undefined;
    this.#changed = false;
    this.#busy = true;
    this.#sentAt = Date.now();
    try {
      await followHere(this.meeting, body);
    } catch (error) {
      // What is not told now is told with the next; only a lost screen ends it.
      if (['wrong-state', 'not-found', 'signed-out'].includes(asProblem(error).slug)) {
        this.stop();
        this.lost();
      }
    }
    this.#busy = false;
    const more = this.#ink && this.#ink.sent < this.#ink.points.length;
    if (more || this.#changed) this.#want();
  }
}
