// SPDX-License-Identifier: GPL-3.0-or-later
//
// After a build, names the reader's files in the document's head, for the
// script that asks ahead (src/ahead.ts) to fetch, and lets that one run first.
import type { Plugin, Rollup } from 'vite';

function withImports(bundle: Rollup.OutputBundle, chunk: Rollup.OutputChunk, seen = new Set<Rollup.OutputChunk>()): Set<Rollup.OutputChunk> {
  if (seen.has(chunk)) return seen;
  seen.add(chunk);
  for (const name of chunk.imports) {
    const next = bundle[name];
    if (next?.type === 'chunk') withImports(bundle, next, seen);
  }
  return seen;
}

export function head(): Plugin {
  return {
    name: 'nghisu-head',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        const chunks = Object.values(bundle ?? {}).filter((file) => file.type === 'chunk');
        const holder = (module: string) => chunks.find((chunk) => chunk.moduleIds.some((id) => id.endsWith(module)));
        const [ahead, reader] = [holder('/src/ahead.ts'), holder('/src/pages/reader.tsx')];
        if (!bundle || !ahead || !reader) throw new Error('the script that asks ahead, or the reader, is not among the built files');
        const files = [...withImports(bundle, reader)].flatMap((chunk) => [chunk.fileName, ...(chunk.viteMetadata?.importedCss ?? [])]);
        const names = [...new Set(files)].map((name) => `/${name}`).filter((name) => !html.includes(name));
        // Without async it would wait for the styles.
        const tag = new RegExp(`<script type="module"(?=[^>]*/${ahead.fileName}")`);
        if (!tag.test(html)) throw new Error('the script that asks ahead has no element of its own');
        return {
          html: html.replace(tag, '<script type="module" async'),
          tags: [{ tag: 'meta', attrs: { name: 'reader', content: names.join(' ') }, injectTo: 'head-prepend' }],
        };
      },
    },
  };
}
