// SPDX-License-Identifier: GPL-3.0-or-later
//
// Dropping what the copy is no longer to have. A part goes when no kept version
// has it. It fetches nothing.
import { tell } from './channel';
import type { KeptVersion, Store } from './store';

export const keyOf = (document: string, version: number) => `${document}/${version}`;

function partsOf(versions: readonly KeptVersion[]): Set<string> {
  const used = new Set<string>();
  for (const { parts } of versions) for (const page of parts) for (const hash of [page?.picture, page?.text]) if (hash) used.add(hash);
  return used;
}

/** These versions, and every part that only they had. */
export async function versionsDrop(db: Store, gone: readonly KeptVersion[]): Promise<void> {
  if (gone.length === 0) return;
  const act = db.transaction(['version', 'part'], 'readwrite');
  await Promise.all(gone.map(({ key }) => act.objectStore('version').delete(key)));
  const used = partsOf(await act.objectStore('version').getAll());
  await Promise.all([...partsOf(gone)].filter((hash) => !used.has(hash)).map((hash) => act.objectStore('part').delete(hash)));
  await act.done;
  tell({ type: 'kept' });
}

/** Parts of fetches broken off that nothing came of, and answers that the list has no use for. */
export async function restDrop(db: Store, wanted: ReadonlySet<string>): Promise<void> {
  const act = db.transaction(['version', 'part', 'answer'], 'readwrite');
  const used = partsOf(await act.objectStore('version').getAll());
  const [hashes, paths] = await Promise.all([act.objectStore('part').getAllKeys(), act.objectStore('answer').getAllKeys()]);
  await Promise.all([
    ...hashes.filter((hash) => !used.has(hash)).map((hash) => act.objectStore('part').delete(hash)),
    ...paths.filter((path) => !wanted.has(path)).map((path) => act.objectStore('answer').delete(path)),
  ]);
  await act.done;
}
