// SPDX-License-Identifier: GPL-3.0-or-later
//
// The order of an agenda of two levels, as pure functions over the flat list: a
// sub-item belongs to the last item of level 0 before it, and goes where that
// goes. What belonged to a restricted item stays closed when it leaves it (rule
// 24). It draws nothing and knows no server.

/** What arranging must know of an item. */
export interface Placed {
  key: string;
  level: 0 | 1;
  restricted: boolean;
  circle: readonly unknown[];
}

/** How many rows from here on move together: an item with its sub-items, or a sub-item. */
export function blockSize(items: readonly Placed[], index: number): number {
  if (items[index]?.level !== 0) return 1;
  let end = index + 1;
  while (items[end]?.level === 1) end += 1;
  return end - index;
}

/** Where the item stands that this one belongs to; -1 for one of level 0. */
export function parentIndex(items: readonly Placed[], index: number): number {
  if (items[index]?.level !== 1) return -1;
  let at = index - 1;
  while (at >= 0 && items[at]?.level === 1) at -= 1;
  return at;
}

/** For each item the restricted item that it belongs to and therefore follows, or null. */
export function followed<T extends Placed>(items: readonly T[]): (T | null)[] {
  let above: T | null = null;
  return items.map((item) => {
    if (item.level === 0) {
      above = item;
      return null;
    }
    return above?.restricted ? above : null;
  });
}

/** The numbers that publishing gives (rule 21): those of restricted items run apart, so that the others' have no gaps. */
export function plannedNumbers(items: readonly Placed[]): string[] {
  const follows = followed(items);
  const count = { open: 0, closed: 0 };
  let top = '';
  let sub = 0;
  return items.map((item, index) => {
    if (item.level === 1 && (!item.restricted || follows[index])) {
      sub += 1;
      return `${top}.${sub}`;
    }
    const number = item.restricted ? `R${(count.closed += 1)}` : String((count.open += 1));
    if (item.level === 0) {
      top = number;
      sub = 0;
    }
    return number;
  });
}

/** An item that no longer follows a restricted one keeps its circle: nothing is opened by being moved. */
function keepClosed<T extends Placed>(before: readonly T[], after: readonly T[]): T[] {
  const was = new Map(followed(before).map((above, index) => [before[index]?.key, above]));
  const now = followed(after);
  return after.map((item, index) => {
    const above = was.get(item.key);
    if (item.restricted || !above || now[index]) return item;
    return { ...item, restricted: true, circle: above.circle };
  });
}

/** The list must begin with an item of level 0. */
function settled<T extends Placed>(before: readonly T[], after: readonly T[]): T[] {
  const first = after[0];
  return keepClosed(before, first?.level === 1 ? [{ ...first, level: 0 }, ...after.slice(1)] : after);
}

function without<T>(items: readonly T[], index: number, size: number): T[] {
  return [...items.slice(0, index), ...items.slice(index + size)];
}

/** The block of `index` before what stands at `to` in the list without it. An item of level 0 never comes between another and its sub-items. */
export function moveTo<T extends Placed>(items: readonly T[], index: number, to: number): T[] {
  const size = blockSize(items, index);
  const block = items.slice(index, index + size);
  const rest = without(items, index, size);
  let at = Math.max(0, Math.min(to, rest.length));
  if (block[0]?.level === 0) while (rest[at]?.level === 1) at += 1;
  return settled(items, [...rest.slice(0, at), ...block, ...rest.slice(at)]);
}

/** Dropped at `to`, counted among the rows without the dragged one alone: its sub-items were still lying there. */
export function dropTo<T extends Placed>(items: readonly T[], from: number, to: number): T[] {
  return moveTo(items, from, to <= from ? to : Math.max(from, to - blockSize(items, from) + 1));
}

/** One place up or down: an item over its neighbour's whole block, a sub-item also from one item to the next. Null: there is no further. */
export function step<T extends Placed>(items: readonly T[], index: number, by: -1 | 1): T[] | null {
  const item = items[index];
  if (!item) return null;
  if (item.level === 1) {
    const to = index + by;
    if (to < 1 || to >= items.length) return null;
    return moveTo(items, index, to);
  }
  if (by === 1) {
    const next = index + blockSize(items, index);
    return next < items.length ? moveTo(items, index, index + blockSize(items, next)) : null;
  }
  if (index === 0) return null;
  let before = index - 1;
  while (before > 0 && items[before]?.level === 1) before -= 1;
  return moveTo(items, index, before);
}

/** Becomes a sub-item of the item before it; its own sub-items come along as its neighbours. */
export function indent<T extends Placed>(items: readonly T[], index: number): T[] | null {
  if (index === 0 || items[index]?.level !== 0) return null;
  return settled(items, items.map((item, at) => (at === index ? { ...item, level: 1 as const } : item)));
}

/** Stands by itself, after the item it belonged to; that one's other sub-items stay with it. */
export function outdent<T extends Placed>(items: readonly T[], index: number): T[] | null {
  const parent = parentIndex(items, index);
  const item = items[index];
  if (parent < 0 || !item) return null;
  const rest = without(items, index, 1);
  const at = parent + blockSize(rest, parent);
  return settled(items, [...rest.slice(0, at), { ...item, level: 0 as const }, ...rest.slice(at)]);
}

/** After the block of `index`, or last. */
export function insertAfter<T extends Placed>(items: readonly T[], index: number, added: readonly T[]): T[] {
  const at = index + blockSize(items, index);
  return [...items.slice(0, at), ...added, ...items.slice(at)];
}

/** An item goes with its sub-items. */
export function remove<T extends Placed>(items: readonly T[], index: number): T[] {
  return without(items, index, blockSize(items, index));
}
