// SPDX-License-Identifier: GPL-3.0-or-later
//
// After a build, writes a .br and a .gz beside each file that shrinks, so that
// the server sends ready bytes. It compresses; it names and hashes nothing.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const shrinks = /\.(js|css|html|svg|json|webmanifest|txt)$/;

function walk(folder: string, see: (file: string) => void): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) walk(path, see);
    else see(path);
  }
}

export function precompress(): Plugin {
  let folder = 'dist';
  return {
    name: 'nghisu-precompress',
    apply: 'build',
    configResolved(config) {
      folder = config.build.outDir;
    },
    closeBundle: {
      // After what makes further files.
      sequential: true,
      handler() {
        walk(folder, (file) => {
          if (!shrinks.test(file)) return;
          const bytes = readFileSync(file);
          if (bytes.length < 512) return;
          const brotli = brotliCompressSync(bytes, {
            params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
          });
          const gzip = gzipSync(bytes, { level: 9 });
          if (brotli.length < bytes.length) writeFileSync(`${file}.br`, brotli);
          if (gzip.length < bytes.length) writeFileSync(`${file}.gz`, gzip);
        });
      },
    },
  };
}
