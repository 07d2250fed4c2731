// SPDX-License-Identifier: GPL-3.0-or-later
//
// Papers as they lie on this device: in a store of their own, sealed with the
// key of the person signed in, so that whoever takes the tablet next cannot
// read which serial was whose. It survives reloads and signing out; it sends
// nothing.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { Problem } from '../api';
import { holderNow } from '../offline/holder';
import type { Held } from './paper';

interface Sealed {
  id: string; // person, vote, mandate
  iv: Uint8Array<ArrayBuffer>;
  sealed: ArrayBuffer;
}
interface Tables extends DBSchema {
  paper: { key: string; value: Sealed };
}
const IV_BYTES = 12;
const WAIT_MS = 200;
const WAITS = 50;
let opened: Promise<IDBPDatabase<Tables>> | null = null;

function ballots(): Promise<IDBPDatabase<Tables>> {
  opened ??= openDB<Tables>('nghisu-ballots', 1, {
    upgrade: (db) => void db.createObjectStore('paper', { keyPath: 'id' }),
    terminated: () => void (opened = null),
  });
  opened.catch(() => (opened = null));
  return opened;
}

/** The device's key of this person; it comes a moment after they signed in. Without a store there is none, and no paper is taken. */
async function deviceKey(person: string): Promise<CryptoKey> {
  for (let i = 0; i < WAITS; i++) {
    const held = await holderNow();
    if (held?.person_id === person && held.outbox_key) return held.outbox_key;
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  }
  throw new Problem('not-kept', 0);
}

const idOf = (person: string, vote: string, mandate: string) => `${person} ${vote} ${mandate}`;
const bound = (id: string) => new TextEncoder().encode(id);

/** null: none, or not to be opened any more. */
export async function heldRead(person: string, vote: string, mandate: string): Promise<Held | null> {
  const id = idOf(person, vote, mandate);
  const row = await (await ballots()).get('paper', id);
  if (!row) return null;
  const key = await deviceKey(person);
  try {
    const data = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: row.iv, additionalData: bound(id) }, key, row.sealed);
    return JSON.parse(new TextDecoder().decode(data)) as Held;
  } catch {
    return null;
  }
}

/** On the device when it resolves. */
export async function heldKeep(person: string, held: Held): Promise<void> {
  const id = idOf(person, held.vote, held.mandate);
  const key = await deviceKey(person);
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: bound(id) }, key, bound(JSON.stringify(held)));
  const act = (await ballots()).transaction('paper', 'readwrite', { durability: 'strict' });
  await Promise.all([act.store.put({ id, iv, sealed }), act.done]);
}

/** One at a time over all tabs of this device. */
export function alone<T>(vote: string, mandate: string, act: () => Promise<T>): Promise<T> {
  return 'locks' in navigator ? (navigator.locks.request(`ballot ${vote} ${mandate}`, act) as Promise<T>) : act();
}
