// SPDX-License-Identifier: GPL-3.0-or-later
//
// The word under or beside a place of the page, for tools that mark by passing
// over words. Arithmetic only.
import type { PageText, WordPlace } from '../reader/words';

/** Points of paper: farther from all words a drag marks a rectangle. */
const FARTHEST = 36;

/** For comparing: where a word stands in the order of the page. */
export const placeOf = ({ line, word }: WordPlace) => line * 100_000 + word;

/** Counts lines as words.ts does: those without words are none. */
export function wordNear(text: PageText, x: number, y: number): WordPlace | null {
  const lines = text.lines.filter((line) => line.words.length > 0);
  let best: WordPlace | null = null;
  let least = FARTHEST;
  lines.forEach((line, index) => {
    line.words.forEach((word, place) => {
      const across = Math.max(word.x - x, x - word.x - word.w, 0);
      const along = Math.max(word.y - y, y - word.y - word.h, 0);
      // Beside a line is still on it; above or below is another line's.
      const off = along * 2 + Math.min(across, FARTHEST - 1) * 0.5;
      if (off >= least) return;
      least = off;
      best = { line: index, word: place };
    });
  });
  return best;
}
