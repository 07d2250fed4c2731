// SPDX-License-Identifier: GPL-3.0-or-later
//
// The pictures of page pairs, fetched and compared one pair after the other
// while the page is open: pairs without words at once, all when asked.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { imageAddress } from '../reader/pictures';
import type { Comparison, Look, Looks } from './change';
import { differenceOf, LOOK_WIDTH, type PageDifference, type Picture } from './picture';

async function drawn(address: string): Promise<ImageBitmap> {
  const reply = await fetch(address);
  if (!reply.ok) throw new Error(`${reply.status} of ${address}`);
  return createImageBitmap(await reply.blob());
}

/** At the common width; what is lower than the other is white there. */
function pixels(image: ImageBitmap, height: number): Picture {
  const canvas = new OffscreenCanvas(LOOK_WIDTH, height);
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (!pen) throw new Error('no canvas');
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, LOOK_WIDTH, height);
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(image, 0, 0, LOOK_WIDTH, (image.height * LOOK_WIDTH) / image.width);
  return pen.getImageData(0, 0, LOOK_WIDTH, height);
}

const heightOf = (image: ImageBitmap) => Math.round((image.height * LOOK_WIDTH) / image.width);
const scaled = (quads: PageDifference['old'], by: number) => quads.map((quad) => ({ ...quad, y: quad.y * by, h: quad.h * by }));

async function compared(document: string, versions: readonly [number, number], pages: readonly [number, number]): Promise<PageDifference> {
  const [older, newer] = await Promise.all([0, 1].map((side) => drawn(imageAddress(document, versions[side] ?? 0, pages[side] ?? 0, LOOK_WIDTH))));
  if (!older || !newer) throw new Error('no pictures');
  const height = Math.max(heightOf(older), heightOf(newer));
  const difference = differenceOf(pixels(older, height), pixels(newer, height));
  const result = { old: scaled(difference.old, height / heightOf(older)), new: scaled(difference.new, height / heightOf(newer)) };
  older.close();
  newer.close();
  return result;
}

/** By row of the comparison's pages. */
export function usePictures(document: string, comparison: Comparison | null, all: boolean): { looks: Looks; wanted: number } {
  const [looks, setLooks] = useState<ReadonlyMap<number, Look>>(new Map());
  const done = useRef(new Set<number>());
  const rows = useMemo(
    () => (comparison?.pages ?? []).flatMap(({ old, new: now, differs }, row) => (old !== null && now !== null && (differs === 'picture' || all) ? [{ row, pages: [old, now] as const }] : [])),
    [comparison, all],
  );
  useEffect(() => {
    if (!comparison) return undefined;
    let over = false;
    void (async () => {
      for (const { row, pages } of rows) {
        if (over) return;
        if (done.current.has(row)) continue;
        const look = await compared(document, [comparison.from, comparison.to], pages).catch(() => 'failed' as const);
        if (over) return;
        done.current.add(row);
        setLooks((before) => new Map(before).set(row, look));
      }
    })();
    return () => {
      over = true;
    };
  }, [rows]);
  const shown = useMemo(() => new Map(rows.flatMap(({ row }) => (looks.has(row) ? [[row, looks.get(row) ?? 'failed'] as const] : []))), [rows, looks]);
  return { looks: shown, wanted: rows.length };
}
