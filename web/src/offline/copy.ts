// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the service worker knows of the tablet's copy without asking the store
// at every request: whose it is, which versions, which answers. Read anew after
// any news of a change. It never changes the copy.
import { hear } from './channel';
import { leaseOf } from './lease';
import { store, type Holder, type KeptVersion } from './store';

export interface Copy {
  holder: Holder | null;
  versions: ReadonlyMap<string, KeptVersion>;
  paths: ReadonlySet<string>;
}

const nothing: Copy = { holder: null, versions: new Map(), paths: new Set() };
let known: Promise<Copy> | null = null;

hear((news) => {
  if (news.type !== 'progress') known = null;
});

async function read(): Promise<Copy> {
  const act = (await store()).transaction(['holder', 'version', 'answer']);
  const [holder, versions, paths] = await Promise.all([act.objectStore('holder').get('me'), act.objectStore('version').getAll(), act.objectStore('answer').getAllKeys()]);
  return { holder: holder ?? null, versions: new Map(versions.map((version) => [version.key, version])), paths: new Set(paths) };
}

/** Nothing where the browser keeps nothing. */
export function copyNow(): Promise<Copy> {
  if (!known) {
    const mine = read().catch(() => {
      if (known === mine) known = null;
      return nothing;
    });
    known = mine;
  }
  return known;
}

/** It may be read: somebody holds it, and within the lease. */
export const readable = ({ holder }: Copy): boolean => holder !== null && !holder.leaving && leaseOf(holder) === 'good';
