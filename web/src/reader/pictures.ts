// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pictures of pages, fetched once, kept while they are useful and dropped when
// memory says so. It knows addresses and bytes; which picture a page needs is
// decided by the page.
import { takenAhead } from '../ahead';
import { problemOf } from '../api';
import { lineTake } from '../line';
import { pieceAddress } from './first-piece';

export interface Picture {
  url: string;
  bytes: number;
}

/** Enough for the pages around the one being read, little enough for a tablet of 3 GB. */
const KEPT_BYTES = 48 << 20;
/** Small pictures of a paper run through are many; most are not seen again. */
const KEPT_PICTURES = 120;

/** So many pictures that nobody looks at yet are fetched at once, and none while one looked at is on its way. */
const AHEAD_AT_ONCE = 2;

interface Entry {
  /** Absent once it is on its way. */
  start?: () => void;
  urgent: boolean;
  promise: Promise<Picture>;
  picture: Picture | null;
  abort: AbortController;
  users: number;
}

const entries = new Map<string, Entry>();
let keptBytes = 0;

/** On their way now. */
const coming = new Set<Entry>();

export function imageAddress(document: string, version: number, page: number, width: number, region?: string): string {
  const base = pieceAddress(document, version, page, width, null);
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
    if (keptBytes <= KEPT_BYTES && entries.size <= KEPT_PICTURES) return;
    if (entry.users === 0 && entry.picture) forget(address);
  }
}

async function load(address: string, urgent: boolean, abort: AbortController): Promise<Picture> {
  const done = urgent ? lineTake() : () => undefined;
  try {
    return await fetched(address, urgent, abort);
  } finally {
    done();
  }
}

async function fetched(address: string, urgent: boolean, abort: AbortController): Promise<Picture> {
  const reply = await (takenAhead(address) ?? fetch(address, { signal: abort.signal, priority: urgent ? 'high' : 'low' }));
  if (!reply.ok) throw problemOf(await reply.json().catch(() => null), reply.status);
  const blob = await reply.blob();
  return { url: URL.createObjectURL(blob), bytes: blob.size };
}

/** What is looked at starts at once; the others in the order asked, when the line is free for them. */
function startNext(): void {
  for (const entry of entries.values()) {
    if ([...coming].some((other) => other.urgent) || coming.size >= AHEAD_AT_ONCE) return;
    entry.start?.();
  }
}

function begin(address: string, urgent: boolean): Entry {
  const abort = new AbortController();
  let start = () => {};
  const mayStart = new Promise<void>((resolve) => (start = resolve));
  const entry: Entry = {
    abort,
    urgent,
    picture: null,
    users: 0,
    start: () => {
      delete entry.start;
      coming.add(entry);
      start();
    },
    promise: mayStart.then(() => load(address, entry.urgent, abort)),
  };
  const done = () => {
    coming.delete(entry);
    startNext();
  };
  entry.promise.then(
    (picture) => {
      entry.picture = picture;
      if (entries.get(address) !== entry) return URL.revokeObjectURL(picture.url);
      keptBytes += picture.bytes;
      makeRoom();
    },
    () => entries.get(address) === entry && forget(address),
  ).finally(done);
  return entry;
}

/** Asks for a picture. Each take needs one leave(); the last leave of a picture still on its way stops it. */
export function take(address: string, urgent: boolean): Promise<Picture> {
  const entry = entries.get(address) ?? begin(address, urgent);
  entries.delete(address);
  entries.set(address, entry);
  entry.users += 1;
  if (urgent) {
    entry.urgent = true;
    entry.start?.();
  } else startNext();
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
    coming.delete(entry);
    startNext();
  }
}
