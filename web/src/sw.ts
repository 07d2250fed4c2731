// SPDX-License-Identifier: GPL-3.0-or-later
//
// The service worker: the built pages kept on the device, and answers from the
// tablet's copy where the server gives none. It fetches no papers by itself;
// a page does, so that there is somebody to see how far it is.
import { cleanupOutdatedCaches, createHandlerBoundToURL, matchPrecache, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { give, gives } from './offline/give';
import type { WorkerScope } from './offline/worker-scope';

declare const self: WorkerScope;
/** Written by precache.ts when the pages are built. */
declare const PRECACHE: { url: string; revision: string | null }[];

const list = PRECACHE;
/** Pieces of the release before, for tabs that still run it. */
const BEFORE = 'nghisu-before';
let taking = false;

/** For a person who wants the new release while other tabs may run the old one. */
async function takeOver(): Promise<void> {
  taking = true;
  await caches.delete(BEFORE);
  const before = await caches.open(BEFORE);
  const now = new Set(list.map(({ url }) => url));
  for (const name of await caches.keys()) {
    if (!name.includes('precache')) continue;
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const path = new URL(request.url).pathname;
      const reply = path.startsWith('/assets/') && !now.has(path) ? await cache.match(request) : undefined;
      if (reply) await before.put(path, reply);
    }
  }
  await self.skipWaiting();
}

self.addEventListener('message', (event) => {
  if (event.data === 'take-over') event.waitUntil(takeOver());
});
self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim());
  // By itself a release comes only when no tab runs the one before.
  if (!taking) event.waitUntil(caches.delete(BEFORE));
});

// Before workbox's own listener: whoever answers first answers alone.
self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (url.origin !== location.origin) return;
  if (gives(event.request, url)) event.respondWith(give(event.request, url, (work) => event.waitUntil(work)));
});

precacheAndRoute(list, { cleanURLs: false });
cleanupOutdatedCaches();
registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: [/^\/api\//] }));
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith('/assets/'),
  async ({ request, url }) => (await matchPrecache(request)) ?? (await caches.match(url.pathname, { cacheName: BEFORE })) ?? fetch(request),
);
