// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a comparison says, sorted for showing: the boxes of each page of each
// side, the rows of pages that belong together. Arithmetic only.
import type { Schemas } from '../api';
import type { Quad } from '../reader/words';
import { isQuiet, type PageDifference } from './picture';

export type Comparison = Schemas['Comparison'];
export type Change = Schemas['Change'];
export type Side = 'old' | 'new';

export interface ChangedBox {
  number: number;
  kind: Change['kind'];
  quad: Quad;
}

/** The boxes of one side by page. */
export function boxesOf(changes: readonly Change[], side: Side): Map<number, ChangedBox[]> {
  const pages = new Map<number, ChangedBox[]>();
  for (const change of changes) {
    for (const { page, quads } of change[side]?.places ?? []) {
      const boxes = quads.map((quad) => ({ number: change.number, kind: change.kind, quad }));
      pages.set(page, [...(pages.get(page) ?? []), ...boxes]);
    }
  }
  return pages;
}

/** Where a change begins: on its own side first. */
export function placeOf(change: Change, side: Side): { page: number; y: number } | null {
  const place = change[side]?.places[0];
  return place ? { page: place.page, y: place.quads[0]?.y ?? 0 } : null;
}

/** The row of page pairs where the change is to be seen; pages without a partner stand in a row alone. */
export function rowOf(compared: Comparison, change: Change): number {
  const [later, earlier] = [placeOf(change, 'new'), placeOf(change, 'old')];
  const row = later ? compared.pages.findIndex((pair) => pair.new === later.page) : compared.pages.findIndex((pair) => pair.old === earlier?.page);
  return Math.max(0, row);
}

export function counted(changes: readonly Change[]): Record<Change['kind'], number> {
  const counts = { added: 0, removed: 0, replaced: 0, moved: 0 };
  for (const { kind } of changes) counts[kind] += 1;
  return counts;
}

/** What a look at a pair's pictures says; failed: they could not be had, so nobody can say that they are alike. */
export type Look = PageDifference | 'failed';
export type Looks = ReadonlyMap<number, Look>;
export const isUnlike = (look: Look) => look === 'failed' || !isQuiet(look);

/** One line of the list: words that changed, or a pair of pages whose pictures differ. */
export interface Listed {
  number: number;
  row: number;
  change: Change | null;
  page: number;
}

/** Changes of words in their order, and each page whose picture differs behind those of the rows before it. */
export function listOf(compared: Comparison, looks: Looks): Listed[] {
  const list: Listed[] = compared.changes.map((change) => ({
    number: change.number,
    row: rowOf(compared, change),
    change,
    page: (placeOf(change, 'new') ?? placeOf(change, 'old'))?.page ?? 1,
  }));
  for (const [row, look] of [...looks].sort(([a], [b]) => a - b)) {
    const pair = compared.pages[row];
    if (!pair || !isUnlike(look)) continue;
    const after = list.findIndex((one) => one.row > row);
    list.splice(after < 0 ? list.length : after, 0, { number: compared.changes.length + 1 + row, row, change: null, page: pair.new ?? pair.old ?? 1 });
  }
  return list;
}
