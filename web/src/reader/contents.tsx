// SPDX-License-Identifier: GPL-3.0-or-later
//
// The panel on the left: how far one has read, and thumbnails or the outline,
// whichever was looked at last.
import { signal } from '@preact/signals';
import { t } from '../i18n';
import type { Progress } from './news';
import { ReadSoFar } from './news-notice';
import { Outline } from './outline';
import type { Paper } from './paper';
import { Thumbnails } from './thumbnails';

const shown = signal<'thumbnails' | 'outline'>('thumbnails');

interface ContentsProps {
  paper: Paper;
  document: string;
  version: number;
  counts: ReadonlyMap<number, number>;
  progress: Progress;
  onGo: (page: number) => void;
}

export function Contents(props: ContentsProps) {
  return (
    <>
      <div class="segments" role="group" aria-label={t().reader.contents}>
        <button type="button" aria-pressed={shown.value === 'thumbnails'} onClick={() => (shown.value = 'thumbnails')}>
          {t().reader.thumbnails}
        </button>
        <button type="button" aria-pressed={shown.value === 'outline'} onClick={() => (shown.value = 'outline')}>
          {t().reader.outline}
        </button>
      </div>
      <ReadSoFar progress={props.progress} />
      {shown.value === 'thumbnails' ? <Thumbnails {...props} /> : <Outline {...props} />}
    </>
  );
}
