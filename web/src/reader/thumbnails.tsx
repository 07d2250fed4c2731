// SPDX-License-Identifier: GPL-3.0-or-later
//
// Small pictures of all pages, of which only those in sight exist. A number
// under each, how many open threads it has, and whether it was read or changed.
import { useEffect, useRef, useState } from 'preact/hooks';
import { useComputed } from '@preact/signals';
import { Check, MessageSquare } from 'lucide-preact';
import { t } from '../i18n';
import { layOut, pageAt } from './layout';
import type { Progress } from './news';
import type { Paper } from './paper';
import { imageAddress, leave, take } from './pictures';

const THUMB_WIDTH = 120;
/** Room for the number under each picture. */
const FOOT = 30;

function Thumbnail({ document, version, page }: { document: string; version: number; page: number }) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const address = imageAddress(document, version, page, THUMB_WIDTH * devicePixelRatio > 176 ? 320 : 160);
    let here = true;
    // Without a picture the number still leads to the page, which says what is wrong.
    take(address, false).then(
      (picture) => here && setUrl(picture.url),
      () => undefined,
    );
    return () => {
      here = false;
      leave(address);
    };
  }, [document, version, page]);
  return url ? <img src={url} alt="" /> : null;
}

interface ThumbnailsProps {
  paper: Paper;
  document: string;
  version: number;
  counts: ReadonlyMap<number, number>;
  progress: Progress;
  onGo: (page: number) => void;
}

export function Thumbnails({ paper, document, version, counts, progress, onGo }: ThumbnailsProps) {
  const list = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 800 });
  // The layout of the pages serves here too: each as wide as a thumbnail, with its number as part of its height.
  const layout = useComputed(() =>
    layOut(
      paper.sizes.value.map((size) => ({ width: THUMB_WIDTH, height: (size.height / size.width) * THUMB_WIDTH + FOOT })),
      1,
      0,
    ),
  ).value;
  const current = paper.page.value;

  useEffect(() => {
    const element = list.current;
    if (!element) return;
    const measure = () => setView({ top: element.scrollTop, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const element = list.current;
    const top = layout.tops[current - 1];
    const bottom = layout.tops[current];
    if (!element || top === undefined || bottom === undefined) return;
    if (top < element.scrollTop || bottom > element.scrollTop + element.clientHeight) element.scrollTo({ top: top - element.clientHeight / 3 });
  }, [current]);

  const first = pageAt(layout, view.top - view.height / 2);
  const last = paper.count.value === 0 ? 0 : pageAt(layout, view.top + view.height * 1.5);
  const shown = [];
  for (let page = first; page <= last; page += 1) {
    const count = counts.get(page) ?? 0;
    const top = layout.tops[page - 1] ?? 0;
    const height = (layout.sizes[page - 1]?.height ?? 0) - FOOT;
    const changed = progress.marked.value.has(page);
    const read = !changed && progress.seen.value.has(page);
    const name = count > 0 ? t().reader.pageWithThreads(page, count) : t().reader.page(page);
    shown.push(
      <button
        key={page}
        type="button"
        class={changed ? 'thumbnail changed' : 'thumbnail'}
        style={{ top: `${top}px` }}
        aria-current={page === current ? 'page' : undefined}
        aria-label={changed ? t().news.pageChanged(name) : read ? t().news.pageSeen(name) : name}
        onClick={() => onGo(page)}
      >
        <span class="thumbnail-paper" style={{ width: `${THUMB_WIDTH}px`, height: `${height}px` }}>
          <Thumbnail document={document} version={version} page={page} />
        </span>
        <span class="thumbnail-foot">
          {page}
          {read && <Check class="thumbnail-read" size={15} aria-hidden="true" />}
          {changed && <span class="thumbnail-changed">{t().news.mark}</span>}
          {count > 0 && (
            <span class="thumbnail-count" data-count={count}>
              <MessageSquare size={14} aria-hidden="true" />
            </span>
          )}
        </span>
      </button>,
    );
  }
  return (
    <div
      class="thumbnails"
      ref={list}
      onScroll={(event) => setView({ top: event.currentTarget.scrollTop, height: event.currentTarget.clientHeight })}
    >
      <div style={{ position: 'relative', height: `${layout.height}px` }}>{shown}</div>
    </div>
  );
}
