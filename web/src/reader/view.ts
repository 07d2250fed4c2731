// SPDX-License-Identifier: GPL-3.0-or-later
//
// How the paper is shown, apart from its zoom: dark for tired eyes, over the
// whole screen. Dark is remembered on this device; the paper itself stays white.
import { signal } from '@preact/signals';

const KEPT = 'nghisu.reader.dark';

function remembered(): boolean {
  try {
    return localStorage.getItem(KEPT) === 'true';
  } catch {
    return false; // a browser that keeps nothing reads in the light
  }
}

export const dark = signal(remembered());

export function darkToggle(): void {
  dark.value = !dark.peek();
  try {
    localStorage.setItem(KEPT, String(dark.peek()));
  } catch {
    /* as above */
  }
}

export const fullScreen = signal(false);
globalThis.document.addEventListener('fullscreenchange', () => (fullScreen.value = globalThis.document.fullscreenElement !== null));

/** Some tablets' browsers offer it only for videos. */
export const fullScreenOffered = Boolean(globalThis.document.fullscreenEnabled);

export function fullScreenToggle(): void {
  if (!fullScreenOffered) return;
  const done = globalThis.document.fullscreenElement ? globalThis.document.exitFullscreen() : globalThis.document.documentElement.requestFullscreen();
  // Refused where no hand asked for it: the page stays as it is.
  done.catch(() => undefined);
}
