// SPDX-License-Identifier: GPL-3.0-or-later
//
// What pages before the outbox kept in localStorage of notes not yet sent: taken
// over once, and deleted there when the outbox has it.
import type { NoteEntry } from './entry';

type Old = Omit<NoteEntry, 'queued_at' | 'turn'>;

export function oldRead(person: string): { entries: readonly Old[]; forget: () => void } {
  const prefix = `nghisu.notes.waiting.${person}.`;
  const found: Old[] = [];
  const keys: string[] = [];
  try {
    for (let i = 0; i < localStorage.length; i += 1) {
      const key = localStorage.key(i);
      if (key?.startsWith(prefix)) keys.push(key);
    }
    for (const key of keys) {
      const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
      for (const [id, wanted] of Array.isArray(kept) ? (kept as [string, NoteEntry['wanted']][]) : []) {
        // Whether the server has it was not written down: a deletion is said to it in any case.
        found.push({ kind: 'note', id, document: key.slice(prefix.length), version: wanted?.version ?? 1, refused: null, wanted, base: null, ...(wanted ? {} : { sent: null }) });
      }
    }
  } catch {
    /* a closed storage holds nothing; a damaged list is nothing that could be sent */
  }
  return { entries: found, forget: () => keys.forEach((key) => localStorage.removeItem(key)) };
}
