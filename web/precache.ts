// SPDX-License-Identifier: GPL-3.0-or-later
//
// After a build, makes the service worker with the list of all built files in
// it: hashed ones by name, the others by a hash of their content. It runs before
// precompress.ts, so that the worker is compressed like the rest.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build, type Plugin } from 'vite';

const KEPT = /\.(html|js|css|svg|png|woff2|webmanifest)$/;

function listOf(folder: string, below = ''): { url: string; revision: string | null }[] {
  return readdirSync(join(folder, below), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const url = `${below}/${entry.name}`;
      if (entry.isDirectory()) return listOf(folder, url);
      if (!KEPT.test(entry.name) || url === '/sw.js') return [];
      const revision = url.startsWith('/assets/') ? null : createHash('sha256').update(readFileSync(join(folder, url))).digest('hex').slice(0, 20);
      return [{ url, revision }];
    });
}

export function precache(): Plugin {
  let root = '.';
  let folder = 'dist';
  return {
    name: 'nghisu-precache',
    apply: 'build',
    configResolved(config) {
      root = config.root;
      folder = resolve(config.root, config.build.outDir);
    },
    closeBundle: {
      sequential: true,
      async handler() {
        await build({
          configFile: false,
          root,
          publicDir: false,
          logLevel: 'warn',
          define: { PRECACHE: JSON.stringify(listOf(folder)), 'process.env.NODE_ENV': '"production"' },
          build: {
            outDir: folder,
            emptyOutDir: false,
            target: 'es2022',
            modulePreload: false,
            rollupOptions: { input: join(root, 'src/sw.ts'), output: { format: 'iife', entryFileNames: 'sw.js' } },
          },
        });
      },
    },
  };
}
