// SPDX-License-Identifier: GPL-3.0-or-later
//
// The one door to the server: typed calls, problems as errors, the state of the
// connection. It keeps no copy of what it fetched and words nothing.
import { signal } from '@preact/signals';
import createClient, { type Middleware } from 'openapi-fetch';
import { takenAhead } from './ahead';
import type { components, paths } from './api/types';

export type Schemas = components['schemas'];

/** What went wrong, by the server's stable slug; `offline` when no answer came. */
export class Problem extends Error {
  constructor(
    readonly slug: string,
    readonly status: number,
    readonly field: string | null = null,
    readonly retryAfter: number | null = null,
    readonly detail: string | null = null,
  ) {
    super(slug);
    this.name = 'Problem';
  }
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof TypeError || (error instanceof DOMException && error.name === 'AbortError')) return new Problem('offline', 0);
  return new Problem('internal', 0);
}

interface ProblemBody {
  type?: string;
  field?: string;
  detail?: string;
  retry_after?: number;
}

/** Reads a problem+json body, whoever fetched it. */
export function problemOf(body: unknown, status: number): Problem {
  const p = (typeof body === 'object' && body !== null ? body : {}) as ProblemBody;
  const slug = p.type?.split(/[/:#]/).pop() || (status >= 500 ? 'internal' : 'bad-request');
  return new Problem(slug, status, p.field ?? null, p.retry_after ?? null, p.detail ?? null);
}

/** 'away' from the first request without an answer until one comes through again. */
export const connection = signal<'here' | 'away'>('here');

/** The service worker gave it from the tablet's copy, for want of the server's. */
export const fromCopy = (reply: Response): boolean => reply.headers.has('X-Kept');

/** What a reply says of the connection: a part of the copy was given without asking, and says nothing. */
function connectionTold(reply: Response): void {
  if (fromCopy(reply)) connectionSeen('away');
  else if (!reply.headers.has('X-Part')) connectionSeen('here');
}

let probing = false;
function probe(wait: number): void {
  window.setTimeout(() => {
    fetch('/api/health', { cache: 'no-store' })
      .then((r) => {
        if (!r.ok) throw new TypeError('not ready');
        probing = false;
        connectionSeen('here');
      })
      .catch(() => probe(Math.min(wait * 1.6, 15000) * (0.8 + Math.random() * 0.4)));
  }, wait);
}

/** Anyone who sees the network fail or come back says so here. */
export function connectionSeen(state: 'here' | 'away'): void {
  connection.value = state;
  if (state === 'away' && !probing) {
    probing = true;
    probe(1200);
  }
}

/** Who is told that the session has ended or the password must be changed first. */
let onSignedOut: (slug: string) => void = () => {};
export function whenSignedOut(tell: (slug: string) => void): void {
  onSignedOut = tell;
}
export function sessionProblemSeen(problem: Problem): void {
  if (problem.slug === 'signed-out' || problem.slug === 'change-password-first') onSignedOut(problem.slug);
}

const idempotency: Middleware = {
  onRequest({ request }) {
    if (request.method === 'POST' && !request.headers.has('Idempotency-Key')) {
      request.headers.set('Idempotency-Key', crypto.randomUUID());
    }
    return request;
  },
};

// no-store: an ETag here is an edit_version, which guards edits and says nothing of what else a reply holds.
export const api = createClient<paths>({
  baseUrl: location.origin,
  credentials: 'same-origin',
  cache: 'no-store',
  fetch: (request) => (request.method === 'GET' && takenAhead(request.url)) || fetch(request),
});
api.use(idempotency);

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** Waits for a call; gives its data or throws a Problem. */
export async function ask<T>(call: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await call;
  } catch (error) {
    const problem = asProblem(error);
    if (problem.slug === 'offline') connectionSeen('away');
    throw problem;
  }
  connectionTold(answer.response);
  if (answer.response.ok) return answer.data as T;
  const problem = problemOf(answer.error, answer.response.status);
  sessionProblemSeen(problem);
  throw problem;
}

/** The header that guards an edit against a lost race. */
export function ifMatch(edit_version: number): { 'If-Match': string } {
  return { 'If-Match': `"${edit_version}"` };
}

/** The key of a form that may be sent twice: the same words keep it, other words get another. */
export class SendKey {
  private words = '';
  private key = '';
  for(body: unknown): { 'Idempotency-Key': string } {
    const words = JSON.stringify(body);
    if (words !== this.words) {
      this.words = words;
      this.key = crypto.randomUUID();
    }
    return { 'Idempotency-Key': this.key };
  }
}
