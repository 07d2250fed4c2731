// SPDX-License-Identifier: GPL-3.0-or-later
//
// Ink as numbers: a stroke made smaller without being seen to change, its
// outline, and whether a place touches it. Nothing here draws.
import { getStroke } from 'perfect-freehand';
import { inQuad, type Note, type Stroke } from './note';

/** What the server takes of one stroke. */
const MOST_NUMBERS = 60_000;
/** Points of paper; a third of a hair's breadth. */
const FINEST = 0.12;
/** So much pressure is worth so much way when points are dropped. */
const PRESSURE_WEIGHT = 1.5;
/** Pressure of what has none: a mouse, a finger. */
export const EVEN_PRESSURE = 0.5;

const STRETCH = 256;

const rounded = (n: number, digits: number) => Math.round(n * 10 ** digits) / 10 ** digits;

/** Keeps those points from which the others can be guessed within `tolerance` (Ramer, Douglas, Peucker, without recursion). */
function thinned(points: readonly number[], tolerance: number): number[] {
  const count = points.length / 3;
  if (count < 3) return [...points];
  const keep = new Uint8Array(count);
  // By stretches: a long stroke is then thinned in a time that grows with its length only.
  const open: [number, number][] = [];
  for (let first = 0; first < count - 1; first += STRETCH) {
    const last = Math.min(first + STRETCH, count - 1);
    keep[first] = keep[last] = 1;
    open.push([first, last]);
  }
  const at = (index: number, part: number) => points[index * 3 + part] ?? 0;
  for (let stretch = open.pop(); stretch; stretch = open.pop()) {
    const [first, last] = stretch;
    const [ax, ay, ap] = [at(first, 0), at(first, 1), at(first, 2)];
    const [dx, dy, dp] = [at(last, 0) - ax, at(last, 1) - ay, at(last, 2) - ap];
    const length = dx * dx + dy * dy;
    let farthest = tolerance;
    let split = -1;
    for (let index = first + 1; index < last; index += 1) {
      const [px, py] = [at(index, 0) - ax, at(index, 1) - ay];
      const share = length > 0 ? Math.max(0, Math.min(1, (px * dx + py * dy) / length)) : 0;
      const off = Math.hypot(px - share * dx, py - share * dy) + Math.abs(at(index, 2) - ap - share * dp) * PRESSURE_WEIGHT * 0.5;
      if (off <= farthest) continue;
      farthest = off;
      split = index;
    }
    if (split < 0) continue;
    keep[split] = 1;
    open.push([first, split], [split, last]);
  }
  return points.filter((_, index) => keep[Math.floor(index / 3)] === 1);
}

/** The stroke to keep: long ones are thinned further until they fit. */
export function strokeOf(points: readonly number[]): Stroke {
  let tolerance = FINEST;
  let kept = thinned(points, tolerance);
  while (kept.length > MOST_NUMBERS) kept = thinned(kept, (tolerance *= 2));
  return { points: kept.map((n) => rounded(n, 2)) };
}

/** An SVG path around the stroke, in points of the page. */
export function outlineOf(points: readonly number[], width: number, ended: boolean): string {
  const input: [number, number, number][] = [];
  let even = true;
  for (let at = 0; at + 2 < points.length; at += 3) {
    const pressure = points[at + 2] ?? EVEN_PRESSURE;
    if (Math.abs(pressure - EVEN_PRESSURE) > 0.001) even = false;
    input.push([points[at] ?? 0, points[at + 1] ?? 0, pressure]);
  }
  const outline = getStroke(input, { size: width * 1.6, thinning: even ? 0.1 : 0.55, smoothing: 0.5, streamline: 0.3, simulatePressure: false, last: ended });
  const [first] = outline;
  if (!first) return '';
  const parts = [`M${rounded(first[0] ?? 0, 2)} ${rounded(first[1] ?? 0, 2)}Q`];
  outline.forEach((point, index) => {
    const next = outline[(index + 1) % outline.length] ?? point;
    const [x = 0, y = 0] = point;
    parts.push(`${rounded(x, 2)} ${rounded(y, 2)} ${rounded((x + (next[0] ?? 0)) / 2, 2)} ${rounded((y + (next[1] ?? 0)) / 2, 2)}`);
  });
  return `${parts.join(' ')}Z`;
}

const outlines = new WeakMap<Stroke, { width: number; path: string }>();

/** The outline of a stroke that does not change any more, made once. */
export function pathOf(stroke: Stroke, width: number): string {
  const made = outlines.get(stroke);
  if (made?.width === width) return made.path;
  const path = outlineOf(stroke.points, width, true);
  outlines.set(stroke, { width, path });
  return path;
}

/** Which stroke lies within `reach` of the place; -1: none. */
export function strokeAt(note: Note, x: number, y: number, reach: number): number {
  const within = (reach + (note.width ?? 1)) ** 2;
  return note.place.strokes.findIndex(({ points }) => {
    for (let at = 0; at + 2 < points.length; at += 3) {
      const [ax = 0, ay = 0] = [points[at], points[at + 1]];
      const [dx, dy] = [(points[at + 3] ?? ax) - ax, (points[at + 4] ?? ay) - ay];
      const length = dx * dx + dy * dy;
      const share = length > 0 ? Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length)) : 0;
      if ((ax + share * dx - x) ** 2 + (ay + share * dy - y) ** 2 <= within) return true;
    }
    return false;
  });
}

/** The note under a place of its page, the newest first. */
export function noteAt(notes: readonly Note[], x: number, y: number, reach: number): Note | undefined {
  return [...notes].reverse().find((note) => note.place.quads.some((quad) => inQuad(quad, x, y, Math.min(reach, 4))) || strokeAt(note, x, y, reach) >= 0);
}
