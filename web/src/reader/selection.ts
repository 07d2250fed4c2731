// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a person selected on the paper: the words of each page from the first to
// the last touched. It reads the browser's selection and never changes it.
import { computed, signal } from '@preact/signals';
import { pageText, passageOf, type TextPassage, type WordPlace } from './words';

export interface Passage extends TextPassage {
  page: number;
}

/** What is selected, one passage a page, in the order of the paper. */
export const passages = signal<readonly Passage[]>([]);

/** The first of them, for what has one place only: a thread, a link. */
export const passage = computed(() => passages.value[0] ?? null);

interface Stretch {
  page: number;
  from: WordPlace;
  to: WordPlace;
}

function placeOf(span: HTMLElement): WordPlace {
  return { line: Number(span.dataset.line), word: Number(span.dataset.word) };
}

/** Per page, the first and last word that the selection touches. */
function stretches(scroller: HTMLElement): Stretch[] {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return [];
  const range = selection.getRangeAt(0);
  if (!scroller.contains(range.commonAncestorContainer)) return [];
  const found: Stretch[] = [];
  for (const layer of scroller.querySelectorAll<HTMLElement>('.text-layer')) {
    if (!range.intersectsNode(layer)) continue;
    const spans = [...layer.querySelectorAll<HTMLElement>('span[data-word]')].filter((span) => touches(range, span));
    const [first, last] = [spans[0], spans.at(-1)];
    if (first && last) found.push({ page: Number(layer.dataset.page), from: placeOf(first), to: placeOf(last) });
  }
  return found;
}

/** True when at least one letter of the word is in the range, not only its edge. */
function touches(range: Range, span: HTMLElement): boolean {
  const text = span.firstChild;
  if (!text || !range.intersectsNode(text)) return false;
  if (range.startContainer === text && range.startOffset >= (text.textContent ?? '').trimEnd().length) return false;
  return !(range.endContainer === text && range.endOffset === 0);
}

async function passagesIn(scroller: HTMLElement, document: string, version: number): Promise<Passage[]> {
  return Promise.all(
    stretches(scroller).map(async ({ page, from, to }) => ({ page, ...passageOf(await pageText(document, version, page), from, to) })),
  );
}

/** Follows the selection in the scroller, and writes copies with spaces and line ends. */
export function watchSelection(scroller: HTMLElement, document: string, version: number): () => void {
  let turn = 0;
  let hand = { x: 0, y: 0 };
  const changed = () => {
    if (bringBack(scroller, hand.x, hand.y)) return;
    turn += 1;
    const mine = turn;
    void passagesIn(scroller, document, version).then((found) => {
      if (mine === turn) passages.value = found.filter((one) => one.quote !== '');
    });
    keepEndBehind(scroller);
  };
  const copy = (event: ClipboardEvent) => {
    const selection = getSelection();
    if (!selection || selection.isCollapsed || !event.clipboardData || !selection.anchorNode || !scroller.contains(selection.anchorNode)) return;
    const text = [...scroller.querySelectorAll<HTMLElement>('.text-layer')]
      .map((layer) => layerText(selection.getRangeAt(0), layer))
      .filter((part) => part !== '')
      .join('\n');
    if (text === '') return;
    event.clipboardData.setData('text/plain', text.normalize('NFC'));
    event.preventDefault();
  };
  const down = (event: PointerEvent) => {
    if (event.target instanceof Element && event.target.closest('.text-layer span')) scroller.classList.add('selecting');
  };
  const move = (event: PointerEvent) => (hand = { x: event.clientX, y: event.clientY });
  const up = () => scroller.classList.remove('selecting');
  globalThis.document.addEventListener('selectionchange', changed);
  globalThis.document.addEventListener('copy', copy);
  scroller.addEventListener('pointerdown', down);
  addEventListener('pointermove', move, { passive: true });
  addEventListener('pointerup', up);
  addEventListener('pointercancel', up);
  return () => {
    passages.value = [];
    globalThis.document.removeEventListener('selectionchange', changed);
    globalThis.document.removeEventListener('copy', copy);
    scroller.removeEventListener('pointerdown', down);
    removeEventListener('pointermove', move);
    removeEventListener('pointerup', up);
    removeEventListener('pointercancel', up);
  };
}

