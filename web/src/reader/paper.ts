// SPDX-License-Identifier: GPL-3.0-or-later
//
// The stack of pages on the screen: where it is scrolled, how far it is zoomed,
// which pages are near. It touches no element; viewport.tsx puts it on the
// screen and reports what fingers and wheels do.
import { batch, computed, signal } from '@preact/signals';
import { GAP, anchorAt, anchorIn, clampScale, layOut, pageBox, pageRead, pagesBetween, scaleOf } from './layout';
import type { Anchor, Box, PageSize, Zoom } from './layout';
import { pointOut, turnAfter, turnedSize, type Turn } from './turn';

const ZOOM_STEP = 1.25;
/** So long without a move, and the pages are drawn sharply. */
const STILL_MS = 120;
/** So long without any scroll, and the words are laid over the pictures: hundreds of elements, which would cost frames. */
const REST_MS = 250;
/** Slower than this (pixels a millisecond) a page can be read while it moves. */
const READABLE_SPEED = 3;

export class Paper {
  readonly sizes = signal<readonly PageSize[]>([]);
  readonly zoom = signal<Zoom>('width');
  readonly turn = signal<Turn>(0);
  /** Two pages side by side. */
  readonly spread = signal(false);
  readonly view = signal({ width: 0, height: 0 });
  readonly scroll = signal({ left: 0, top: 0 });
  /** False while the pages move too fast to be read or the zoom changes. */
  readonly still = signal(true);
  /** False while anything moves at all. */
  readonly rest = signal(true);

