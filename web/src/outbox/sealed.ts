// SPDX-License-Identifier: GPL-3.0-or-later
//
// Entries as they lie in the tablet's store: sealed by AES-GCM, a fresh iv each
// time, bound to their id and owner. It keeps no copy and sends nothing.
import { store, type SealedEntry } from '../offline/store';
import type { Entry } from './entry';

const IV_BYTES = 12;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

const bound = (id: string, person: string) => encoder.encode(`${person} ${id}`);

async function seal(entry: Entry, person: string, key: CryptoKey): Promise<SealedEntry> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: bound(entry.id, person) }, key, encoder.encode(JSON.stringify(entry)));
  return { id: entry.id, person_id: person, queued_at: entry.queued_at, turn: entry.turn, iv, sealed };
}

/** null: not sealed with this key, or damaged. */
async function opened(row: SealedEntry, key: CryptoKey): Promise<Entry | null> {
  try {
    const data = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: row.iv, additionalData: bound(row.id, row.person_id) }, key, row.sealed);
    return JSON.parse(decoder.decode(data)) as Entry;
  } catch {
    return null;
  }
}

/** What this person wrote on this device and what was not sent. What does not open stays where it is. */
export async function sealedRead(person: string, key: CryptoKey): Promise<Entry[]> {
  const rows = await (await store()).getAllFromIndex('outbox', 'person', person);
  const entries = await Promise.all(rows.map((row) => opened(row, key)));
  return entries.filter((entry) => entry !== null).sort((a, b) => a.queued_at - b.queued_at);
}

/** Rejects with QuotaExceededError when the device is full. A later state that another tab has kept is not overwritten. */
export async function sealedKeep(entries: readonly Entry[], person: string, key: CryptoKey): Promise<void> {
  const rows = await Promise.all(entries.map((entry) => seal(entry, person, key)));
  const act = (await store()).transaction('outbox', 'readwrite');
  const keep = async (row: SealedEntry) => {
    const held = await act.store.get(row.id);
    if (!held || held.turn <= row.turn) await act.store.put(row);
  };
  await Promise.all([...rows.map(keep), act.done]);
}

/** Gone, unless a later state was kept meanwhile. */
export async function sealedDrop(gone: ReadonlyMap<string, number>): Promise<void> {
  const act = (await store()).transaction('outbox', 'readwrite');
  const drop = async ([id, turn]: [string, number]) => {
    const held = await act.store.get(id);
    if (held && held.turn <= turn) await act.store.delete(id);
  };
  await Promise.all([...[...gone].map(drop), act.done]);
}
