// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which words of a snippet were asked for: as the server compares them, by the
// beginnings of words; with marks only where they are written.
import { plain } from '../catalogue';

export interface Piece {
  text: string;
  found: boolean;
}

const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const NEWER: readonly [RegExp, string][] = [
  [/o([\u0300\u0309\u0303\u0301\u0323])([ae])/g, 'o$2$1'],
  [/u([\u0300\u0309\u0303\u0301\u0323])y/g, 'uy$1'],
];

/** Lower case, the tone where the newer spelling puts it. */
function written(word: string): string {
  return NEWER.reduce((text, [older, newer]) => text.replace(older, newer), word.normalize('NFD').toLowerCase()).normalize('NFC');
}

export function piecesOf(text: string, q: string): Piece[] {
  const wanted = (q.match(WORD) ?? []).map(written);
  const isFound = (word: string) => wanted.some((begin) => (begin === plain(begin) ? plain(word) : written(word)).startsWith(begin));
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(WORD)) {
    if (!isFound(match[0])) continue;
    if (match.index > at) pieces.push({ text: text.slice(at, match.index), found: false });
    pieces.push({ text: match[0], found: true });
    at = match.index + match[0].length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), found: false });
  return pieces;
}

/** The longest run of found words, as it stands there: what the reader looks for. */
export function phraseIn(text: string, q: string): string {
  let best = '';
  let run = '';
  for (const piece of piecesOf(text, q)) {
    if (piece.found) run += piece.text;
    else if (piece.text === ' ' && run) run += ' ';
    else run = '';
    if (run.trim().length > best.length) best = run.trim();
  }
  return best;
}
