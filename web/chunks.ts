// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which modules go into one built file. On a slow line each small file costs a
// round trip, so what opens a document comes in four: what asks ahead, the
// frame of all pages, what the reader shares with other pages, and the reader.
// The rest is left to the bundler.
import type { Rollup } from 'vite';

type Info = Rollup.ManualChunkMeta['getModuleInfo'];

function needed(info: Info, from: string, seen = new Set<string>()): Set<string> {
  if (seen.has(from)) return seen;
  seen.add(from);
  for (const next of info(from)?.importedIds ?? []) needed(info, next, seen);
  return seen;
}

export function chunks(root: string): (id: string, meta: Rollup.ManualChunkMeta) => string | undefined {
  let groups: Map<string, Set<string>> | null = null;
  return (id, { getModuleInfo }) => {
    // All modules are known when the first is asked for.
    groups ??= new Map([
      ['ahead', needed(getModuleInfo, `${root}/src/ahead.ts`)],
      ['index', needed(getModuleInfo, `${root}/src/main.tsx`)],
      ['reader', needed(getModuleInfo, `${root}/src/pages/reader.tsx`)],
    ]);
    for (const [name, ids] of groups) {
      if (!ids.has(id)) continue;
      return name !== 'reader' || /\/src\/(reader|notes|pages)\//.test(id) ? name : 'shared';
    }
    return undefined;
  };
}
