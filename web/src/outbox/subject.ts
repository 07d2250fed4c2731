// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the document is called that something waits for: from the tablet's copy,
// else from the server; nothing when neither knows.
import { signal, type ReadonlySignal } from '@preact/signals';
import { api, ask } from '../api';
import { store } from '../offline/store';

const known = new Map<string, ReadonlySignal<string>>();

async function find(document: string, version: number): Promise<string> {
  const kept = await store()
    .then((db) => db.get('version', `${document}/${version}`))
    .catch(() => undefined);
  if (kept) return kept.subject;
  return (await ask(api.GET('/api/documents/{document}', { params: { path: { document } } }))).subject;
}

/** Empty until it is known. */
export function subjectOf(document: string, version: number): ReadonlySignal<string> {
  const found = known.get(document);
  if (found) return found;
  const subject = signal('');
  known.set(document, subject);
  void find(document, version).then(
    (words) => (subject.value = words),
    // Asked again the next time it is shown.
    () => known.delete(document),
  );
  return subject;
}
