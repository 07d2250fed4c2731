// SPDX-License-Identifier: GPL-3.0-or-later
//
// The tablet's own store (IndexedDB), opened by the pages and by the service
// worker alike: whose copy it is, what is kept of which version, the parts by
// the hash of their content, kept answers of the server, and what was written
// and not yet sent. It decides nothing; who fills, reads and wipes it do.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Schemas } from '../api';

/** One copy at a time: of the person signed in on this device. */
export interface Holder {
  person_id: string;
  full_name: string;
  /** The server last confirmed the session, by this device's clock (ms). */
  confirmed_at: number;
  /** The latest time this device's clock has shown since: a clock turned back is told by it. */
  seen_at: number;
  lease_days: number;
  /** Papers and facts were last fetched whole (ms). */
  synced_at: number | null;
  /** Seals and opens the outbox; cannot be read out. Gone with the holder. */
  outbox_key: CryptoKey | null;
  /** The sign-out happened without a network: the server is still to be told. */
  leaving: boolean;
  /** Nothing is to be kept on this device until its holder wants it again. */
  off: boolean;
}

/** A version kept for reading; `parts` has an entry for each page fetched so far. */
export interface KeptVersion {
  key: string; // `${document}/${version}`
  document: string;
  version: number;
  subject: string;
  pages: number;
  /** Of the pictures. */
  width: number;
  pinned: boolean;
  meeting: string | null;
  meeting_title: string | null;
  parts: (KeptPage | null)[];
  /** Of the parts fetched. */
  bytes: number;
  /** All parts and facts are there. */
  whole: boolean;
}
export interface KeptPage {
  picture: string | null; // sha256
  text: string | null;
  problem: string | null;
}

export interface KeptPart {
  sha256: string;
  media: string;
  bytes: number;
  data: Blob;
}

/** A JSON answer of the server, given again while it cannot be reached. */
export interface KeptAnswer {
  path: string; // "/api/documents/…" with its query
  body: string;
  at: number;
}

/** Sealed by AES-GCM with the holder's key: only its owner, signed in, can open it. */
export interface SealedEntry {
  id: string;
  person_id: string;
  queued_at: number;
  /** Of two states of one entry the later: see outbox/entry.ts. */
  turn: number;
  iv: Uint8Array<ArrayBuffer>;
  sealed: ArrayBuffer;
}

interface Tables extends DBSchema {
  holder: { key: 'me'; value: Holder };
  version: { key: string; value: KeptVersion };
  part: { key: string; value: KeptPart };
  answer: { key: string; value: KeptAnswer };
  outbox: { key: string; value: SealedEntry; indexes: { person: string } };
}
export type Store = IDBPDatabase<Tables>;

const NAME = 'nghisu';
const EDITION = 1;
let opened: Promise<Store> | null = null;

/** Rejects where the browser gives no storage (a private window of some browsers): then nothing is kept, and the page says so. */
export function store(): Promise<Store> {
  opened ??= openDB<Tables>(NAME, EDITION, {
    upgrade(db) {
      db.createObjectStore('holder');
      db.createObjectStore('version', { keyPath: 'key' });
      db.createObjectStore('part', { keyPath: 'sha256' });
      db.createObjectStore('answer', { keyPath: 'path' });
      db.createObjectStore('outbox', { keyPath: 'id' }).createIndex('person', 'person_id');
    },
    blocking() {
      // A newer edition of the pages wants to open it: make way.
      void opened?.then((db) => db.close());
      opened = null;
    },
    terminated() {
      opened = null;
    },
  });
  opened.catch(() => (opened = null));
  return opened;
}

/** The copy is gone: papers, facts, answers and the key. What is sealed in the outbox stays for its owner. */
export async function storeWipe(): Promise<void> {
  const db = await store();
  const act = db.transaction(['holder', 'version', 'part', 'answer'], 'readwrite');
  await Promise.all([...(['holder', 'version', 'part', 'answer'] as const).map((table) => act.objectStore(table).clear()), act.done]);
}

export type PackList = Schemas['PackList'];
