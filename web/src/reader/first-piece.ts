// SPDX-License-Identifier: GPL-3.0-or-later
//
// The part of a page that the window shows when one comes to its top: fetched
// before the rest of it, so that a page can be read in half the time. Reckoned
// for A4 before the sizes are known. Arithmetic only.
import { GAP, MARGIN, needsRegion, rung, type Box, type PageSize } from './layout';

/** Most papers are A4: the first picture is asked for before the sizes are known. */
export const A4: PageSize = { width: 595, height: 842 };
/** Parts are rounded up to so many of a page, so that windows of nearly one size share them. */
const STEPS = 16;
/** A page that is seen nearly whole is fetched whole. */
const WORTH = 0.8;
const BAR = 56;

export interface FirstPiece {
  document: string;
  version: number;
  page: number;
  address: string;
  /** In fractions of the page. */
  box: Box;
}

/** The whole width and the height down to `bottom` (a fraction); null where the whole page is as good. */
export function topPart(bottom: number): Box | null {
  const height = Math.ceil(Math.min(1, bottom) * STEPS) / STEPS;
  return height < WORTH && height > 0 ? { left: 0, top: 0, width: 1, height } : null;
}

export function pieceAddress(document: string, version: number, page: number, width: number, box: Box | null): string {
  const whole = `/api/documents/${document}/versions/${version}/pages/${page}/image?width=${width}`;
  return box ? `${whole}&region=${[box.left, box.top, box.width, box.height].map((part) => part.toFixed(4)).join(',')}` : whole;
}

/** For a window of this size with nothing but the bar in it. */
export function firstPiece(document: string, version: number, page: number, windowWidth: number, windowHeight: number): FirstPiece {
  const width = windowWidth - 2 * MARGIN;
  const height = (width * A4.height) / A4.width;
  const pixels = width * devicePixelRatio;
  const box = needsRegion(pixels) ? null : topPart((windowHeight - BAR - (page > 1 ? GAP : MARGIN)) / height);
  return { document, version, page, address: pieceAddress(document, version, page, rung(pixels), box), box: box ?? { left: 0, top: 0, width: 1, height: 1 } };
}
