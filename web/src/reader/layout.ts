// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where every page lies at a given zoom, which pages a viewport touches, and
// which width of the server's ladder draws them sharply. Arithmetic only.

export interface PageSize {
  width: number;
  height: number;
}

/** Fit to the width, fit a whole page, or pixels of the screen to one point of the paper. */
export type Zoom = 'width' | 'page' | number;

export const LADDER = [160, 320, 480, 640, 800, 1000, 1240, 1600, 2000, 2480] as const;
export const LADDER_TOP = 2480;
/** Between two pages, and around the first and last. */
export const GAP = 12;
export const MARGIN = 12;
export const LEAST_SCALE = 0.2;
export const MOST_SCALE = 12;

export interface Layout {
  scale: number;
  /** Tops of the pages, and of the page that would come after the last. */
  tops: Float64Array;
  /** Of the window, in which pages stand in the middle. */
  room: number;
  /** Of the whole stack, margins included. */
  width: number;
  height: number;
  sizes: readonly PageSize[];
  /** Two pages side by side: 1 and 2, 3 and 4 … */
  spread: boolean;
}

export const clampScale = (scale: number) => Math.min(MOST_SCALE, Math.max(LEAST_SCALE, scale));

/** The usual measure of the pages: one large map must not make all letters small. */
function usual(sizes: readonly PageSize[], side: 'width' | 'height'): number {
  const sorted = sizes.map((size) => size[side]).sort((a, b) => a - b);
  return Math.max(1, sorted[sorted.length >> 1] ?? 1);
}

/** The scale that a zoom means in this viewport. It does not depend on the page, so that turning pages does not zoom. */
export function scaleOf(zoom: Zoom, sizes: readonly PageSize[], width: number, height: number, spread = false): number {
  if (typeof zoom === 'number') return clampScale(zoom);
  const room = Math.max(1, width - 2 * MARGIN);
  const byWidth = (spread ? (room - GAP) / 2 : room) / usual(sizes, 'width');
  if (zoom === 'width') return clampScale(byWidth);
  return clampScale(Math.min(byWidth, Math.max(1, height - 2 * MARGIN) / usual(sizes, 'height')));
}

export function layOut(sizes: readonly PageSize[], scale: number, viewportWidth: number, spread = false): Layout {
  const tops = new Float64Array(sizes.length + 1);
  const step = spread ? 2 : 1;
  let top = MARGIN;
  let widest = 0;
  for (let first = 0; first < sizes.length; first += step) {
    const row = sizes.slice(first, first + step);
    row.forEach((_, place) => (tops[first + place] = top));
    top += Math.max(...row.map((size) => size.height)) * scale + GAP;
    widest = Math.max(widest, row.reduce((sum, size) => sum + size.width * scale, GAP * (row.length - 1)));
  }
  tops[sizes.length] = top;
  return { scale, tops, room: viewportWidth, width: Math.max(viewportWidth, widest + 2 * MARGIN), height: top - GAP + MARGIN, sizes, spread };
}

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Page numbers count from 1 everywhere. Pages stand in the middle of the window, wider ones begin at its left: so beside one of five metres the others are still in sight. */
export function pageBox(layout: Layout, page: number): Box {
  const size = layout.sizes[page - 1] ?? { width: 0, height: 0 };
  const width = size.width * layout.scale;
  const middle = (wide: number) => Math.max(MARGIN, (layout.room - wide) / 2);
  let left = middle(width);
  if (layout.spread) {
    const other = layout.sizes[page % 2 === 1 ? page : page - 2];
    const beside = other ? other.width * layout.scale + GAP : 0;
    left = middle(width + beside) + (page % 2 === 1 ? 0 : beside);
  }
  return { left, top: layout.tops[page - 1] ?? 0, width, height: size.height * layout.scale };
}

/** The page that holds the height y of the stack; of two side by side the left one. */
export function pageAt(layout: Layout, y: number): number {
  let low = 0;
  let high = layout.sizes.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((layout.tops[middle] ?? 0) <= y) low = middle;
    else high = middle - 1;
  }
  return layout.spread && low % 2 === 1 ? low : low + 1;
}

/** First and last page touched by the stretch of the stack from top to bottom. */
export function pagesBetween(layout: Layout, top: number, bottom: number): [number, number] {
  const last = pageAt(layout, bottom);
  return [pageAt(layout, top), layout.spread ? Math.min(last + 1, layout.sizes.length) : last];
}

/** The page a reader would say they are on: the one at a third of the window's height. */
export function pageRead(layout: Layout, scrollTop: number, viewportHeight: number): number {
  return pageAt(layout, scrollTop + viewportHeight / 3);
}

/** The rung of the ladder that has at least so many pixels; the top one when none has. */
export function rung(pixels: number): number {
  // A tenth more is not seen, and spares many pictures of the next size.
  return LADDER.find((width) => width * 1.1 >= pixels) ?? LADDER_TOP;
}

/** True when even the top of the ladder would look soft, and the part in view is asked for by itself. */
export const needsRegion = (pixels: number) => pixels > LADDER_TOP * 1.1;

/** A place on the paper that must stay under the finger: a page and a point of it. */
export interface Anchor {
  page: number;
  x: number;
  y: number;
}

/** The place of the paper at (x, y) of the stack. */
export function anchorAt(layout: Layout, x: number, y: number): Anchor {
  let page = pageAt(layout, y);
  if (layout.spread && page < layout.sizes.length && x > pageBox(layout, page + 1).left - GAP / 2) page += 1;
  const box = pageBox(layout, page);
  return { page, x: (x - box.left) / layout.scale, y: (y - box.top) / layout.scale };
}

/** Where that place lies in another layout. */
export function anchorIn(layout: Layout, anchor: Anchor): { x: number; y: number } {
  const box = pageBox(layout, anchor.page);
  return { x: box.left + anchor.x * layout.scale, y: box.top + anchor.y * layout.scale };
}

/** The part of a page inside the viewport, in fractions, larger on each side by this share of the viewport; null when none is. */
export function regionOf(layout: Layout, page: number, view: Box, spare: number): Box | null {
  const box = pageBox(layout, page);
  const left = Math.max(0, (view.left - view.width * spare - box.left) / box.width);
  const top = Math.max(0, (view.top - view.height * spare - box.top) / box.height);
  const right = Math.min(1, (view.left + view.width * (1 + spare) - box.left) / box.width);
  const bottom = Math.min(1, (view.top + view.height * (1 + spare) - box.top) / box.height);
  return right > left && bottom > top ? { left, top, width: right - left, height: bottom - top } : null;
}
