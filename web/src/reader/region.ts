// SPDX-License-Identifier: GPL-3.0-or-later
//
// A rectangle of a page chosen by hand: dragged with finger, pen or mouse, or
// moved and sized by the arrows. What is then done with it is its bar's.
import { batch, signal } from '@preact/signals';
import { placeUnder } from '../notes/draw';
import { tool } from '../notes/tools';
import type { Paper } from './paper';
import type { Passage } from './selection';
import { moveIn } from './turn';
import type { Quad } from './words';

/** Points of paper. */
const STEP = 12;
const LEAST = 6;
/** Pixels of the screen: less is a tap, not a rectangle. */
const STEADY = 8;

const ARROWS: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export interface Placed {
  page: number;
  quad: Quad;
}

const between = (a: { x: number; y: number }, b: { x: number; y: number }): Quad => ({
  x: Math.min(a.x, b.x),
  y: Math.min(a.y, b.y),
  w: Math.abs(a.x - b.x),
  h: Math.abs(a.y - b.y),
});

export class Region {
  /** The next drag on the paper chooses. */
  readonly choosing = signal(false);
  readonly chosen = signal<Placed | null>(null);

  constructor(readonly paper: Paper) {}

  start = (): void =>
    batch(() => {
      tool.value = 'select';
      this.choosing.value = true;
      this.chosen.value = null;
      getSelection()?.removeAllRanges();
    });

  stop = (): void =>
    batch(() => {
      this.choosing.value = false;
      this.chosen.value = null;
    });

  toggle = (): void => (this.choosing.peek() ? this.stop() : this.start());

  /** The same shape as words selected, without words. */
  get passage(): Passage | null {
    const chosen = this.chosen.peek();
    return chosen && { page: chosen.page, quads: [chosen.quad], quote: '', prefix: '', suffix: '' };
  }

  /** By keyboard it begins where the window looks. */
  #begin(): Placed | null {
    const view = this.paper.view.peek();
    const at = this.paper.place(view.width / 2, view.height / 3);
    const size = at && this.paper.sizes.peek()[at.page - 1];
    if (!at || !size) return null;
    const [w, h] = [size.width / 3, size.height / 8];
    const middle = (where: number, side: number, all: number) => Math.max(0, Math.min(where - side / 2, all - side));
    return { page: at.page, quad: { x: middle(at.x, w, size.width), y: middle(at.y, h, size.height), w, h } };
  }

  move(dx: number, dy: number, sizing: boolean): void {
    const before = this.chosen.peek();
    const from = before ?? this.#begin();
    const size = from && this.paper.sizes.peek()[from.page - 1];
    if (!from || !size) return;
    const { x, y, w, h } = from.quad;
    const within = (value: number, least: number, most: number) => Math.min(Math.max(value, least), Math.max(least, most));
    const turn = this.paper.turn.peek();
    const [left, down] = moveIn(turn, dx, dy);
    const [wider, taller] = turn % 180 === 0 ? [dx, dy] : [dy, dx];
    const moved = { x: within(x + left, 0, size.width - w), y: within(y + down, 0, size.height - h), w, h };
    const sized = { x, y, w: within(w + wider, LEAST, size.width - x), h: within(h + taller, LEAST, size.height - y) };
    // The first press only shows it.
    const quad = !before ? from.quad : sizing ? sized : moved;
    this.chosen.value = { page: from.page, quad };
    this.#seen(from.page, quad);
  }

  #seen(page: number, quad: Quad): void {
    const { top } = this.paper.scroll.peek();
    const { tops, scale } = this.paper.layout.peek();
    const start = (tops[page - 1] ?? 0) + quad.y * scale - top;
    if (this.paper.turn.peek() === 0 && (start < 20 || start + Math.min(quad.h * scale, 100) > this.paper.view.peek().height - 90)) this.paper.goTo(page, quad.y, quad.x);
  }

  /** Escape and arrows; true when the key was ours. */
  key(event: KeyboardEvent): boolean {
    if (!this.choosing.peek()) return false;
    const arrow = ARROWS[event.key];
    if (event.key === 'Escape') this.stop();
    else if (arrow && !event.altKey && !event.ctrlKey && !event.metaKey) this.move(arrow[0] * STEP, arrow[1] * STEP, event.shiftKey);
    else return false;
    return true;
  }
}

/** Drags on the paper, before any other tool hears of them. */
export function watchRegion(scroller: HTMLElement, region: Region): () => void {
  const { paper } = region;
  let from: { pointer: number; page: number; x: number; y: number; clientX: number; clientY: number } | null = null;
  const take = (event: Event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const down = (event: PointerEvent) => {
    if (!region.choosing.peek()) return;
    // A second finger zooms.
    if (!event.isPrimary) return void (from = null);
    if (event.button !== 0 || (event.target instanceof Element && event.target.closest('button'))) return;
    const at = placeUnder(paper, scroller, event.clientX, event.clientY);
    if (!at?.inside) return;
    take(event);
    from = { pointer: event.pointerId, page: at.page, x: at.x, y: at.y, clientX: event.clientX, clientY: event.clientY };
    scroller.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent) => {
    if (!from || from.pointer !== event.pointerId) return;
    take(event);
    if (Math.hypot(event.clientX - from.clientX, event.clientY - from.clientY) < STEADY) return;
    const at = placeUnder(paper, scroller, event.clientX, event.clientY, from.page);
    if (at) region.chosen.value = { page: from.page, quad: between(from, at) };
  };
  const up = (event: PointerEvent) => {
    if (!from || from.pointer !== event.pointerId) return;
    take(event);
    from = null;
    const quad = region.chosen.peek()?.quad;
    if (quad && (quad.w < LEAST || quad.h < LEAST)) region.chosen.value = null;
  };
  const cancel = () => (from = null);
  const click = (event: MouseEvent) => {
    if (region.choosing.peek() && !(event.target instanceof Element && event.target.closest('button'))) take(event);
  };
  const stops = [
    region.choosing.subscribe((on) => scroller.classList.toggle('choosing-region', on)),
    // Another tool taken in the hand lays this one down.
    tool.subscribe((one) => one !== 'select' && region.stop()),
  ];
  const listen: [string, (event: never) => void][] = [
    ['pointerdown', down],
    ['pointermove', move],
    ['pointerup', up],
    ['pointercancel', cancel],
    ['click', click],
  ];
  for (const [name, act] of listen) scroller.addEventListener(name, act as EventListener, { capture: true });
  return () => {
    stops.forEach((stop) => stop());
    for (const [name, act] of listen) scroller.removeEventListener(name, act as EventListener, { capture: true });
  };
}
