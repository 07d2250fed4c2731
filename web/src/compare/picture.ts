// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where two pictures of a page differ: pixelmatch finds the pixels; what a new
// scan does to a page that stayed (a few pixels of shift, greyer paper, thicker
// letters, dust) is not told. Arithmetic on pixels only.
import pixelmatch from 'pixelmatch';
import type { Quad } from '../reader/words';
import { lieOf, SHIFT, type Grey, type Lie } from './align';

export interface PageDifference {
  /** Parts that went from the older and that came on the newer, in fractions of each page. */
  old: Quad[];
  new: Quad[];
}

/** Both pictures are drawn at this width before they are compared: letters can be read, dust is gone. */
export const LOOK_WIDTH = 640;

const LOOSE = 2; // pixels that a stroke may wander
const DARKER = 40; // of 255, to count as other ink
const CELL = 8;
const CELL_PIXELS = 5; // of a cell's, to be more than dust
const LEAST_PIXELS = 24;
const REACH = { across: 5, down: 2 }; // cells between parts of one difference
const FRAME = 3; // pixels around it
const BACK = { still: 0, went: 1, came: 2 };

export interface Picture {
  data: Uint8ClampedArray;
  width: number;
  height: number;
}

/** Lightness of each pixel; the paper becomes white whatever grey the scanner gave it. */
function whitened({ data, width, height }: Picture): { picture: Picture; grey: Grey } {
  const counts = new Uint32Array(256);
  const grey = new Uint8Array(width * height);
  for (let i = 0; i < grey.length; i += 1) {
    const light = Math.round(0.299 * (data[4 * i] ?? 0) + 0.587 * (data[4 * i + 1] ?? 0) + 0.114 * (data[4 * i + 2] ?? 0));
    grey[i] = light;
    counts[light] = (counts[light] ?? 0) + 1;
  }
  let paper = 255;
  for (let light = 128; light < 256; light += 1) if ((counts[light] ?? 0) >= (counts[paper] ?? 0)) paper = light;
  const scale = 255 / Math.max(128, paper - 6);
  const white = new Uint8ClampedArray(data.length);
  for (let i = 0; i < data.length; i += 1) white[i] = i % 4 === 3 ? 255 : (data[i] ?? 0) * scale;
  for (let i = 0; i < grey.length; i += 1) grey[i] = Math.min(255, (grey[i] ?? 0) * scale);
  return { picture: { data: white, width, height }, grey: { light: grey, width, height } };
}

/** The second as it would be had it lain like the first; nearest pixels do, strokes may wander anyway. */
function straightened({ data, width, height }: Picture, { at }: Lie): Picture {
  const out = new Uint8ClampedArray(data.length).fill(255);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const { dx, dy } = at(x, y);
      const [u, v] = [Math.round(x - dx), Math.round(y - dy)];
      if (u < 0 || v < 0 || u >= width || v >= height) continue;
      const [to, from] = [(y * width + x) * 4, (v * width + u) * 4];
      for (let k = 0; k < 3; k += 1) out[to + k] = data[from + k] ?? 255;
    }
  }
  return { data: out, width, height };
}

/** Lightness, each the mean of nine: a thin rule weighs the same whether it fell on one row of pixels or between two. */
function softened({ data, width, height }: Picture): Grey {
  const light = new Uint8Array(width * height).fill(255);
  const rows = new Float32Array(width * height);
  const at = (i: number) => 0.299 * (data[4 * i] ?? 255) + 0.587 * (data[4 * i + 1] ?? 255) + 0.114 * (data[4 * i + 2] ?? 255);
  for (let i = 1; i < rows.length - 1; i += 1) rows[i] = at(i - 1) + at(i) + at(i + 1);
  for (let i = width; i < rows.length - width; i += 1) light[i] = ((rows[i - width] ?? 0) + (rows[i] ?? 0) + (rows[i + width] ?? 0)) / 9;
  return { light, width, height };
}

