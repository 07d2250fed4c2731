// SPDX-License-Identifier: GPL-3.0-or-later
//
// Notes not yet sent, kept on this device so that a page closed or a battery
// gone loses none. One entry a person and document; it sends nothing.
import type { Wanted } from './data';

const keyOf = (person: string, document: string) => `nghisu.notes.waiting.${person}.${document}`;

export function waitingKeep(person: string, document: string, wanted: ReadonlyMap<string, Wanted>): void {
  try {
    if (wanted.size === 0) localStorage.removeItem(keyOf(person, document));
    else localStorage.setItem(keyOf(person, document), JSON.stringify([...wanted]));
  } catch {
    /* a full or closed storage: they are sent as long as the page is open */
  }
}

export function waitingRecall(person: string, document: string): ReadonlyMap<string, Wanted> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(person, document)) ?? '[]');
    return new Map(Array.isArray(kept) ? (kept as [string, Wanted][]) : []);
  } catch {
    return new Map();
  }
}
