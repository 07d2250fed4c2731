// SPDX-License-Identifier: GPL-3.0-or-later
//
// What happens to a restricted item is told to each of its circle through their
// own subject, and never through the meeting's (rule 24): whoever holds a copy
// of a meeting listens here too, and fetches it anew.
import { follow } from '../events/follow';
import { session } from '../session';

/** Calls `changed` when something restricted in this meeting concerned me. Call the returned function to stop. */
export function followCircle(meeting: string, changed: () => void): () => void {
  const me = session.peek()?.person.id;
  if (!me) return () => undefined;
  let joining = true;
  let stands: number | null = null;
  const stop = follow(
    [`person:${me}`],
    (change) => {
      stands = change.revision;
      const told = change.patch as { meeting_id?: string } | null | undefined;
      // A notice that lost its patch tells only that something is different.
      if (change.kind === 'circle' && (!told?.meeting_id || told.meeting_id === meeting)) changed();
    },
    (_, revision) => {
      // The copy is being loaded just now; after a break any of what was missed may have been restricted.
      const missed = !joining && (revision === null || (stands !== null && revision !== stands));
      if (revision !== null) stands = revision;
      if (missed) changed();
    },
  );
  queueMicrotask(() => (joining = false));
  return stop;
}
