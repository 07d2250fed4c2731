// SPDX-License-Identifier: GPL-3.0-or-later
//
// The links that the file brings: which lie on the pages near, what each is
// called, where one came from before a jump. It opens no address by itself: what
// leads out of the house is asked about first.
import { signal } from '@preact/signals';
import { fmtNumber, t } from '../i18n';
import { placeUnder } from '../notes/draw';
import { tool } from '../notes/tools';
import type { Schemas } from '../api';
import type { Anchor } from './layout';
import type { Paper } from './paper';
import type { PageText, Quad } from './words';

export type PageLink = Schemas['PageLink'];

/** Points around a link that a finger may miss it by. */
const FINGER = 4;
const MOST_TRAIL = 50;
const LONGEST_NAME = 80;
const SCHEMES = new Set(['http:', 'https:', 'mailto:']);

export interface Outside {
  href: string;
  /** Whose computer answers there, or whom a letter goes to. */
  host: string;
  letter: boolean;
}

/** Null where the address is none that a browser should be sent to. */
export function outside(uri: string): Outside | null {
  try {
    const address = new URL(uri);
    if (!SCHEMES.has(address.protocol)) return null;
    const letter = address.protocol === 'mailto:';
    return { href: address.href, host: letter ? decodeURIComponent(address.pathname) : address.host, letter };
  } catch {
    return null;
  }
}

/** What a link says of itself: the words on it and where it leads. */
export function linkName(link: PageLink, text: PageText): string {
  const words = text.lines
    .flatMap((line) => line.words)
    .filter((word) => holds(link, word.x + word.w / 2, word.y + word.h / 2, 0))
    .map((word) => word.t)
    .join(' ')
    .slice(0, LONGEST_NAME);
  const out = link.uri === null ? null : outside(link.uri);
  const where = out ? t().reader.linkOut(out.host) : t().reader.linkToPage(fmtNumber(link.page ?? 0));
  return words === '' ? where : `${words}: ${where}`;
}

const holds = (quad: Quad, x: number, y: number, spare: number) =>
  x >= quad.x - spare && x <= quad.x + quad.w + spare && y >= quad.y - spare && y <= quad.y + quad.h + spare;

interface Left {
  page: number;
  /** What stood in the upper left corner of the window. */
  corner: Anchor;
}

export class Links {
  /** Pages jumped from, the last one last. */
  readonly trail = signal<readonly Left[]>([]);
  /** An address that a person is asked about. */
  readonly leaving = signal<Outside | null>(null);
  #pages = new Map<number, readonly PageLink[]>();

  constructor(private paper: Paper) {}

  keep(page: number, links: readonly PageLink[]): () => void {
    this.#pages.set(page, links);
    return () => this.#pages.delete(page);
  }

  /** The link under a point of the screen, while no tool is in the hand. */
  under(scroller: HTMLElement, x: number, y: number, spare = FINGER): PageLink | null {
    if (this.#pages.size === 0 || tool.peek() !== 'select') return null;
    const at = placeUnder(this.paper, scroller, x, y);
    if (!at?.inside) return null;
    const links = this.#pages.get(at.page) ?? [];
    return links.find((link) => holds(link, at.x, at.y, 0)) ?? links.find((link) => holds(link, at.x, at.y, spare)) ?? null;
  }

  follow(link: PageLink): void {
    if (link.uri !== null) this.leaving.value = outside(link.uri);
    else if (link.page !== null) {
      const corner = this.paper.place(0, 0);
      if (corner) this.trail.value = [...this.trail.peek().slice(1 - MOST_TRAIL), { page: this.paper.page.peek(), corner }];
      this.paper.goTo(link.page, link.top ?? 0);
    }
  }

  /** Back to where the last jump began; false when there was none. */
  back = (): boolean => {
    const from = this.trail.peek().at(-1);
    if (!from) return false;
    this.trail.value = this.trail.peek().slice(0, -1);
    this.paper.zoomAround(this.paper.zoom.peek(), from.corner, 0, 0);
    return true;
  };

  stay = (): void => {
    this.trail.value = [];
  };
}

const onPaper = () => globalThis.document.querySelector<HTMLElement>('.viewport')?.focus({ preventScroll: true });

/** Taps and clicks on links, the hand over them, and the key that leads back. */
export function watchLinks(scroller: HTMLElement, links: Links): () => void {
  let frame = 0;
  const click = (event: MouseEvent) => {
    const target = event.target instanceof Element ? event.target : null;
    // Words just selected across a link were not a press of it.
    if (target?.closest('button, a') || getSelection()?.isCollapsed === false) return;
    const link = links.under(scroller, event.clientX, event.clientY);
    if (!link) return;
    event.preventDefault();
    links.follow(link);
  };
  const over = (event: PointerEvent) => {
    if (event.pointerType === 'touch') return;
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => scroller.classList.toggle('on-link', links.under(scroller, event.clientX, event.clientY, 0) !== null));
  };
  const key = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowLeft' || !event.altKey || event.ctrlKey || event.metaKey || globalThis.document.querySelector('dialog[open]')) return;
    if (!links.back()) return;
    event.preventDefault();
    onPaper();
  };
  scroller.addEventListener('click', click);
  scroller.addEventListener('pointermove', over);
  addEventListener('keydown', key);
  return () => {
    cancelAnimationFrame(frame);
    scroller.removeEventListener('click', click);
    scroller.removeEventListener('pointermove', over);
    removeEventListener('keydown', key);
  };
}
