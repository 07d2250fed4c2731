// SPDX-License-Identifier: GPL-3.0-or-later
//
// Waits until the first page has shown and the browser has nothing better to do.
const LOADED_MS = 1500;

export function whenIdle(act: () => void): void {
  const soon = () => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(act, { timeout: 4000 });
    else setTimeout(act, LOADED_MS);
  };
  const loaded = () => setTimeout(soon, LOADED_MS);
  if (document.readyState === 'complete') loaded();
  else addEventListener('load', loaded, { once: true });
}
