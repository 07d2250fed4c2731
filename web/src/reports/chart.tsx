// SPDX-License-Identifier: GPL-3.0-or-later
//
// A chart with its table beside it. What draws is fetched when it is needed;
// until then, and where it cannot be had, the table says it all.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { t } from '../i18n';
import { Skeleton } from '../parts/states';
import type { Series } from './draw';

interface ChartProps {
  title: string;
  labels: string[];
  series: Series[];
  stacked?: boolean;
  across?: boolean;
  /** The table. */
  children: ComponentChildren;
}

export function ChartCard({ title, labels, series, stacked = false, across = false, children }: ChartProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [state, setState] = useState<'coming' | 'there' | 'missing'>('coming');
  const key = JSON.stringify([labels, series]);
  useEffect(() => {
    let living = true;
    let end: (() => void) | undefined;
    import('./draw').then(
      ({ draw }) => {
        if (!living || !canvas.current) return;
        end = draw(canvas.current, labels, series, stacked, across);
        setState('there');
      },
      () => living && setState('missing'),
    );
    return () => {
      living = false;
      end?.();
    };
  }, [key, stacked, across]);
  return (
    <section class="card report-card" aria-label={title}>
      <div class="card-head">
        <h2>{title}</h2>
      </div>
      <div class={across ? 'report-beside report-across' : 'report-beside'}>
        {state !== 'missing' && (
          <div class="report-chart" data-state={state} style={across ? { height: `${Math.max(220, 90 + labels.length * 40)}px` } : undefined}>
            {state === 'coming' && <Skeleton lines={5} height={28} />}
            <canvas ref={canvas} role="img" aria-label={t().reports.chartOf(title)} />
          </div>
        )}
        <div class="report-scroll">{children}</div>
      </div>
    </section>
  );
}
