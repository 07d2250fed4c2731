// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pictures of pages, fetched once, kept while they are useful and dropped when
// memory says so. It knows addresses and bytes; which picture a page needs is
// decided by the page.
import { problemOf } from '../api';

export interface Picture {
  url: string;
  bytes: number;
}

/** Enough for the pages around the one being read, little enough for a tablet of 3 GB. */
const KEPT_BYTES = 64 << 20;

interface Entry {
  promise: Promise<Picture>;
  picture: Picture | null;
  abort: AbortController;
  users: number;
}

const entries = new Map<string, Entry>();
let keptBytes = 0;

export function imageAddress(document: string, version: number, page: number, width: number, region?: string): string {
  const base = `/api/documents/${document}/versions/${version}/pages/${page}/image?width=${width}`;
  return region ? `${base}&region=${region}` : base;
}

function forget(address: string): void {
  const entry = entries.get(address);
  if (!entry) return;
  entries.delete(address);
  if (!entry.picture) return;
  keptBytes -= entry.picture.bytes;
  URL.revokeObjectURL(entry.picture.url);
}

/** The Map keeps the order of use: the longest unused is dropped first. */
function makeRoom(): void {
  for (const [address, entry] of entries) {
    if (keptBytes <= KEPT_BYTES) return;
    if (entry.users === 0 && entry.picture) forget(address);
  }
}

async function load(address: string, urgent: boolean, abort: AbortController): Promise<Picture> {
  const reply = await fetch(address, { signal: abort.signal, priority: urgent ? 'high' : 'low' });
  if (!reply.ok) throw problemOf(await reply.json().catch(() => null), reply.status);
  const blob = await reply.blob();
  return { url: URL.createObjectURL(blob), bytes: blob.size };
}

function begin(address: string, urgent: boolean): Entry {
  const abort = new AbortController();
  const entry: Entry = { abort, picture: null, users: 0, promise: load(address, urgent, abort) };
  entry.promise.then(
    (picture) => {
      entry.picture = picture;
      keptBytes += picture.bytes;
      makeRoom();
    },
    () => entries.get(address) === entry && forget(address),
  );
  return entry;
}

/** Asks for a picture. Each take needs one leave(); the last leave of a picture still on its way stops it. */
export function take(address: string, urgent: boolean): Promise<Picture> {
  const entry = entries.get(address) ?? begin(address, urgent);
  entries.delete(address);
  entries.set(address, entry);
  entry.users += 1;
  return entry.promise;
}

export function leave(address: string): void {
  const entry = entries.get(address);
  if (!entry) return;
  entry.users -= 1;
  if (entry.users > 0) return;
  if (entry.picture) makeRoom();
  else {
    entries.delete(address);
    entry.abort.abort();
  }
}
