// SPDX-License-Identifier: GPL-3.0-or-later
//
// The words of a page: fetched once, measured so that a transparent text lies
// exactly on the picture, and turned back into text and rectangles when some
// are selected. No elements here.
import { api, ask, type Schemas } from '../api';

export type PageText = Schemas['PageText'];
export type Quad = Schemas['QuadHeld'];

const KEPT_PAGES = 80;
const texts = new Map<string, Promise<PageText>>();

export function pageText(document: string, version: number, page: number): Promise<PageText> {
  const address = `${document}/${version}/${page}`;
  const before = texts.get(address);
  if (before) return before;
  const path = { document, n: version, p: page };
  const text = ask(api.GET('/api/documents/{document}/versions/{n}/pages/{p}/text', { params: { path } }));
  texts.set(address, text);
  text.catch(() => texts.delete(address));
  const oldest = texts.keys().next().value;
  if (texts.size > KEPT_PAGES && oldest) texts.delete(oldest);
  return text;
}

/** Points; `stretch` brings the reader's own font to the width of the printed word. */
export interface LaidWord {
  text: string;
  left: number;
  stretch: number;
}
export interface LaidLine {
  top: number;
  height: number;
  size: number;
  words: LaidWord[];
}

const FONT_SHARE = 0.8;
const MEASURED_AT = 100;
let ruler: CanvasRenderingContext2D | null = null;
const widths = new Map<string, number>();

function widthOf(text: string): number {
  const known = widths.get(text);
  if (known !== undefined) return known;
  ruler ??= document.createElement('canvas').getContext('2d');
  if (!ruler) return MEASURED_AT;
  ruler.font = `${MEASURED_AT}px sans-serif`;
  const width = ruler.measureText(text).width;
  if (widths.size > 20_000) widths.clear();
  widths.set(text, width);
  return width;
}

/** Words reach to the next word of their line, and lines to the next line, so that a selection finds no holes. */
export function layLines(text: PageText): LaidLine[] {
  return text.lines.flatMap((line, index) => {
    const first = line.words[0];
    if (!first) return [];
    const top = Math.min(...line.words.map((word) => word.y));
    const bottom = Math.max(...line.words.map((word) => word.y + word.h));
    const height = Math.max(1, bottom - top);
    const nextTop = text.lines[index + 1]?.words[0]?.y ?? bottom;
    const reach = nextTop > top && nextTop - bottom < height * 1.5 ? nextTop - top : height;
    const size = height * FONT_SHARE;
    const words = line.words.map((word, place) => {
      const next = line.words[place + 1];
      const shown = next ? `${word.t} ` : word.t;
      const width = next && next.x > word.x ? next.x - word.x : word.w;
      const natural = (widthOf(shown) * size) / MEASURED_AT;
      return { text: shown, left: word.x, stretch: natural > 0 ? width / natural : 1 };
    });
    return [{ top, height: Math.max(reach, height), size, words }];
  });
}

/** Which word of which line, both from 0. */
export interface WordPlace {
  line: number;
  word: number;
}

/** So many letters before and after tell a passage from another with the same words. */
const AROUND = 32;

export interface TextPassage {
  quote: string;
  quads: Quad[];
  prefix: string;
  suffix: string;
}

/** The passage from one word to another, both included: its text, one rectangle a line, and what stands around it on the page. */
export function passageOf(text: PageText, from: WordPlace, to: WordPlace): TextPassage {
  const lines = text.lines.filter((line) => line.words.length > 0);
  const wordsOf = (first: number, last: number) => lines.slice(Math.max(0, first), last).flatMap((line) => line.words.map((word) => word.t));
  const before = [...wordsOf(from.line - 8, from.line), ...(lines[from.line]?.words ?? []).slice(0, from.word).map((word) => word.t)].join(' ');
  const after = [...(lines[to.line]?.words ?? []).slice(to.word + 1).map((word) => word.t), ...wordsOf(to.line + 1, to.line + 9)].join(' ');
  const quads: Quad[] = [];
  const quote: string[] = [];
  for (let line = from.line; line <= to.line; line += 1) {
    const all = lines[line]?.words ?? [];
    const words = all.slice(line === from.line ? from.word : 0, line === to.line ? to.word + 1 : all.length);
    if (words.length === 0) continue;
    quote.push(words.map((word) => word.t).join(' '));
    const x = Math.min(...words.map((word) => word.x));
    const y = Math.min(...words.map((word) => word.y));
    quads.push({
      x,
      y,
      w: Math.max(...words.map((word) => word.x + word.w)) - x,
      h: Math.max(...words.map((word) => word.y + word.h)) - y,
    });
  }
  return { quote: quote.join('\n'), quads, prefix: before.slice(-AROUND), suffix: after.slice(0, AROUND) };
}
