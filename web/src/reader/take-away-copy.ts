// SPDX-License-Identifier: GPL-3.0-or-later
//
// A copy of a version on its way to the device: made by the server while one
// waits, given up when one likes, saved under the name the server gives it. It
// shows nothing and keeps nothing.
import { asProblem, connectionSeen, problemOf, sessionProblemSeen, type Problem } from '../api';

export type Notes = 'none' | 'burnt' | 'annotations';

export interface Making {
  notes: Notes;
  /** Bytes that have come, of all; 0 of 0 while the server is at it. */
  come: number;
  all: number;
}

export const copyAddress = (document: string, version: number, query: string): string => `/api/documents/${document}/versions/${version}/export${query}`;

/** The name in Content-Disposition (RFC 6266): the one in UTF-8, which the server always gives. */
export function nameIn(disposition: string | null): string | null {
  const found = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1];
  try {
    return found ? decodeURIComponent(found) : null;
  } catch {
    return null;
  }
}

async function read(reply: Response, onWay: (come: number, all: number) => void): Promise<Blob> {
  const all = Number(reply.headers.get('Content-Length')) || 0;
  const reader = reply.body?.getReader();
  if (!reader) return reply.blob();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let come = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    come += part.value.length;
    onWay(come, Math.max(all, come));
  }
  return new Blob(parts, { type: 'application/pdf' });
}

/** The copy and its name. Throws a Problem; given up, the signal's own reason. */
export async function copyMade(address: string, signal: AbortSignal, onWay: (come: number, all: number) => void): Promise<{ copy: Blob; name: string }> {
  try {
    const reply = await fetch(address, { credentials: 'same-origin', cache: 'no-store', signal });
    if (!reply.ok) {
      const problem: Problem = problemOf(await reply.json().catch(() => null), reply.status);
      sessionProblemSeen(problem);
      throw problem;
    }
    const name = nameIn(reply.headers.get('Content-Disposition')) ?? 'van-ban.pdf';
    return { copy: await read(reply, onWay), name };
  } catch (error) {
    if (signal.aborted) throw error;
    const problem = asProblem(error);
    if (problem.slug === 'offline') connectionSeen('away');
    throw problem;
  }
}

/** Into the device's downloads. */
export function copySaved(copy: Blob, name: string): void {
  const address = URL.createObjectURL(copy);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // Some browsers read it only after the click has been dealt with.
  window.setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
