// SPDX-License-Identifier: GPL-3.0-or-later
//
// The paper turned by quarters: where a point of the page lies on the turned
// one, and back. Arithmetic only; text, pictures and notes stay in the page's
// own points and are turned as a whole by one style.
import type { Box, PageSize } from './layout';

/** Degrees clockwise. */
export type Turn = 0 | 90 | 180 | 270;

export const turnAfter = (turn: Turn): Turn => ((turn + 90) % 360) as Turn;

export function turnedSize(size: PageSize, turn: Turn): PageSize {
  return turn % 180 === 0 ? size : { width: size.height, height: size.width };
}

/** `size` is the page's own, not the turned one's. */
export function pointOut(turn: Turn, size: PageSize, x: number, y: number): { x: number; y: number } {
  if (turn === 90) return { x: size.height - y, y: x };
  if (turn === 180) return { x: size.width - x, y: size.height - y };
  if (turn === 270) return { x: y, y: size.width - x };
  return { x, y };
}

export function pointIn(turn: Turn, size: PageSize, x: number, y: number): { x: number; y: number } {
  if (turn === 90) return { x: y, y: size.height - x };
  if (turn === 180) return { x: size.width - x, y: size.height - y };
  if (turn === 270) return { x: size.width - y, y: x };
  return { x, y };
}

/** A move across the turned page as the same move on the page itself. */
export function moveIn(turn: Turn, dx: number, dy: number): [number, number] {
  if (turn === 90) return [dy, -dx];
  if (turn === 180) return [-dx, -dy];
  if (turn === 270) return [-dy, dx];
  return [dx, dy];
}

/** A part of the turned page, in fractions, as the same part of the page itself. */
export function boxIn(turn: Turn, box: Box): Box {
  const { left, top, width, height } = box;
  if (turn === 90) return { left: top, top: 1 - left - width, width: height, height: width };
  if (turn === 180) return { left: 1 - left - width, top: 1 - top - height, width, height };
  if (turn === 270) return { left: 1 - top - height, top: left, width: height, height: width };
  return box;
}

/** The transform, around the top left corner, of an element of this size. */
export function turnStyle(turn: Turn, width: number, height: number): string {
  if (turn === 90) return `translate(${height}px, 0) rotate(90deg)`;
  if (turn === 180) return `translate(${width}px, ${height}px) rotate(180deg)`;
  if (turn === 270) return `translate(0, ${width}px) rotate(270deg)`;
  return 'none';
}
