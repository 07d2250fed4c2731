// SPDX-License-Identifier: GPL-3.0-or-later
//
// What travels between the server's event stream, the one worker that holds it
// and the pages that listen. Only shapes and their reading; it opens nothing.
export type Subject = `${'meeting' | 'document' | 'person' | 'follow'}:${string}`;

/** A change of a subject: `revision` is one more than before, or something was missed. */
export interface Change {
  subject: Subject;
  revision: number;
  kind: string;
  patch: Record<string, unknown> | null;
}

export type Connection = 'live' | 'reconnecting' | 'offline';

/** What the stream tells those who listen to it. */
export type Notice =
  | { type: 'change'; change: Change }
  /** The subject stands at this revision; null: unknown, fetch again whatever you have. */
  | { type: 'stands'; subject: Subject; revision: number | null }
  | { type: 'gone'; subject: Subject }
  | { type: 'signed-out' }
  | { type: 'connection'; connection: Connection }
  /** Milliseconds to add to this device's clock to have the server's. */
  | { type: 'clock'; offset: number };

/** What a page tells the worker. `lock` is held by the page as long as it lives. */
export type Order = { type: 'join'; lock: string } | { type: 'follow'; subjects: Subject[] } | { type: 'awake' };

function object(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

export function readChange(data: string): Change | null {
  const value = object(data);
  if (!value || typeof value.subject !== 'string' || typeof value.revision !== 'number') return null;
  const patch = typeof value.patch === 'object' ? (value.patch as Change['patch']) : null;
  return { subject: value.subject as Subject, revision: value.revision, kind: String(value.kind ?? 'changed'), patch };
}

export function readHello(data: string): { subjects: Map<Subject, number>; at: number } {
  const value = object(data);
  const subjects = new Map<Subject, number>();
  if (typeof value?.subjects === 'object' && value.subjects) {
    for (const [subject, revision] of Object.entries(value.subjects)) subjects.set(subject as Subject, Number(revision));
  }
  return { subjects, at: typeof value?.at === 'string' ? Date.parse(value.at) : NaN };
}

export function readSubject(data: string): Subject | null {
  const subject = object(data)?.subject;
  return typeof subject === 'string' ? (subject as Subject) : null;
}
