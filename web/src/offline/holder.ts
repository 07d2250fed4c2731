// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whose copy lies on this device: written when the server says who is signed in,
// gone when the session ends or another person comes. It keeps the key of the
// outbox in a form that cannot be read out. It fetches no papers.
import { signal } from '@preact/signals';
import type { Schemas } from '../api';
import { hear, tell } from './channel';
import { leaseOf } from './lease';
import { store, storeWipe, type Holder } from './store';

/** Of this device, once read; null: nobody's, not read yet, or no storage. */
export const holder = signal<Holder | null>(null);
/** False where the browser keeps nothing, as in some private windows. */
export const storageThere = signal(true);

const LEASE_DAYS = 7;
const SEEN_MS = 3_600_000;

async function read(): Promise<Holder | null> {
  try {
    const found = (await (await store()).get('holder', 'me')) ?? null;
    storageThere.value = true;
    holder.value = found && !found.leaving ? found : null;
    return found;
  } catch {
    storageThere.value = false;
    return null;
  }
}
hear((news) => {
  if (news.type === 'holder' || news.type === 'wiped') void read();
});

/** As the store has it now; a person who is leaving holds nothing. */
export async function holderNow(): Promise<Holder | null> {
  const found = await read();
  return found?.leaving ? null : found;
}

/** Told at once and at every change. Returns what stops it. */
export function whenHolder(hears: (h: Holder | null) => void): () => void {
  return holder.subscribe(hears);
}

/** The copy is gone, in all tabs; `ended` when nobody is signed in any more. What is sealed in the outbox stays. */
export async function wipe(ended: boolean): Promise<void> {
  try {
    await storeWipe();
  } catch {
    storageThere.value = false;
  }
  holder.value = null;
  tell({ type: 'wiped', ended });
}

/** At start: who has left the device alone for too long keeps nothing on it; a clock that runs is noted. */
export async function holderTend(): Promise<void> {
  const found = await read();
  if (!found || found.leaving) return;
  if (leaseOf(found) === 'dead') return wipe(false);
  if (leaseOf(found) === 'good' && Date.now() > found.seen_at + SEEN_MS) await holderChange({ seen_at: Date.now() });
}

/** Some facts of the holder as it is now; nothing when there is none. */
export async function holderChange(facts: Partial<Holder>): Promise<void> {
  const act = (await store()).transaction('holder', 'readwrite');
  const found = await act.store.get('me');
  if (found) await act.store.put({ ...found, ...facts }, 'me');
  await act.done;
  await read();
  tell({ type: 'holder' });
}

async function keyFetch(person: string): Promise<CryptoKey> {
  // X-Sync: past the service worker, which keeps no answer of this.
  const reply = await fetch('/api/outbox-key', { cache: 'no-store', headers: { 'X-Sync': '1' } });
  if (!reply.ok) throw new TypeError('no key');
  const { person_id, key } = (await reply.json()) as Schemas['OutboxKey'];
  if (person_id !== person) throw new TypeError('another person signed in meanwhile');
  const bytes = Uint8Array.from(atob(key), (letter) => letter.charCodeAt(0));
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

let confirming: Promise<void> = Promise.resolve();

/** The server itself has just said who is signed in. Another person's copy goes first. */
export function holderConfirm(person: { id: string; full_name: string }): Promise<void> {
  confirming = confirming.then(() => confirm(person)).catch(() => undefined);
  return confirming;
}

async function confirm({ id, full_name }: { id: string; full_name: string }): Promise<void> {
  const before = await read();
  if (!storageThere.peek()) return;
  if (before && (before.leaving || before.person_id !== id)) await wipe(false);
  const same = before && !before.leaving && before.person_id === id ? before : null;
  const now = Date.now();
  const fresh: Holder = {
    person_id: id,
    full_name,
    confirmed_at: now,
    seen_at: now,
    lease_days: same?.lease_days ?? LEASE_DAYS,
    synced_at: same?.synced_at ?? null,
    outbox_key: same?.outbox_key ?? null,
    leaving: false,
    off: same?.off ?? false,
  };
  await (await store()).put('holder', fresh, 'me');
  await read();
  tell({ type: 'holder' });
  if (fresh.outbox_key) return;
  const outbox_key = await keyFetch(id);
  // Only of the one it was asked for: the session may have ended while it came.
  if ((await holderNow())?.person_id === id) await holderChange({ outbox_key });
}
