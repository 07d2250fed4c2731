// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which language the pages speak, and how dates, numbers and sizes are written
// in it. Vietnamese defines the type, and its words of the frame and the reader
// are always there; the others come with the first page that needs them, English
// when asked for. Each area of the product has its own file below vi/ and en/.
import { signal } from '@preact/signals';
import { vi } from './vi';

/** Every leaf of the Vietnamese words, with text for text and a function for a function. */
type Like<T> = {
  [K in keyof T]: T[K] extends string ? string : T[K] extends (...a: infer A) => string ? (...a: A) => string : Like<T[K]>;
};
export type Words = Like<typeof vi & typeof import('./vi/later').later>;
export type Language = 'vi' | 'en';

const kept = 'nghisu.language';
export const language = signal<Language>('vi');
// Whatever is shown before wordsWhole() speaks of the first areas only.
const words = signal<Words>(vi as Words);
let whole: Promise<Words> | null = null;

function vietnamese(): Promise<Words> {
  whole ??= import('./vi/later').then(
    ({ later }) => ({ ...vi, ...later }),
    (error: unknown) => {
      whole = null;
      throw error;
    },
  );
  return whole;
}

/** The words of all areas: every page but the reader waits for them. */
export async function wordsWhole(): Promise<void> {
  if (language.peek() !== 'vi') return;
  const all = await vietnamese();
  if (language.peek() === 'vi') words.value = all;
}

/** The words of the current language; a component that calls it follows the switch. */
export function t(): Words {
  return words.value;
}

export async function languageSet(next: Language): Promise<void> {
  words.value = next === 'en' ? (await import('./en')).en : await vietnamese();
  language.value = next;
  document.documentElement.lang = next;
  try {
    localStorage.setItem(kept, next);
  } catch {
    /* a browser that keeps nothing still shows the pages */
  }
}

export async function languageReady(): Promise<void> {
  let found: string | null = null;
  try {
    found = localStorage.getItem(kept);
  } catch {
    /* as above */
  }
  if (found === 'en') await languageSet('en').catch(() => undefined);
}

export * from './format';
