// SPDX-License-Identifier: GPL-3.0-or-later
//
// The pages of both versions in rows, the older left, the newer right, so that
// they scroll together by nature; what changed lies in coloured boxes on the
// pictures. Only rows near the window hold pictures.
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { api, ask } from '../api';
import { t } from '../i18n';
import { useLoad } from '../parts/load';
import { rung, type PageSize } from '../reader/layout';
import { imageAddress } from '../reader/pictures';
import { boxesOf, isUnlike, placeOf, type ChangedBox, type Comparison, type Listed, type Look, type Looks, type Side } from './change';

const GAP = 16;
const A4 = { width: 595, height: 842 };

interface SidesProps {
  document: string;
  compared: Comparison;
  list: readonly Listed[];
  looks: Looks;
  at: { number: number };
  onGo: (number: number) => void;
}

function useSizes(document: string, version: number): readonly PageSize[] {
  const path = { document, n: version };
  return useLoad(() => ask(api.GET('/api/documents/{document}/versions/{n}/pages', { params: { path } })), [document, version]).data?.pages ?? [];
}

interface LeafProps {
  document: string;
  version: number;
  page: number | null;
  size: PageSize;
  width: number;
  near: boolean;
  boxes: readonly ChangedBox[];
  side: Side;
  at: number;
  differs: Comparison['pages'][number]['differs'];
  look: Look | undefined;
  /** The look's number in the list. */
  lookNumber: number;
  onGo: (number: number) => void;
}

function Leaf({ document, version, page, size, width, near, boxes, side, at, differs, look, lookNumber, onGo }: LeafProps) {
  const words = t().compare;
  if (page === null) return <div class="leaf none">{words.noPage}</div>;
  const scale = width / size.width;
  const unlike = look !== undefined && isUnlike(look);
  const pending = differs === 'picture' && look === undefined;
  return (
    <section class={`leaf${unlike ? ' differs' : ''}${unlike && lookNumber === at ? ' now' : ''}`} style={{ height: `${size.height * scale}px` }} aria-label={`${words.older(version)}, ${words.page(page)}`}>
      {near && <img src={imageAddress(document, version, page, rung(width * devicePixelRatio))} alt="" />}
      {near &&
        boxes.map(({ number, kind, quad }, place) => (
          <button
            key={place}
            type="button"
            tabIndex={-1}
            aria-hidden="true"
            class={`change-box ${side} ${kind}${number === at ? ' now' : ''}`}
            style={{ left: `${quad.x * scale - 1}px`, top: `${quad.y * scale - 1}px`, width: `${quad.w * scale + 2}px`, height: `${quad.h * scale + 2}px` }}
            onClick={() => onGo(number)}
          />
        ))}
      {near &&
        look !== undefined &&
        look !== 'failed' &&
        look[side].map((quad, place) => (
          <button
            key={`look-${place}`}
            type="button"
            tabIndex={-1}
            aria-hidden="true"
            class={`look-box ${side}`}
            style={{ left: `${quad.x * 100}%`, top: `${quad.y * 100}%`, width: `${quad.w * 100}%`, height: `${quad.h * 100}%` }}
            onClick={() => onGo(lookNumber)}
          />
        ))}
      {(unlike || pending) && <span class={`leaf-differs${pending ? ' pending' : ''}`}>{pending ? words.pending : words.picture}</span>}
    </section>
  );
}

export function Sides({ document, compared, list, looks, at, onGo }: SidesProps) {
  const words = t().compare;
  const scroller = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [near, setNear] = useState<readonly [number, number]>([0, 2]);
  const sizes = { old: useSizes(document, compared.from), new: useSizes(document, compared.to) };
  const boxes = useMemo(() => ({ old: boxesOf(compared.changes, 'old'), new: boxesOf(compared.changes, 'new') }), [compared]);
  const leaf = Math.max(1, (width - 3 * GAP) / 2);
  const sizeOf = (side: Side, page: number | null) => (page === null ? null : (sizes[side][page - 1] ?? A4));
  const rows = useMemo(() => {
    let top = 0;
    return compared.pages.map((pair) => {
      const heights = [sizeOf('old', pair.old), sizeOf('new', pair.new)].map((size) => (size ? (size.height / size.width) * leaf : 0));
      const row = { pair, top, height: Math.max(60, ...heights) };
      top += row.height + GAP;
      return row;
    });
  }, [compared, leaf, sizes.old, sizes.new]);

  const look = () => {
    const element = scroller.current;
    if (!element) return;
    const [top, bottom] = [element.scrollTop - element.clientHeight, element.scrollTop + 2 * element.clientHeight];
    const first = rows.findIndex((row) => row.top + row.height >= top);
    const beyond = rows.findIndex((row) => row.top > bottom);
    const last = beyond < 0 ? rows.length - 1 : beyond;
    setNear((before) => (before[0] === first && before[1] === last ? before : [first, last]));
  };
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = () => setWidth(element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(look, [rows]);
  useEffect(() => {
    const one = list.find(({ number }) => number === at.number);
    const row = one && rows[one.row];
    if (!one || !row) return;
    const { change } = one;
    if (!change) {
      const look = looks.get(one.row);
      const tops = look && look !== 'failed' ? [...look.old, ...look.new].map(({ y }) => y) : [0];
      scroller.current?.scrollTo({ top: row.top + Math.min(...tops) * row.height - scroller.current.clientHeight / 3, behavior: 'instant' });
      return;
    }
    const side = placeOf(change, 'new') ? 'new' : 'old';
    const place = placeOf(change, side);
    const scale = leaf / (sizeOf(side, place?.page ?? null) ?? A4).width;
    scroller.current?.scrollTo({ top: row.top + (place?.y ?? 0) * scale - scroller.current.clientHeight / 3, behavior: 'instant' });
  }, [at, rows]);

  return (
    <div class="sides" ref={scroller} tabIndex={0} role="document" aria-label={words.sides} onScroll={look}>
      <div class="sides-head">
        <span>{words.older(compared.from)}</span>
        <span>{words.newer(compared.to)}</span>
      </div>
      {rows.map(({ pair, height }, index) => {
        const shared = { document, width: leaf, near: index >= near[0] && index <= near[1], at: at.number, differs: pair.differs, look: looks.get(index), lookNumber: compared.changes.length + 1 + index, onGo };
        const side = (which: Side, version: number, page: number | null) => (
          <Leaf {...shared} side={which} version={version} page={page} size={sizeOf(which, page) ?? A4} boxes={(page !== null && boxes[which].get(page)) || []} />
        );
        return (
          <div key={index} class="sides-row" style={{ height: `${height}px` }}>
            {side('old', compared.from, pair.old)}
            {side('new', compared.to, pair.new)}
          </div>
        );
      })}
    </div>
  );
}
