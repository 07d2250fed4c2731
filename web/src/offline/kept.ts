// SPDX-License-Identifier: GPL-3.0-or-later
//
// The kept versions as pages show them, and the two acts on the whole copy: to
// delete it and to want it again. Read from the store when somebody looks.
import { signal, type ReadonlySignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { hear, tell } from './channel';
import { holderChange } from './holder';
import { PACKS } from './answers';
import { store, type KeptVersion, type PackList } from './store';

export interface Kept {
  versions: readonly KeptVersion[];
  /** Secret documents of my meetings or pins, which are never kept. */
  withheld: number;
}

const TOGETHER_MS = 150;
const kept = signal<Kept | null>(null);
let lookers = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

async function read(): Promise<void> {
  try {
    const db = await store();
    const [versions, packs] = await Promise.all([db.getAll('version'), db.get('answer', PACKS)]);
    const list = packs ? (JSON.parse(packs.body) as PackList) : null;
    const order = new Map(list?.items.map((item, place) => [`${item.document_id}/${item.version}`, place]));
    versions.sort((a, b) => (order.get(a.key) ?? order.size) - (order.get(b.key) ?? order.size));
    kept.value = { versions, withheld: list?.withheld ?? 0 };
  } catch {
    kept.value = { versions: [], withheld: 0 };
  }
}
hear((news) => {
  if (news.type === 'progress' || lookers === 0) return;
  clearTimeout(timer);
  timer = setTimeout(() => void read(), TOGETHER_MS);
});

/** null while it is read. */
export function useKept(): ReadonlySignal<Kept | null> {
  useEffect(() => {
    lookers += 1;
    void read();
    return () => {
      lookers -= 1;
    };
  }, []);
  return kept;
}

export const pagesKept = (version: KeptVersion): number => version.parts.reduce((sum, page) => sum + (page ? 1 : 0), 0);

/** Papers and answers go and do not come back by themselves; the outbox and its key stay. */
export async function copyDelete(): Promise<void> {
  const act = (await store()).transaction(['version', 'part', 'answer'], 'readwrite');
  await Promise.all([...(['version', 'part', 'answer'] as const).map((table) => act.objectStore(table).clear()), act.done]);
  await holderChange({ off: true, synced_at: null });
  tell({ type: 'kept' });
}
