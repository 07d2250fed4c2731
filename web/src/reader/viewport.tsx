// SPDX-License-Identifier: GPL-3.0-or-later
//
// The window onto the stack of pages: it scrolls by itself, holds only the
// pages near what is seen, and turns fingers, wheels and keys into zooms.
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { effect } from '@preact/signals';
import { t } from '../i18n';
import { watchGestures } from './gestures';
import { rung, type Anchor } from './layout';
import { PageView } from './page-view';
import type { Paper } from './paper';
import { imageAddress, leave, take } from './pictures';
import { watchSelection } from './selection';
import type { Thread } from './thread-data';

const DOUBLE_TAP_ZOOM = 2;

interface ViewportProps {
  paper: Paper;
  document: string;
  version: number;
  threads: readonly Thread[];
  chosen: string | null;
  onThread: (thread: Thread) => void;
  /** A tap on the paper that selects and zooms nothing. */
  onTap: () => void;
  overlay?: (page: number) => ComponentChildren;
  /** Whatever else listens to the scroller: tools that draw. Gives back what stops it. */
  watch?: (scroller: HTMLElement) => () => void;
}

function watchZoom(scroller: HTMLElement, paper: Paper): () => void {
  let held: Anchor | null = null;
  let scale = 1;
  return watchGestures(scroller, {
    pinchStart: (x, y) => {
      held = paper.place(x, y);
      scale = paper.scale.peek();
    },
    pinch: (factor, x, y) => paper.zoomAround(scale * factor, held, x, y),
    wheel: (factor, x, y) => paper.zoomBy(factor, x, y),
    doubleTap: (x, y) => {
      const near = paper.zoom.peek() === 'width';
      paper.zoomTo(near ? paper.scale.peek() * DOUBLE_TAP_ZOOM : 'width', x, y);
    },
  });
}

/** Pictures of the next pages, and of the one before, fetched while nothing nearer is: they are there when one comes to them. */
function useAhead(paper: Paper, document: string, version: number): void {
  const [first = 1, last = 0] = paper.seen.value.split('-').map(Number);
  const width = rung((paper.sizes.value[last - 1]?.width ?? 0) * paper.scale.value * devicePixelRatio);
  const still = paper.still.value;
  const count = paper.count.value;
  useEffect(() => {
    if (!still || paper.view.peek().width === 0) return;
    const pages = [last + 1, last + 2, first - 1].filter((page) => page >= 1 && page <= count);
    const addresses = pages.map((page) => imageAddress(document, version, page, width));
    // A picture that does not come is missed by nobody yet.
    for (const address of addresses) take(address, false).catch(() => undefined);
    return () => addresses.forEach(leave);
  }, [paper, document, version, first, last, width, still, count]);
}

export function Viewport({ paper, document, version, threads, chosen, onThread, onTap, overlay, watch }: ViewportProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const layout = paper.layout.value;
  const [first = 1, last = 0] = paper.mounted.value.split('-').map(Number);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = () => paper.resized(element.clientWidth, element.clientHeight);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    const stops = [watchZoom(element, paper), watchSelection(element, document, version), watch?.(element) ?? (() => undefined)];
    return () => {
      observer.disconnect();
      stops.forEach((stop) => stop());
    };
  }, [paper, document, version, watch]);

  // After the elements took their sizes the window goes where the paper wants it.
  useLayoutEffect(
    () =>
      effect(() => {
        void paper.scroll.value;
        const aim = paper.aim;
        const element = scroller.current;
        if (!aim || !element) return;
        queueMicrotask(() => element.scrollTo({ ...aim, behavior: 'instant' }));
      }),
    [paper],
  );
  useLayoutEffect(() => {
    const aim = paper.aim;
    if (aim) scroller.current?.scrollTo({ ...aim, behavior: 'instant' });
  }, [layout]);

  // The bars of scrolling steal width only where they take place; the sizes above already count without them.
  useEffect(() => {
    const element = scroller.current;
    if (element) paper.resized(element.clientWidth, element.clientHeight);
  }, [layout.height]);

  useAhead(paper, document, version);

  const pages = [];
  for (let page = first; page <= last; page += 1) {
    pages.push(
      <PageView
        key={`${document}-${version}-${page}`}
        {...{ paper, document, version, page, chosen, onThread }}
        {...(overlay && { overlay })}
        threads={threads.filter((thread) => thread.page === page)}
      />,
    );
  }
  return (
    <div
      class="viewport"
      ref={scroller}
      tabIndex={0}
      role="document"
      aria-label={t().reader.paper}
      onScroll={(event) => paper.scrolled(event.currentTarget.scrollLeft, event.currentTarget.scrollTop)}
      onClick={(event) => {
        // What a button or link on the paper opens is not closed by the same tap.
        const pressed = event.target instanceof Element && event.target.closest('button, a');
        if (!pressed && getSelection()?.isCollapsed !== false) onTap();
      }}
    >
      <div class="stack" style={{ width: `${layout.width}px`, height: `${layout.height}px` }}>
        {pages}
      </div>
    </div>
  );
}
