// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where two pictures of a page differ: pixelmatch finds the pixels; what a new
// scan does to a page that stayed (a few pixels of shift, greyer paper, thicker
// letters, dust) is not told. Arithmetic on pixels only.
import pixelmatch from 'pixelmatch';
import type { Quad } from '../reader/words';

export interface PageDifference {
  /** Parts that went from the older and that came on the newer, in fractions of each page. */
  old: Quad[];
  new: Quad[];
}

/** Both pictures are drawn at this width before they are compared: letters can be read, dust is gone. */
export const LOOK_WIDTH = 640;

const SHIFT = 12; // pixels that a page may lie elsewhere on the glass
const STEP = 4; // of the first, coarse search
const LOOSE = 2; // pixels that a stroke may wander
const DARKER = 60; // of 255, to count as other ink
const CELL = 8;
const CELL_PIXELS = 5; // of a cell's, to be more than dust
const LEAST_PIXELS = 24;
const BACK = { still: 0, went: 1, came: 2 };

export interface Picture {
  data: Uint8ClampedArray;
  width: number;
  height: number;
}

/** Lightness of each pixel; the paper becomes white whatever grey the scanner gave it. */
function whitened({ data, width, height }: Picture): { picture: Picture; grey: Uint8Array } {
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
  return { picture: { data: white, width, height }, grey };
}

/** How unlike the pictures are when the second is moved by dx, dy; every `stride`th pixel is looked at. */
function unlike(one: Uint8Array, other: Uint8Array, width: number, height: number, dx: number, dy: number, stride: number): number {
  let sum = 0;
  let count = 0;
  for (let y = SHIFT; y < height - SHIFT; y += stride) {
    for (let x = SHIFT; x < width - SHIFT; x += stride) {
      sum += Math.abs((one[y * width + x] ?? 255) - (other[(y - dy) * width + x - dx] ?? 255));
      count += 1;
    }
  }
  return sum / Math.max(1, count);
}

/** Where the second lies on the first; rough, then fine. */
function shiftOf(one: Uint8Array, other: Uint8Array, width: number, height: number): { dx: number; dy: number } {
  let best = { dx: 0, dy: 0, of: unlike(one, other, width, height, 0, 0, 3) };
  const seek = (reach: number, step: number) => {
    const { dx: x, dy: y } = best;
    for (let dy = Math.max(-SHIFT, y - reach); dy <= Math.min(SHIFT, y + reach); dy += step) {
      for (let dx = Math.max(-SHIFT, x - reach); dx <= Math.min(SHIFT, x + reach); dx += step) {
        const of = unlike(one, other, width, height, dx, dy, 3);
        if (of < best.of - 0.01) best = { dx, dy, of };
      }
    }
  };
  if (best.of > 0.5) {
    seek(SHIFT, STEP);
    seek(STEP, 2);
    seek(1, 1);
  }
  return best;
}

function moved({ data, width, height }: Picture, dx: number, dy: number): Picture {
  const out = new Uint8ClampedArray(data.length).fill(255);
  for (let y = Math.max(0, dy); y < Math.min(height, height + dy); y += 1) {
    const from = ((y - dy) * width + Math.max(0, -dx)) * 4;
    out.set(data.subarray(from, from + (width - Math.abs(dx)) * 4), (y * width + Math.max(0, dx)) * 4);
  }
  return { data: out, width, height };
}

const lightAt = ({ data }: Picture, at: number) => 0.299 * (data[4 * at] ?? 255) + 0.587 * (data[4 * at + 1] ?? 255) + 0.114 * (data[4 * at + 2] ?? 255);

/** Ink of `dark` that has none near it on `light`. */
function isOtherInk(dark: Picture, light: Picture, x: number, y: number): boolean {
  const ink = lightAt(dark, y * dark.width + x);
  for (let v = Math.max(0, y - LOOSE); v <= Math.min(dark.height - 1, y + LOOSE); v += 1) {
    for (let u = Math.max(0, x - LOOSE); u <= Math.min(dark.width - 1, x + LOOSE); u += 1) {
      if (lightAt(light, v * dark.width + u) < ink + DARKER) return false;
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

/** Cells with more than dust, joined with their neighbours two cells around. */
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
      for (let v = Math.max(0, y - 2); v <= Math.min(down - 1, y + 2); v += 1) {
        for (let u = Math.max(0, x - 2); u <= Math.min(across - 1, x + 2); u += 1) open.push(v * across + u);
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
  const { dx, dy } = shiftOf(one.grey, other.grey, width, height);
  const second = moved(other.picture, dx, dy);
  const mask = new Uint8ClampedArray(older.data.length);
  // Red where the older is darker, green where the newer is.
  pixelmatch(one.picture.data, second.data, mask, width, height, { threshold: 0.2, diffMask: true, diffColor: [255, 0, 0], diffColorAlt: [0, 255, 0] });
  const marks = new Uint8Array(width * height);
  for (let y = SHIFT; y < height - SHIFT; y += 1) {
    for (let x = SHIFT; x < width - SHIFT; x += 1) {
      const at = y * width + x;
      if (mask[4 * at + 3] === 0) continue;
      const came = mask[4 * at + 1] === 255 && mask[4 * at] === 0;
      const [dark, light] = came ? [second, one.picture] : [one.picture, second];
      if (isOtherInk(dark, light, x, y)) marks[at] = came ? BACK.came : BACK.went;
    }
  }
  const quads = (kind: number, x: number, y: number) =>
    patches(marks, kind, width, height).map(({ left, top, right, bottom }) => ({
      x: (left * CELL - x) / width,
      y: (top * CELL - y) / height,
      w: ((right - left) * CELL) / width,
      h: ((bottom - top) * CELL) / height,
    }));
  return { old: quads(BACK.went, 0, 0), new: quads(BACK.came, dx, dy) };
}

export const isQuiet = (difference: PageDifference) => difference.old.length + difference.new.length === 0;
