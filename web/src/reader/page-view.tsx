// SPDX-License-Identifier: GPL-3.0-or-later
//
// One page of paper: its pictures, the passages people talk about, its words.
// It asks for the pictures that this zoom needs, and says why when there are none.
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { RotateCw } from 'lucide-preact';
import { opened, pieceAhead } from '../ahead';
import type { Problem } from '../api';
import { t } from '../i18n';
import { slugText } from '../parts/problem';
import { pieceAddress, topPart } from './first-piece';
import { GAP, needsRegion, pageBox, regionOf, rung, LADDER_TOP, type Box } from './layout';
import type { Paper } from './paper';
import { imageAddress } from './pictures';
import { Sheet } from './sheet';
import { TextLayer } from './text-layer';
import type { Thread } from './thread-data';
import { boxIn, turnStyle } from './turn';

const SOFT_WIDTH = 320;

interface PageViewProps {
  paper: Paper;
  document: string;
  version: number;
  page: number;
  threads: readonly Thread[];
  chosen: string | null;
  onThread: (thread: Thread) => void;
  /** What lies on the paper under the words, in points of the page: notes, hits. */
  overlay?: (page: number) => ComponentChildren;
}

/** Rounded outwards to whole steps, so that small scrolls ask for the same piece. The server counts ten-thousandths. */
function regionText(box: Box, about: number) {
  const step = Math.max(1, Math.round(about * 10_000)) / 10_000;
  const left = Math.floor(box.left / step) * step;
  const top = Math.floor(box.top / step) * step;
  const width = Math.min(1 - left, Math.ceil((box.left + box.width - left) / step) * step);
  const height = Math.min(1 - top, Math.ceil((box.top + box.height - top) / step) * step);
  return { box: { left, top, width, height }, text: [left, top, width, height].map((n) => n.toFixed(4)).join(',') };
}

/** The upper part of a page that stands at the top of the window, where that is enough to read it: the one asked for ahead, when it is the same. */
function partFirst(wanted: { document: string; version: number; page: number; pixels: number }, box: Box, paper: Paper) {
  const { document, version, page, pixels } = wanted;
  const view = paper.viewBox;
  if (view.height === 0 || needsRegion(pixels)) return null;
  const part = box.top > view.top - GAP * 2 ? topPart((view.top + view.height - box.top) / box.height) : null;
  if (!part) return null;
  const ahead = pieceAhead;
  const same = ahead?.document === document && ahead.version === version && ahead.page === page && ahead.box.height >= part.height;
  return same ? ahead : { address: pieceAddress(document, version, page, rung(pixels), part), box: part };
}

/** At the edge of the page beside words, at the corner of a frame; upright however the page is turned. */
function badgeStyle(thread: Thread, scale: number, turn: number) {
  const first = thread.quads[0] ?? { x: 0, y: 0, w: 0, h: 0 };
  const top = `${first.y * scale - (thread.quote ? 10 : 22)}px`;
  const corner = thread.quote ? {} : { right: 'auto', left: `${(first.x + first.w) * scale - 22}px` };
  return { top, ...corner, ...(turn !== 0 && { transform: `rotate(${-turn}deg)` }) };
}