/** The letters of one page inside the range, word by word. */
function layerText(range: Range, layer: HTMLElement): string {
  if (!range.intersectsNode(layer)) return '';
  const lines = new Map<string, string[]>();
  for (const span of layer.querySelectorAll<HTMLElement>('span[data-word]')) {
    const text = span.firstChild;
    if (!text || !touches(range, span)) continue;
    const all = text.textContent ?? '';
    const start = range.startContainer === text ? range.startOffset : 0;
    const end = range.endContainer === text ? range.endOffset : all.length;
    const line = span.dataset.line ?? '';
    lines.set(line, [...(lines.get(line) ?? []), all.slice(start, end).trim()]);
  }
  return [...lines.values()].map((words) => words.join(' ')).join('\n');
}

/** How far a point lies from a box, in pixels. */
const distance = (box: DOMRect, x: number, y: number) => Math.hypot(Math.max(box.left - x, x - box.right, 0), Math.max(box.top - y, y - box.bottom, 0));

function nearest<T extends Element>(elements: Iterable<T>, x: number, y: number): T | null {
  let best: T | null = null;
  let least = Infinity;
  for (const element of elements) {
    const far = distance(element.getBoundingClientRect(), x, y);
    if (far < least) [best, least] = [element, far];
  }
  return best;
}

/**
 * Between two pages the pointer meets no word, and browsers then select whatever
 * comes first in the document tree. The selection is brought back to the word
 * nearest to the hand. Above and below all words
 * these are the first and the last. True when it was: the browser tells again.
 */
function bringBack(scroller: HTMLElement, x: number, y: number): boolean {
  const selection = getSelection();
  const { anchorNode, focusNode } = selection ?? {};
  if (!selection || !anchorNode || !scroller.classList.contains('selecting')) return false;
  if (focusNode?.parentElement?.closest('.text-line, .text-end') || (focusNode instanceof Element && focusNode.closest('.text-layer'))) return false;
  const page = nearest(scroller.querySelectorAll('.page'), x, y);
  const words = page?.querySelectorAll('span[data-word]') ?? [];
  const upright = page?.querySelector<HTMLElement>('.page-turn')?.style.transform === 'none';
  const [first, last] = [words[0], words[words.length - 1]];
  if (!first || !last || !scroller.contains(anchorNode)) return false;
  const above = upright && y < first.getBoundingClientRect().top;
  const below = upright && y > last.getBoundingClientRect().bottom;
  const text = (above ? first : below ? last : nearest(words, x, y))?.firstChild;
  if (!text) return false;
  const start = above || Boolean(anchorNode.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_PRECEDING);
  selection.setBaseAndExtent(anchorNode, selection.anchorOffset, text, start ? 0 : (text.textContent ?? '').trimEnd().length);
  return true;
}

/**
 * Between words the pointer meets the page itself, and browsers then select up
 * to its start or end. An element that cannot be selected lies under the words
 * while selecting; it stands just behind the word last reached, so that falling
 * on it ends the selection there.
 */
function keepEndBehind(scroller: HTMLElement): void {
  if (!scroller.classList.contains('selecting')) return;
  const selection = getSelection();
  const focus = selection?.focusNode?.parentElement?.closest<HTMLElement>('.text-line');
  const layer = focus?.closest('.text-layer');
  const end = layer?.querySelector('.text-end');
  if (!selection?.anchorNode || !focus || !end) return;
  const backwards = Boolean(selection.anchorNode.compareDocumentPosition(focus) & Node.DOCUMENT_POSITION_PRECEDING);
  if (backwards && end.nextSibling !== focus) focus.before(end);
  else if (!backwards && end.previousSibling !== focus) focus.after(end);
}
