// SPDX-License-Identifier: GPL-3.0-or-later
//
// How the pages are built: hashed names below /assets, nothing inlined (the
// content security policy allows neither inline script nor data: fonts).
import { fileURLToPath } from 'node:url';
import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';
import { chunks } from './chunks';
import { dataFonts } from './data-fonts';
import { head } from './head';
import { precache } from './precache';
import { precompress } from './precompress';

const server = process.env['NGHISU_SERVER'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [preact({ prefreshEnabled: false }), dataFonts(), head(), precache(), precompress()],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    chunkSizeWarningLimit: 400,
    rollupOptions: {
      input: { index: 'index.html', ahead: 'src/ahead.ts' },
      output: { manualChunks: chunks(fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '')) },
    },
  },
  worker: { format: 'es' },
  server: { host: '127.0.0.1', proxy: { '/api': server } },
});
