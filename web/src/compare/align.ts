// SPDX-License-Identifier: GPL-3.0-or-later
//
// How one scan of a page lies on another: moved, turned a little, stretched a
// little, as the feeder took the sheet. Told from tiles of the page that are
// moved until they fit best. Arithmetic only.

/** What is at x, y of the first stands at x − dx, y − dy of the second; dx and dy change over the page. */
export interface Lie {
  at: (x: number, y: number) => { dx: number; dy: number };
}

export interface Grey {
  light: Uint8Array;
  width: number;
  height: number;
}

export const SHIFT = 12; // pixels that a page may lie elsewhere on the glass
const STEP = 4; // of the first, coarse search
const LOCAL = 5; // pixels that a tile may lie elsewhere than the whole
const ACROSS = 6;
const DOWN = 8;
const INK = 150; // of 255; darker is ink
const LEAST_INK = 40; // pixels that tell where a tile lies
const STRAY = 1.5; // pixels; a tile farther from where the others say has changed

interface Area {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** How unlike an area is to the second moved by dx, dy; every `stride`th pixel is looked at. */
function unlike(one: Grey, other: Grey, { left, top, right, bottom }: Area, dx: number, dy: number, stride: number): number {
  const { width, height } = one;
  let sum = 0;
  let count = 0;
  for (let y = Math.max(top, dy, 0); y < Math.min(bottom, height + Math.min(0, dy)); y += stride) {
    for (let x = Math.max(left, dx, 0); x < Math.min(right, width + Math.min(0, dx)); x += stride) {
      sum += Math.abs((one.light[y * width + x] ?? 255) - (other.light[(y - dy) * width + x - dx] ?? 255));
      count += 1;
    }
  }
  return sum / Math.max(1, count);
}

interface Shift {
  dx: number;
  dy: number;
}

function best(one: Grey, other: Grey, area: Area, from: Shift, reach: number, step: number, stride: number): Shift {
  let found = { ...from, of: unlike(one, other, area, from.dx, from.dy, stride) };
  for (let dy = from.dy - reach; dy <= from.dy + reach; dy += step) {
    for (let dx = from.dx - reach; dx <= from.dx + reach; dx += step) {
      const of = unlike(one, other, area, dx, dy, stride);
      if (of < found.of - 0.01) found = { dx, dy, of };
    }
  }
  return found;
}

interface Tile extends Shift {
  x: number;
  y: number;
}

/** value ≈ a + b·x + c·y over the tiles, by least squares; a alone when they lie too close to tell more. */
function plane(tiles: readonly Tile[], value: (tile: Tile) => number): [number, number, number] {
  const mean = (of: (tile: Tile) => number) => tiles.reduce((sum, tile) => sum + of(tile), 0) / Math.max(1, tiles.length);
  const [mx, my, mv] = [mean((tile) => tile.x), mean((tile) => tile.y), mean(value)];
  const [xx, yy, xy] = [mean((tile) => (tile.x - mx) ** 2), mean((tile) => (tile.y - my) ** 2), mean((tile) => (tile.x - mx) * (tile.y - my))];
  const [xv, yv] = [mean((tile) => (tile.x - mx) * (value(tile) - mv)), mean((tile) => (tile.y - my) * (value(tile) - mv))];
  const whole = xx * yy - xy * xy;
  if (tiles.length < 4 || whole < 1) return [mv, 0, 0];
  const [b, c] = [(xv * yy - yv * xy) / whole, (yv * xx - xv * xy) / whole];
  return [mv - b * mx - c * my, b, c];
}

export function lieOf(one: Grey, other: Grey): Lie {
  const { width, height } = one;
  const all = { left: SHIFT, top: SHIFT, right: width - SHIFT, bottom: height - SHIFT };
  let whole = best(one, other, all, { dx: 0, dy: 0 }, SHIFT, STEP, 3);
  whole = best(one, other, all, whole, STEP, 2, 3);
  whole = best(one, other, all, whole, 1, 1, 3);
  const tiles: Tile[] = [];
  for (let row = 0; row < DOWN; row += 1) {
    for (let column = 0; column < ACROSS; column += 1) {
      const edge = (length: number, part: number, parts: number) => Math.round(SHIFT + ((length - 2 * SHIFT) * part) / parts);
      const area = { left: edge(width, column, ACROSS), top: edge(height, row, DOWN), right: edge(width, column + 1, ACROSS), bottom: edge(height, row + 1, DOWN) };
      let ink = 0;
      for (let y = area.top; y < area.bottom; y += 1) for (let x = area.left; x < area.right; x += 1) if ((one.light[y * width + x] ?? 255) < INK) ink += 1;
      if (ink < LEAST_INK) continue;
      tiles.push({ x: (area.left + area.right) / 2, y: (area.top + area.bottom) / 2, ...best(one, other, area, whole, LOCAL, 1, 2) });
    }
  }
  if (tiles.length === 0) return { at: () => whole };
  const fit = (of: readonly Tile[]) => {
    const [across, down] = [plane(of, (tile) => tile.dx), plane(of, (tile) => tile.dy)];
    return (x: number, y: number) => ({ dx: across[0] + across[1] * x + across[2] * y, dy: down[0] + down[1] * x + down[2] * y });
  };
  let kept: readonly Tile[] = tiles;
  let at = fit(kept);
  for (let turn = 0; turn < 3; turn += 1) {
    const close = tiles.filter((tile) => Math.hypot(at(tile.x, tile.y).dx - tile.dx, at(tile.x, tile.y).dy - tile.dy) <= STRAY * (3 - turn));
    if (close.length < 3) break;
    kept = close;
    at = fit(kept);
  }
  return { at };
}
