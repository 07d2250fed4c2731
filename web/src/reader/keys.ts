// SPDX-License-Identifier: GPL-3.0-or-later
//
// The reader's keys, wherever the focus is, except while someone types. Moving
// by arrows and pages is left to the browser when the paper has the focus.
import type { Paper } from './paper';
import { keysListed } from './key-list';
import { darkToggle, fullScreenToggle } from './view';

const LINE_PIXELS = 60;

/** `also`: keys of what is beside the paper. */
export function watchKeys(paper: Paper, scroller: () => HTMLElement | null, also: Record<string, () => void>): () => void {
  const by = (top: number) => scroller()?.scrollBy({ top, behavior: 'instant' });
  const height = () => (scroller()?.clientHeight ?? 0) * 0.9;
  const moves: Record<string, () => void> = {
    PageDown: () => by(height()),
    PageUp: () => by(-height()),
    ArrowDown: () => by(LINE_PIXELS),
    ArrowUp: () => by(-LINE_PIXELS),
  };
  const acts: Record<string, () => void> = {
    Home: () => paper.goTo(1),
    End: () => paper.goTo(paper.count.peek()),
    ArrowRight: () => paper.step(1),
    ArrowLeft: () => paper.step(-1),
    '+': paper.zoomIn,
    '=': paper.zoomIn,
    '-': paper.zoomOut,
    '0': () => paper.zoomTo('width'),
    r: paper.turnRight,
    b: paper.spreadToggle,
    i: darkToggle,
    f: fullScreenToggle,
    g: () => dispatchEvent(new Event('reader-go-to')),
    '?': () => (keysListed.value = true),
    ...also,
  };
  const down = (event: KeyboardEvent) => {
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest('input, textarea, select, dialog, .side-panel')) return;
    if (event.altKey) return;
    if (event.ctrlKey || event.metaKey) {
      // The browser's own zoom would blur the toolbar and leave the paper's pixels as they are.
      if (!['+', '=', '-', '0'].includes(event.key)) return;
    }
    const wide = paper.layout.peek().width > paper.view.peek().width + 1;
    if (wide && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) return;
    const act = acts[event.key] ?? (target?.closest('.viewport') ? undefined : moves[event.key]);
    if (!act) return;
    event.preventDefault();
    act();
  };
  addEventListener('keydown', down);
  return () => removeEventListener('keydown', down);
}
