// SPDX-License-Identifier: GPL-3.0-or-later
//
// Citing a place of the paper (C7): its address with document, version, page
// and rectangle, and the soft frame shown where such an address leads.
import { toast, toastProblem } from '../parts/toast';
import { t } from '../i18n';
import type { PageSize } from './layout';
import type { Paper } from './paper';
import type { Passage } from './selection';
import type { Quad } from './words';

export interface Cited {
  page: number;
  rect: Quad | null;
}

/** x,y,w,h in points of the page; anything else is no rectangle. */
export function rectRead(text: string | undefined): Quad | null {
  const numbers = (text ?? '').split(',').map(Number);
  const [x, y, w, h] = numbers;
  if (numbers.length !== 4 || numbers.some((n) => !Number.isFinite(n) || n < 0 || n > 100_000)) return null;
  return { x: x ?? 0, y: y ?? 0, w: w ?? 0, h: h ?? 0 };
}

export function boundOf(quads: readonly Quad[]): Quad | null {
  if (quads.length === 0) return null;
  const x = Math.min(...quads.map((quad) => quad.x));
  const y = Math.min(...quads.map((quad) => quad.y));
  return { x, y, w: Math.max(...quads.map((quad) => quad.x + quad.w)) - x, h: Math.max(...quads.map((quad) => quad.y + quad.h)) - y };
}

export function citeAddress(document: string, version: number, passage: Passage): string {
  const rect = boundOf(passage.quads);
  const place = rect ? `&rect=${[rect.x, rect.y, rect.w, rect.h].map((n) => Math.round(n * 10) / 10).join(',')}` : '';
  return `${location.origin}/documents/${document}/read/${version}?page=${passage.page}${place}`;
}

export async function citeCopy(document: string, version: number, passage: Passage): Promise<void> {
  try {
    await navigator.clipboard.writeText(citeAddress(document, version, passage));
    toast(t().reader.linkCopied);
  } catch (error) {
    toastProblem(error);
  }
}

/** As much of the rectangle as the page has; null when none of it is there. */
export function rectOnPage(rect: Quad | null, size: PageSize | undefined): Quad | null {
  if (!rect || !size || rect.x >= size.width || rect.y >= size.height) return null;
  return { ...rect, w: Math.min(rect.w, size.width - rect.x), h: Math.min(rect.h, size.height - rect.y) };
}

export function CitedMark({ paper, cited, page }: { paper: Paper; cited: Cited; page: number }) {
  const rect = rectOnPage(cited.rect, paper.sizes.value[page - 1]);
  if (!rect || cited.page !== page) return null;
  const spare = 3;
  return (
    <div class="page-marks" style={{ transform: `scale(${paper.scale.value})` }}>
      <div
        class="cited"
        style={{ left: `${rect.x - spare}px`, top: `${rect.y - spare}px`, width: `${rect.w + 2 * spare}px`, height: `${rect.h + 2 * spare}px` }}
      />
    </div>
  );
}
