// SPDX-License-Identifier: GPL-3.0-or-later
//
// What changed since the person last read, in the reader: a notice over the top
// of the paper that can be put away, the mark beside a changed page, and how far
// they have read. What is known of it is in news.ts.
import { useEffect, useMemo } from 'preact/hooks';
import { CheckCheck, ChevronsDown, GitCompareArrows, X } from 'lucide-preact';
import { compareAddress } from '../compare/address';
import { fmtNumber, t } from '../i18n';
import { toast, toastProblem } from '../parts/toast';
import { Progress } from './news';
import type { Paper } from './paper';
import './news.css';

/** `latest`: the newest version as far as is known; another one is asked about anew. */
export function useProgress(paper: Paper, document: string, version: number, latest: number | null): Progress {
  const progress = useMemo(() => new Progress(paper, document, version), [paper]);
  useEffect(() => () => progress.stop(), [progress]);
  useEffect(() => {
    if (latest !== null) void progress.load();
  }, [progress, latest]);
  return progress;
}

const markRead = (progress: Progress) => progress.markRead().then(() => toast(t().news.markedRead), toastProblem);

function Acts({ progress }: { progress: Progress }) {
  const w = t().news;
  const since = progress.since.value;
  return (
    <>
      <button type="button" class="button" title={`${w.next} (C)`} onClick={progress.next}>
        <ChevronsDown size={18} aria-hidden="true" />
        {w.next}
      </button>
      {since !== null && progress.comparable && (
        <a class="button" href={compareAddress(progress.document, since, progress.version)}>
          <GitCompareArrows size={18} aria-hidden="true" />
          {w.compareShort}
        </a>
      )}
      <button type="button" class="button" onClick={() => void markRead(progress)}>
        <CheckCheck size={18} aria-hidden="true" />
        {w.markRead}
      </button>
    </>
  );
}

export function NewsNotice({ progress }: { progress: Progress }) {
  const since = progress.since.value;
  const left = progress.changed.value.length;
  if (since === null || left === 0 || progress.hidden.value) return null;
  const w = t().news;
  return (
    <div class="news-notice" role="status">
      <span class="news-words">{progress.readHere.value ? w.left(left) : w.since(left, since)}</span>
      <span class="news-acts">
        <Acts progress={progress} />
      </span>
      <button type="button" class="icon-button" aria-label={w.dismiss} title={w.dismiss} onClick={() => (progress.hidden.value = true)}>
        <X size={20} aria-hidden="true" />
      </button>
    </div>
  );
}

/** Beside a page that changed and was not read: a line, and the word. */
export function ChangedMark({ progress, page }: { progress: Progress; page: number }) {
  if (!progress.marked.value.has(page)) return null;
  return (
    <div class={`changed-mark turned-${progress.paper.turn.value}`}>
      <span>{t().news.mark}</span>
    </div>
  );
}

/** How far the person has read; what may be done about changes too, once the notice is put away. */
export function ReadSoFar({ progress }: { progress: Progress }) {
  const all = progress.paper.count.value;
  if (!progress.known.value || all === 0) return null;
  const w = t().news;
  const seen = progress.seen.value.size;
  const left = progress.changed.value.length;
  const since = progress.since.value;
  return (
    <div class="read-so-far">
      <p>
        <span class="numbers">{seen >= all ? w.allRead : w.progress(fmtNumber(seen), fmtNumber(all))}</span>
        {left > 0 && <span class="news-left">{since === null || progress.readHere.value ? w.left(left) : w.since(left, since)}</span>}
      </p>
      <progress max={all} value={seen} aria-label={w.progress(fmtNumber(seen), fmtNumber(all))} />
      {left > 0 && since !== null && !progress.hidden.value ? null : left > 0 ? (
        <div class="news-acts">
          <Acts progress={progress} />
        </div>
      ) : (
        seen < all && (
          <button type="button" class="button" onClick={() => void markRead(progress)}>
            <CheckCheck size={18} aria-hidden="true" />
            {w.markRead}
          </button>
        )
      )}
    </div>
  );
}
