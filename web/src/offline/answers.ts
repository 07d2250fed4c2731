// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which answers of the server a copy needs so that the same pages work on it
// without a network, and the keeping of them. The pages' pictures are not here.
import { problemOf, type Problem } from '../api';
import { withoutSecret } from './secret';
import type { PackList, Store } from './store';

type Item = PackList['items'][number];

/** Straight to the server: the service worker leaves what carries this alone. */
export const PAST_WORKER = { 'X-Sync': '1' };

/** A reply of the server, or the Problem it names; a TypeError when it cannot be reached. */
export async function fetchWhole(path: string, signal: AbortSignal): Promise<Response> {
  const reply = await fetch(path, { signal, cache: 'no-store', priority: 'low', headers: PAST_WORKER });
  if (reply.ok) return reply;
  throw problemOf(await reply.json().catch(() => null), reply.status);
}

/** Of no document: the way to them. */
export const GENERAL = [
  '/api/session',
  '/api/welcome',
  '/api/home',
  '/api/meetings?when=coming&limit=30',
  '/api/meetings?when=past&limit=30',
  '/api/documents?limit=50',
  '/api/catalogues/document-type',
];

const documentPath = (item: Item) => `/api/documents/${item.document_id}`;
const versionPath = (item: Item) => `${documentPath(item)}/versions/${item.version}`;
const meetingPath = (id: string) => `/api/meetings/${id}`;
/** The meeting, and what was said of its items. */
export const meetingPaths = (id: string) => [meetingPath(id), `${meetingPath(id)}/comments`];
export const PACKS = '/api/packs';

/** Never another once they are there. */
const fixed = (item: Item) => ['', '/pages', '/outline'].map((end) => versionPath(item) + end);
/** They change when the document's revision does. */
const moving = (item: Item) => [`${documentPath(item)}/versions`, `${documentPath(item)}/news`, `${documentPath(item)}/grants`, `${versionPath(item)}/notes`, `${versionPath(item)}/threads`];

/** All answers that a list of packs is to have; others are dropped. */
export function answersOf(list: PackList): Set<string> {
  const items = list.items.flatMap((item) => [documentPath(item), ...fixed(item), ...moving(item)]);
  return new Set([PACKS, ...GENERAL, ...list.meetings.flatMap(meetingPaths), ...items]);
}

/** What the server will not give (a right it has not, an outline that is broken) is no reason to keep the rest from the reader. */
const passing = (problem: Problem) => problem.status === 401 || problem.status === 429 || problem.status >= 500;

export async function answerKeep(db: Store, path: string, signal: AbortSignal): Promise<string | null> {
  try {
    const body = await (await fetchWhole(path, signal)).text();
    await db.put('answer', { path, body: withoutSecret(path, body), at: Date.now() });
    return body;
  } catch (error) {
    const problem = error as Partial<Problem>;
    if (typeof problem.status !== 'number' || passing(problem as Problem)) throw error;
    await db.delete('answer', path);
    return null;
  }
}

function revisionOf(body: string | null | undefined): number | null {
  if (!body) return null;
  return (JSON.parse(body) as { revision?: number }).revision ?? null;
}

/** What is said of a document and a version; asks for the moving part only when the document has moved. False: it is not there for us. */
export async function aboutKeep(db: Store, item: Item, signal: AbortSignal): Promise<boolean> {
  const path = documentPath(item);
  const before = revisionOf((await db.get('answer', path))?.body);
  const now = await answerKeep(db, path, signal);
  if (now === null) return false;
  const same = before !== null && before === revisionOf(now);
  for (const one of fixed(item)) if (!(await db.getKey('answer', one))) await answerKeep(db, one, signal);
  for (const one of moving(item)) if (!same || !(await db.getKey('answer', one))) await answerKeep(db, one, signal);
  return true;
}