/** Ink of `dark` that has none near it on `pale`. */
function isOtherInk(dark: Grey, pale: Grey, x: number, y: number): boolean {
  const ink = (dark.light[y * dark.width + x] ?? 255) + DARKER;
  for (let v = Math.max(0, y - LOOSE); v <= Math.min(dark.height - 1, y + LOOSE); v += 1) {
    for (let u = Math.max(0, x - LOOSE); u <= Math.min(dark.width - 1, x + LOOSE); u += 1) {
      if ((pale.light[v * dark.width + u] ?? 255) < ink) return false;
    }
  }
  return true;
}

interface Patch {
  left: number;
  top: number;
  right: number;
  bottom: number;
  pixels: number;
}

/** Cells with more than dust, joined with those a few cells around. */
function patches(marks: Uint8Array, kind: number, width: number, height: number): Patch[] {
  const [across, down] = [Math.ceil(width / CELL), Math.ceil(height / CELL)];
  const cells = new Uint16Array(across * down);
  marks.forEach((mark, at) => {
    if (mark !== kind) return;
    const cell = Math.floor(Math.floor(at / width) / CELL) * across + Math.floor((at % width) / CELL);
    cells[cell] = (cells[cell] ?? 0) + 1;
  });
  const found: Patch[] = [];
  cells.forEach((count, first) => {
    if (count < CELL_PIXELS) return;
    const patch: Patch = { left: across, top: down, right: 0, bottom: 0, pixels: 0 };
    const open = [first];
    for (let cell = open.pop(); cell !== undefined; cell = open.pop()) {
      const pixels = cells[cell] ?? 0;
      if (pixels < CELL_PIXELS) continue;
      cells[cell] = 0;
      const [x, y] = [cell % across, Math.floor(cell / across)];
      Object.assign(patch, { left: Math.min(patch.left, x), top: Math.min(patch.top, y), right: Math.max(patch.right, x + 1), bottom: Math.max(patch.bottom, y + 1) });
      patch.pixels += pixels;
      for (let v = Math.max(0, y - REACH.down); v <= Math.min(down - 1, y + REACH.down); v += 1) {
        for (let u = Math.max(0, x - REACH.across); u <= Math.min(across - 1, x + REACH.across); u += 1) open.push(v * across + u);
      }
    }
    if (patch.pixels >= LEAST_PIXELS) found.push(patch);
  });
  return found;
}

/** Pictures of the same width and height. */
export function differenceOf(older: Picture, newer: Picture): PageDifference {
  const { width, height } = older;
  const [one, other] = [whitened(older), whitened(newer)];
  const lie = lieOf(one.grey, other.grey);
  const second = straightened(other.picture, lie);
  const mask = new Uint8ClampedArray(older.data.length);
  // Red where the older is darker, green where the newer is.
  pixelmatch(one.picture.data, second.data, mask, width, height, { threshold: 0.2, diffMask: true, diffColor: [255, 0, 0], diffColorAlt: [0, 255, 0] });
  const [before, after] = [softened(one.picture), softened(second)];
  const marks = new Uint8Array(width * height);
  for (let y = SHIFT; y < height - SHIFT; y += 1) {
    for (let x = SHIFT; x < width - SHIFT; x += 1) {
      const at = y * width + x;
      if (mask[4 * at + 3] === 0) continue;
      const came = mask[4 * at + 1] === 255 && mask[4 * at] === 0;
      const [dark, pale] = came ? [after, before] : [before, after];
      if (isOtherInk(dark, pale, x, y)) marks[at] = came ? BACK.came : BACK.went;
    }
  }
  const quads = (kind: number, lieAt: Lie['at']) =>
    patches(marks, kind, width, height).map(({ left, top, right, bottom }) => {
      const { dx, dy } = lieAt(((left + right) / 2) * CELL, ((top + bottom) / 2) * CELL);
      const [x, y] = [left * CELL - dx - FRAME, top * CELL - dy - FRAME];
      return { x: x / width, y: y / height, w: ((right - left) * CELL + 2 * FRAME) / width, h: ((bottom - top) * CELL + 2 * FRAME) / height };
    });
  return { old: quads(BACK.went, () => ({ dx: 0, dy: 0 })), new: quads(BACK.came, lie.at) };
}

export const isQuiet = (difference: PageDifference) => difference.old.length + difference.new.length === 0;
