// SPDX-License-Identifier: GPL-3.0-or-later
//
// Finding words in the whole document: page after page, all hits, as people
// type them. Without marks in the query, marks do not count ("nghi dinh" finds
// "Nghị định"); with one, they do. It keeps the folded words, not the pages.
import { batch, computed, signal } from '@preact/signals';
import type { Paper } from './paper';
import { pageText, type PageText, type Quad } from './words';

export interface Hit {
  page: number;
  quads: Quad[];
}

const MARKS = /\p{M}/gu;
const AT_ONCE = 4;
const MOST_HITS = 5000;
const MOST_PAGES_KEPT = 2000;

const plain = (text: string) => text.normalize('NFC').toLocaleLowerCase('vi').replace(/\s+/g, ' ');
const bare = (text: string) => plain(text).normalize('NFD').replace(MARKS, '').replaceAll('đ', 'd');
export const hasMarks = (query: string) => plain(query) !== bare(query);

/** The words of one page joined by spaces, in both spellings, with where each begins. */
interface Folded {
  texts: { plain: string; bare: string };
  starts: { plain: Uint32Array; bare: Uint32Array };
  lines: Uint16Array;
  boxes: Float32Array;
}

function fold(text: PageText): Folded {
  const words = text.lines.flatMap((line, index) => line.words.map((word) => ({ ...word, index })));
  const both = (spell: (word: string) => string) => {
    const starts = new Uint32Array(words.length);
    let all = '';
    words.forEach((word, place) => {
      starts[place] = all.length;
      all += `${spell(word.t)} `;
    });
    return { all, starts };
  };
  const [p, b] = [both(plain), both(bare)];
  return {
    texts: { plain: p.all, bare: b.all },
    starts: { plain: p.starts, bare: b.starts },
    lines: Uint16Array.from(words, (word) => word.index),
    boxes: Float32Array.from(words.flatMap((word) => [word.x, word.y, word.w, word.h])),
  };
}

/** The last word that begins at or before this letter. */
function wordAt(starts: Uint32Array, letter: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= letter) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** One rectangle a line; a word found in part is covered in part. */
function quadsOf(page: Folded, spelling: 'plain' | 'bare', from: number, to: number): Quad[] {
  const { texts, starts, boxes, lines } = page;
  const all = starts[spelling];
  const quads: Quad[] = [];
  let line = -1;
  for (let word = wordAt(all, from); word < all.length && (all[word] ?? 0) < to; word += 1) {
    const begin = all[word] ?? 0;
    const length = Math.max(1, (all[word + 1] ?? texts[spelling].length) - 1 - begin);
    const [x = 0, y = 0, w = 0, h = 0] = boxes.subarray(word * 4, word * 4 + 4);
    const left = x + (w * Math.max(0, from - begin)) / length;
    const right = x + (w * Math.min(length, to - begin)) / length;
    const last = quads.at(-1);
    if (last && lines[word] === line) {
      const top = Math.min(last.y, y);
      quads[quads.length - 1] = { x: last.x, y: top, w: right - last.x, h: Math.max(last.y + last.h, y + h) - top };
    } else quads.push({ x: left, y, w: right - left, h });
    line = lines[word] ?? -1;
  }
  return quads;
}

export class Find {
  readonly open = signal(false);
  /** The words came with the address; nobody has typed them. */
  given = false;
  readonly query = signal('');
  readonly hits = signal<readonly Hit[]>([]);
  /** Which hit is shown, from 0; -1: none. */
  readonly at = signal(-1);
  readonly read = signal(0);
  readonly running = signal(false);
  /** Pages that could not be read, or have no words at all. */
  readonly wordless = signal(0);
  readonly byPage = computed(() => {
    const map = new Map<number, number[]>();
    this.hits.value.forEach((hit, index) => map.set(hit.page, [...(map.get(hit.page) ?? []), index]));
    return map;
  });

  #folded = new Map<number, Folded>();
  #turn = 0;

  constructor(
    private paper: Paper,
    private document: string,
    private version: number,
  ) {}

  async #page(page: number): Promise<Folded> {
    const known = this.#folded.get(page);
    if (known) return known;
    const folded = fold(await pageText(this.document, this.version, page));
    this.#folded.set(page, folded);
    const oldest = this.#folded.keys().next().value;
    if (this.#folded.size > MOST_PAGES_KEPT && oldest !== undefined) this.#folded.delete(oldest);
    return folded;
  }

  /** Looks for these words from the first page to the last; a later call ends an earlier one. */
  async search(query: string): Promise<void> {
    this.#turn += 1;
    const mine = this.#turn;
    const spelling = hasMarks(query) ? 'plain' : 'bare';
    const wanted = (spelling === 'plain' ? plain(query) : bare(query)).trim();
    const pages = this.paper.count.peek();
    const start = this.paper.page.peek();
    batch(() => {
      this.query.value = query;
      this.hits.value = [];
      this.at.value = -1;
      this.read.value = 0;
      this.wordless.value = 0;
      this.running.value = wanted !== '';
    });
    if (wanted === '') return;
    const found: Hit[] = [];
    for (let first = 1; first <= pages && found.length < MOST_HITS; first += AT_ONCE) {
      const numbers = Array.from({ length: Math.min(AT_ONCE, pages - first + 1) }, (_, place) => first + place);
      const texts = await Promise.all(numbers.map((page) => this.#page(page).catch(() => null)));
      if (mine !== this.#turn) return;
      const before = found.length;
      texts.forEach((page, place) => page && found.push(...hitsIn(page, spelling, wanted, first + place)));
      batch(() => {
        this.wordless.value += texts.filter((page) => !page || page.boxes.length === 0).length;
        this.read.value = first + numbers.length - 1;
        if (found.length === before) return;
        this.hits.value = found.slice(0, MOST_HITS);
        if (this.at.peek() >= 0) return;
        const next = found.findIndex((hit) => hit.page >= start);
        if (next >= 0) this.show(next);
      });
    }
    this.running.value = false;
    if (this.at.peek() < 0 && found.length > 0) this.show(0);
  }

  show(index: number): void {
    const hit = this.hits.peek()[index];
    if (!hit) return;
    this.at.value = index;
    this.paper.goTo(hit.page, hit.quads[0]?.y ?? 0, hit.quads[0]?.x ?? 0);
  }

  step(direction: 1 | -1): void {
    const count = this.hits.peek().length;
    if (count > 0) this.show((this.at.peek() + direction + count) % count);
  }

  close(): void {
    this.#turn += 1;
    batch(() => {
      this.open.value = false;
      this.running.value = false;
      this.hits.value = [];
      this.at.value = -1;
    });
  }
}

function hitsIn(page: Folded, spelling: 'plain' | 'bare', wanted: string, number: number): Hit[] {
  const text = page.texts[spelling];
  const hits: Hit[] = [];
  for (let from = text.indexOf(wanted); from >= 0; from = text.indexOf(wanted, from + wanted.length)) {
    hits.push({ page: number, quads: quadsOf(page, spelling, from, from + wanted.length) });
  }
  return hits;
}
