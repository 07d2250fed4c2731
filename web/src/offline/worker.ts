// SPDX-License-Identifier: GPL-3.0-or-later
//
// Registers the service worker after the first page has shown, looks for newer
// releases now and then, and brings one in when a person wants it.
import { lineFree, lineIsSlow } from '../line';
import { release } from './release';

const LOOK_MS = 60 * 60_000;
/** On a slow line the pages' own files would take it from the paper being read for many seconds. */
const SLOW_WAIT_MS = 25_000;

function wanted(waiting: ServiceWorker): void {
  release.value = () => {
    release.value = null;
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
    waiting.postMessage('take-over');
  };
}

function watch(registration: ServiceWorkerRegistration): void {
  const look = (worker: ServiceWorker | null) => {
    // The first worker of a device replaces nothing.
    if (worker?.state === 'installed' && navigator.serviceWorker.controller) wanted(worker);
  };
  look(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const coming = registration.installing;
    coming?.addEventListener('statechange', () => look(coming));
  });
  const update = () => void registration.update().catch(() => undefined);
  setInterval(update, LOOK_MS);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && update());
}

export function workerBegin(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  let had = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    // Another tab took the new release: this one still runs the old, whose pieces the worker keeps for it.
    if (had && !release.peek()) release.value = () => location.reload();
    had = true;
  });
  void register();
}

async function register(): Promise<void> {
  const first = navigator.serviceWorker.controller === null;
  if (first && lineIsSlow()) await new Promise((resolve) => setTimeout(resolve, SLOW_WAIT_MS));
  if (first) await lineFree();
  await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' }).then(watch, () => undefined);
}
