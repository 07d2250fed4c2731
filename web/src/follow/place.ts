// SPDX-License-Identifier: GPL-3.0-or-later
//
// What of the paper is in a window, in points of a page, and the window that
// shows it on another screen. Arithmetic on a Paper; it sends nothing.
import { pageBox } from '../reader/layout';
import type { Paper } from '../reader/paper';
import { pointIn, pointOut } from '../reader/turn';
import type { Here } from './data';

type View = NonNullable<Here['view']>;
const rounded = (n: number) => Math.round(n * 10) / 10;

/** The page read, or the one named, and the part of it in the window: across only as far as the page goes, so that margins of a wide screen make nobody's letters small. */
export function viewOf(paper: Paper, of?: number): { page: number; view: View } | null {
  const page = of ?? Math.max(1, paper.page.value);
  const layout = paper.layout.value;
  const size = paper.sizes.value[page - 1];
  const { width, height } = paper.view.value;
  if (!size || width === 0) return null;
  const box = pageBox(layout, page);
  const { left, top } = paper.scroll.value;
  const from = Math.max(0, left - box.left) / layout.scale;
  const to = Math.min(box.width, left + width - box.left) / layout.scale;
  const turned = { x: from, y: (top - box.top) / layout.scale, w: Math.max(0, to - from), h: height / layout.scale };
  const a = pointIn(paper.turn.value, size, turned.x, turned.y);
  const b = pointIn(paper.turn.value, size, turned.x + turned.w, turned.y + turned.h);
  return { page, view: { x: rounded(Math.min(a.x, b.x)), y: rounded(Math.min(a.y, b.y)), w: rounded(Math.abs(a.x - b.x)), h: rounded(Math.abs(a.y - b.y)) } };
}

/** Moves this window so that all the presenter sees is in it. */
export function showView(paper: Paper, page: number, view: View): void {
  const size = paper.sizes.peek()[page - 1];
  const { width, height } = paper.view.peek();
  if (!size || width === 0 || view.w <= 0 || view.h <= 0) return;
  const turn = paper.turn.peek();
  const upright = turn % 180 === 0;
  const scale = Math.min(width / (upright ? view.w : view.h), height / (upright ? view.h : view.w));
  const middle = pointOut(turn, size, view.x + view.w / 2, view.y + view.h / 2);
  paper.zoomAround(scale, { page, ...middle }, width / 2, height / 2);
}