  readonly #turned = computed(() => (this.turn.value % 180 === 0 ? this.sizes.value : this.sizes.value.map((size) => turnedSize(size, this.turn.value))));
  readonly scale = computed(() => scaleOf(this.zoom.value, this.#turned.value, this.view.value.width, this.view.value.height, this.spread.value));
  readonly layout = computed(() => layOut(this.#turned.value, this.scale.value, this.view.value.width, this.spread.value));
  readonly count = computed(() => this.sizes.value.length);
  readonly page = computed(() => {
    const { scroll, view, layout } = this;
    if (this.count.value === 0) return 0;
    // The end of the stack is the last page, however short.
    if (scroll.value.top > 0 && scroll.value.top + view.value.height >= layout.value.height - 2) return this.count.value;
    return pageRead(layout.value, scroll.value.top, view.value.height);
  });
  /** Pages that touch the window: drawn first. */
  readonly seen = computed(() => this.#near(0));
  /** Pages that are in the document tree: those seen and about a screen before and after. */
  readonly mounted = computed(() => this.#near(1));

  #stillTimer: ReturnType<typeof setTimeout> | undefined;
  #restTimer: ReturnType<typeof setTimeout> | undefined;
  #last = { top: 0, at: 0 };
  /** A place that scrolling must reach once the elements have the new sizes. */
  #provisional = false;
  /** A page beyond those supposed so far. */
  #asked: number | null = null;
  #aim: { left: number; top: number } | null = null;

  #near(screens: number): string {
    if (this.count.value === 0) return '1-0';
    const { top } = this.scroll.value;
    const spare = this.view.value.height * screens;
    // The gap above a page still counts as the page before, of which nothing is seen.
    const first = top - spare + (screens === 0 ? GAP : 0);
    // A text, so that scrolling within the same pages changes nothing for those who listen.
    return pagesBetween(this.layout.value, first, top + this.view.value.height + spare).join('-');
  }

  get viewBox(): Box {
    return { ...this.scroll.peek(), ...this.view.peek() };
  }

  /** The window has another size: what was read stays in its place. */
  resized(width: number, height: number): void {
    const old = this.view.peek();
    if (old.width === width && old.height === height) return;
    const y = Math.min(old.height, height) / 3;
    const anchor = this.#anchor(old.width / 2, y);
    batch(() => {
      this.view.value = { width, height };
      if (anchor && old.width > 0) this.#put(anchor, width / 2, y);
    });
  }

  /** What the scroller says. */
  scrolled(left: number, top: number): void {
    const aim = this.#aim;
    // Our own aim comes back rounded to whole pixels; the exact one is kept so that zooming does not drift.
    if (aim && Math.abs(aim.top - top) <= 1.5 && Math.abs(aim.left - left) <= 1.5) return;
    const now = performance.now();
    const speed = Math.abs(top - this.#last.top) / Math.max(1, now - this.#last.at);
    this.#last = { top, at: now };
    this.#aim = null;
    this.#restSoon();
    batch(() => {
      this.scroll.value = { left, top };
      this.rest.value = false;
      if (speed > READABLE_SPEED) this.#moving();
    });
  }

  #restSoon(): void {
    clearTimeout(this.#restTimer);
    this.#restTimer = setTimeout(() => (this.rest.value = true), REST_MS);
  }

  /** Given once, after the elements took the sizes of the layout. */
  get aim(): { left: number; top: number } | null {
    return this.#aim;
  }

  #moving(): void {
    this.still.value = false;
    clearTimeout(this.#stillTimer);
    this.#stillTimer = setTimeout(() => (this.still.value = true), STILL_MS);
  }

  #anchor(x: number, y: number): Anchor | null {
    const { left, top } = this.scroll.peek();
    return this.count.peek() > 0 ? anchorAt(this.layout.peek(), left + x, top + y) : null;
  }

  #aimAt(left: number, top: number): void {
    const { width, height } = this.layout.peek();
    const view = this.view.peek();
    this.#aim = {
      left: Math.max(0, Math.min(left, width - view.width)),
      top: Math.max(0, Math.min(top, height - view.height)),
    };
    this.scroll.value = this.#aim;
  }

  #put(anchor: Anchor, x: number, y: number): void {
    const place = anchorIn(this.layout.peek(), anchor);
    this.#aimAt(place.x - x, place.y - y);
  }

  place(x: number, y: number): Anchor | null {
    return this.#anchor(x, y);
  }

  /** Zooms so that the place of the paper stands at (x, y) of the window. */
  zoomAround(zoom: Zoom, anchor: Anchor | null, x: number, y: number): void {
    batch(() => {
      this.#moving();
      this.zoom.value = typeof zoom === 'number' ? clampScale(zoom) : zoom;
      if (anchor) this.#put(anchor, x, y);
    });
  }

  zoomTo(zoom: Zoom, x = this.view.peek().width / 2, y = this.view.peek().height / 3): void {
    this.zoomAround(zoom, this.#anchor(x, y), x, y);
  }

  zoomBy(factor: number, x?: number, y?: number): void {
    this.zoomTo(this.scale.peek() * factor, x, y);
  }

  zoomIn = (): void => this.zoomBy(ZOOM_STEP);
  zoomOut = (): void => this.zoomBy(1 / ZOOM_STEP);

  /** The page after or before, two where two stand side by side. */
  step(direction: 1 | -1): void {
    this.goTo(this.page.peek() + direction * (this.spread.peek() ? 2 : 1));
  }

  /** A quarter to the right; the page read stays in the window. */
  turnRight = (): void => this.#rearranged(() => (this.turn.value = turnAfter(this.turn.peek())));
  spreadToggle = (): void => this.#rearranged(() => (this.spread.value = !this.spread.peek()));

  #rearranged(change: () => void): void {
    const page = this.page.peek();
    batch(() => {
      this.#moving();
      change();
      this.goTo(page);
    });
  }

  /** Top of a page, or a place of it in its own points. */
  goTo(page: number, points = 0, x = 0): void {
    if (this.count.peek() === 0) return;
    if (this.#provisional && page > this.count.peek()) this.#asked = page;
    const wanted = Math.min(this.count.peek(), Math.max(1, Math.round(page)));
    const layout = this.layout.peek();
    const { left } = this.scroll.peek();
    const box = pageBox(layout, wanted);
    if (points <= 0) return this.#aimAt(left, box.top - 8);
    const size = this.sizes.peek()[wanted - 1] ?? { width: 0, height: 0 };
    const place = pointOut(this.turn.peek(), size, x, points);
    const view = this.view.peek();
    const across = box.left + place.x * layout.scale;
    // Sideways only as far as is needed to see the place.
    const seen = across > left + 24 && across < left + view.width - 120;
    this.#aimAt(seen ? left : across - view.width / 3, box.top + place.y * layout.scale - view.height / 4);
  }

  /** Sizes arrive; the reader stands at the page where they stopped, or at the one asked for while the sizes were only supposed. */
  open(sizes: readonly PageSize[], page: number, provisional = false): void {
    batch(() => {
      this.sizes.value = sizes;
      this.#aim = null;
      this.#provisional = provisional;
      const asked = this.#asked;
      this.#asked = null;
      this.goTo(asked ?? page);
    });
  }
}