export function PageView({ paper, document, version, page, threads, chosen, onThread, overlay }: PageViewProps) {
  const host = useRef<HTMLDivElement>(null);
  const sheet = useRef<Sheet | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [drawn, setDrawn] = useState(false);
  const box = pageBox(paper.layout.value, page);
  const still = paper.still.value;
  const [first = 1, last = 0] = paper.seen.value.split('-').map(Number);
  const seen = page >= first && page <= last;
  const size = paper.sizes.value[page - 1] ?? { width: 0, height: 0 };
  const turn = paper.turn.value;
  const [width, height] = [size.width * paper.layout.value.scale, size.height * paper.layout.value.scale];
  const pixels = width * devicePixelRatio;
  const address = imageAddress(document, version, page, rung(pixels));
  const deep = seen && still && needsRegion(pixels);
  // Only a page deeper than the ladder cares where exactly the window is.
  const scroll = deep ? paper.scroll.value : null;

  useEffect(() => {
    if (!host.current) return;
    setDrawn(false);
    sheet.current = new Sheet(host.current, setProblem, () => {
      setDrawn(true);
      opened();
    });
    return () => sheet.current?.clear();
  }, [document, version, page]);

  // Before the window is measured nothing is known of the width: no picture is asked for in vain.
  const measured = paper.view.value.width > 0;
  useEffect(() => {
    if (!measured) return;
    const first = still && seen && turn === 0 ? partFirst({ document, version, page, pixels }, box, paper) : null;
    if (first) sheet.current?.first(first.address, first.box);
    // What was asked for ahead is nearly here.
    if (!first || first !== pieceAhead) sheet.current?.soft(imageAddress(document, version, page, SOFT_WIDTH));
    if (still) sheet.current?.sharp(address, seen);
  }, [measured, address, still, seen]);

  useEffect(() => {
    if (!needsRegion(pixels)) return sheet.current?.noPiece();
    if (!deep || !scroll) return;
    const timer = setTimeout(() => {
      // As much around the window as the widest picture holds at the screen's own pixels.
      const view = paper.viewBox;
      const spare = Math.min(0.1, Math.max(0.005, (LADDER_TOP / (view.width * devicePixelRatio) - 1) / 3));
      const part = regionOf(paper.layout.peek(), page, view, spare);
      const region = part && boxIn(paper.turn.peek(), part);
      if (!region) return;
      const { box: piece, text } = regionText(region, ((view.width * devicePixelRatio) / pixels) * (spare / 2));
      const width = Math.min(LADDER_TOP, Math.ceil(pixels * piece.width));
      sheet.current?.piece(imageAddress(document, version, page, width, text), piece);
    }, 100);
    return () => clearTimeout(timer);
  }, [deep, scroll?.left, scroll?.top, pixels, turn]);

  const marks = useMemo(() => threads.filter((thread) => thread.quads.length > 0 && !thread.resolved_at), [threads]);
  const style = { left: `${box.left}px`, top: `${box.top}px`, width: `${box.width}px`, height: `${box.height}px` };
  return (
    <section class="page" style={style} aria-label={t().reader.pageOf(page, paper.count.value)}>
      <div class="page-turn" style={{ width: `${width}px`, height: `${height}px`, transform: turnStyle(turn, width, height) }}>
        <div class="page-pictures" ref={host} />
        {overlay?.(page)}
        {marks.length > 0 && (
          <div class="page-marks" style={{ transform: `scale(${paper.scale.value})` }}>
            {marks.flatMap((thread) =>
              thread.quads.map((quad, index) => (
                <div
                  key={`${thread.id}-${index}`}
                  class={`mark${thread.quote ? '' : ' frame'}${thread.id === chosen ? ' chosen' : ''}`}
                  style={{ left: `${quad.x}px`, top: `${quad.y}px`, width: `${quad.w}px`, height: `${quad.h}px` }}
                />
              )),
            )}
          </div>
        )}
        <TextLayer paper={paper} document={document} version={version} page={page} wanted={drawn} />
        {marks.map((thread) => (
          <button
            key={thread.id}
            type="button"
            class="mark-button"
            style={badgeStyle(thread, paper.scale.value, turn)}
            aria-label={t().reader.threadOn(thread.comments[0]?.author.full_name ?? '')}
            onClick={() => onThread(thread)}
          >
            <span data-count={thread.comments.length} />
          </button>
        ))}
      </div>
      {problem && (
        <div class="page-problem" role="alert">
          <div class="page-problem-words">
            <p>{slugText(problem.slug)}</p>
            <div class="row">
              <button type="button" class="button" onClick={() => sheet.current?.again(address)}>
                <RotateCw size={18} aria-hidden="true" />
                {t().common.retry}
              </button>
              <a class="button" href={`/api/documents/${document}/versions/${version}/file`} download>
                {t().reader.original}
              </a>
            </div>
          </div>
        </div>
      )}
    </section>
  );
}
