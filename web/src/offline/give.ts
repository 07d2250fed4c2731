// SPDX-License-Identifier: GPL-3.0-or-later
//
// Answers to what pages ask of the server, given by the service worker: the
// server's own first; what is kept when it gives none. Whatever the server says
// passes as it is. It never touches what changes something, events or files.
import { tell } from './channel';
import { copyNow, readable, type Copy } from './copy';
import { givePage, pageAsked } from './give-page';
import { withoutSecret } from './secret';
import { store, storeWipe } from './store';

/** So long the server may take when something is kept; less when it was away a moment ago. */
const PATIENCE_MS = 5000;
const SHORT_MS = 800;
const AWAY_MS = 15_000;
const NEVER = /^\/api\/(events|health|uploads|packs|outbox-key|openapi\.json)|\/(parts|file|export)$/;

let awayAt = -Infinity;

/** A request that this module answers; the others never pass through the worker. */
export function gives(request: Request, url: URL): boolean {
  return request.method === 'GET' && url.pathname.startsWith('/api/') && !request.headers.has('X-Sync') && !NEVER.test(url.pathname);
}

function problem(slug: string, status: number): Response {
  return new Response(JSON.stringify({ type: `/problems/${slug}`, status }), { status, headers: { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store', 'X-Kept': '0' } });
}

async function kept(copy: Copy, path: string): Promise<Response | null> {
  if (path === '/api/session' && copy.holder && !readable(copy)) return problem('lease-over', 503);
  if (!copy.paths.has(path) || !readable(copy)) return null;
  const answer = await (await store()).get('answer', path);
  if (!answer) return null;
  return new Response(answer.body, { headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', 'X-Kept': String(answer.at) } });
}

/** What the server's own answer means for the copy. */
async function learn(reply: Response, path: string, asked: number): Promise<void> {
  const body = await reply.text();
  const db = await store();
  if (reply.ok) {
    const act = db.transaction('answer', 'readwrite');
    // Only what is kept is kept afresh: a copy wiped meanwhile stays wiped.
    if (await act.store.getKey(path)) await act.store.put({ path, body: withoutSecret(path, body), at: Date.now() });
    return act.done;
  }
  if (reply.status === 401 && body.includes('signed-out')) {
    const holder = await db.get('holder', 'me');
    // An answer to a question of before this sign-in says nothing of it.
    if (!holder || holder.leaving || holder.confirmed_at > asked) return;
    await storeWipe();
    tell({ type: 'wiped', ended: true });
  } else if (reply.status === 403 || reply.status === 404) {
    await db.delete('answer', path);
    tell({ type: 'stale' });
  }
}

async function ask(request: Request, path: string, extend: (work: Promise<unknown>) => void): Promise<Response> {
  const asked = Date.now();
  const reply = await fetch(request);
  awayAt = -Infinity;
  const copy = await copyNow();
  if (copy.holder && (copy.paths.has(path) || reply.status === 401)) extend(learn(reply.clone(), path, asked).catch(() => undefined));
  return reply;
}

export async function give(request: Request, url: URL, extend: (work: Promise<unknown>) => void): Promise<Response> {
  const page = pageAsked(url);
  if (page) return givePage(request, page);
  const path = url.pathname + url.search;
  // Somebody signed out without a network: until the server knows, nobody is signed in here.
  const copy = await copyNow();
  if (copy.holder?.leaving && path !== '/api/welcome') return problem('signed-out', 401);
  const answer = ask(request, path, extend);
  if (!copy.holder) return answer;
  const patience = performance.now() - awayAt < AWAY_MS ? SHORT_MS : PATIENCE_MS;
  const late = new Promise<null>((resolve) => setTimeout(resolve, patience, null));
  const first = await Promise.race([answer.catch(() => null), late]);
  if (first) return first;
  if (request.signal.aborted) return answer;
  awayAt = performance.now();
  return (await kept(await copyNow(), path)) ?? answer;
}
