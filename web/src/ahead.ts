// SPDX-License-Identifier: GPL-3.0-or-later
//
// Runs before the pages' own scripts are here: what the address says will be
// needed is asked for at once, and whoever asks for it later is given that
// reply. Each reply is given once; what nobody takes is forgotten. It shows
// nothing and knows no errors: a reply is handed over as it is.
import { firstPiece, type FirstPiece } from './reader/first-piece';

const UNUSED_MS = 20_000;
const OPENING_MS = 6_000;
const coming = new Map<string, Promise<Response>>();

function begin(address: string, priority: RequestPriority, cache: RequestCache = 'no-store'): void {
  const url = new URL(address, location.origin).href;
  const reply = fetch(url, { credentials: 'same-origin', cache, priority });
  // Whoever takes it hears of the failure; until then it is nobody's.
  reply.catch(() => undefined);
  coming.set(url, reply);
  setTimeout(() => coming.delete(url), UNUSED_MS);
}

/** The reply to this address, when it was asked for ahead and not taken yet. */
export function takenAhead(address: string): Promise<Response> | null {
  const url = new URL(address, location.origin).href;
  const reply = coming.get(url) ?? null;
  coming.delete(url);
  return reply;
}

/** Asked for by reading addresses with a version: the part of the first page that the window will show. */
export let pieceAhead: FirstPiece | null = null;

/** The scripts and styles of the reader, named in the document's head by the build. */
function reader(): void {
  const names = document.querySelector<HTMLMetaElement>('meta[name=reader]')?.content.split(' ') ?? [];
  for (const href of names) {
    const link = document.createElement('link');
    Object.assign(link, href.endsWith('.css') ? { rel: 'preload', as: 'style', crossOrigin: 'anonymous', href } : { rel: 'modulepreload', href });
    document.head.append(link);
  }
}

/** The letters of the frame wait as well: until the page can be read the system's own are used (look/tokens.css). */
export function opened(): void {
  document.documentElement.classList.remove('opening');
}

const [, id, version] = /^\/documents\/([0-9a-f-]{36})\/read(?:\/(\d+))?\/?$/.exec(location.pathname) ?? [];
if (id) {
  document.documentElement.classList.add('opening');
  setTimeout(opened, OPENING_MS);
  if (version) {
    const page = Number(new URLSearchParams(location.search).get('page')) || 1;
    pieceAhead = firstPiece(id, Number(version), page, innerWidth, innerHeight);
    begin(pieceAhead.address, 'high', 'default');
  }
  begin('/api/session', 'high');
  reader();
  if (version) begin(`/api/documents/${id}/versions/${version}/pages`, 'auto');
  begin(`/api/documents/${id}`, 'auto');
} else begin('/api/session', 'high');
