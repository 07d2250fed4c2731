// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is new to the person of a document (C6): a quiet tag where documents are
// listed, and on its own page which pages changed since they last read it. The
// comparing itself is the server's, and the page for it compare/.
import { BookCheck, CheckCheck, GitCompareArrows } from 'lucide-preact';
import type { Schemas } from '../api';
import { compareAddress } from '../compare/address';
import { fmtNumber, t } from '../i18n';
import { allRead, markRead, newsAsk, rangesOf, rangeText, type News } from '../reader/news';
import { useLoad } from './load';
import { Failure, Skeleton } from './states';
import { toast, toastProblem } from './toast';

/** Rows of pages that are linked one by one; the rest is counted. */
const MOST_LINKS = 24;

export function NewsTag({ news }: { news: Schemas['Document']['news'] }) {
  if (!news) return null;
  return <span class={`tag news-tag news-tag-${news}`}>{t().news[news]}</span>;
}

function ChangedPages({ document, news }: { document: string; news: News }) {
  const w = t().news;
  const ranges = rangesOf(news.changed_pages);
  const left = ranges.slice(MOST_LINKS).reduce((sum, [from, to]) => sum + to - from + 1, 0);
  return (
    <ul class="changed-pages">
      {ranges.slice(0, MOST_LINKS).map((range) => (
        <li key={range[0]}>
          <a class="changed-page numbers" href={`/documents/${document}/read/${news.newest_version}?page=${range[0]}`} aria-label={w.pageLink(rangeText(range))}>
            {rangeText(range)}
          </a>
        </li>
      ))}
      {left > 0 && <li class="muted">{w.morePages(left)}</li>}
    </ul>
  );
}

function Told({ document: d, news, onRead }: { document: Schemas['Document']; news: News; onRead: () => void }) {
  const w = t().news;
  const { last_version: last, newest_version: newest, changed_pages: changed } = news;
  const all = d.pages ?? 0;
  const seen = news.seen_pages.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  if (last === null || newest === null) return null;
  const behind = last < newest;
  if (!behind && seen >= all) {
    return (
      <p class="all-read">
        <BookCheck size={20} aria-hidden="true" />
        {w.youRead(newest)} {all > 0 && w.allRead}
      </p>
    );
  }
  const progress = w.progress(fmtNumber(seen), fmtNumber(all));
  return (
    <>
      {!behind ? null : all === 0 ? (
        <p>
          {w.youRead(last)} {w.noPages(newest)}
        </p>
      ) : changed.length > 0 ? (
        <>
          <p>
            {w.youRead(last)} {w.changedPages(newest, changed.length)}
          </p>
          <ChangedPages document={d.id} news={news} />
        </>
      ) : (
        <p>
          {w.youRead(last)} {w.noneLeft(newest)}
        </p>
      )}
      {all > 0 && seen > 0 && (
        <div class="news-progress">
          <small class="numbers">{progress}</small>
          <progress max={all} value={seen} aria-label={progress} />
        </div>
      )}
      <div class="news-card-acts">
        {news.comparable && (
          <a class="button" href={compareAddress(d.id, last, newest)}>
            <GitCompareArrows size={18} aria-hidden="true" />
            {w.compare}
          </a>
        )}
        <button type="button" class="button" onClick={onRead}>
          <CheckCheck size={18} aria-hidden="true" />
          {w.markRead}
        </button>
      </div>
    </>
  );
}

/** Nothing for one who has never opened it: the tag says so. */
export function DocumentNews({ document: d, onRead }: { document: Schemas['Document']; onRead: () => void }) {
  const opened = d.reading !== null && d.latest_version > 0;
  const news = useLoad(() => (opened ? newsAsk(d.id) : Promise.resolve(null)), [d.id, d.latest_version, opened]);
  if (!opened || (!news.loading && !news.problem && !news.data)) return null;
  const w = t().news;
  const read = async () => {
    try {
      const how = await markRead(d.id, d.latest_version, d.reading?.version === d.latest_version ? d.reading.page : 1);
      toast(w.markedRead);
      if (how === 'waits') return news.data && news.set(allRead(news.data, d.latest_version, d.pages ?? 0));
      await news.reload();
      onRead();
    } catch (error) {
      toastProblem(error);
    }
  };
  return (
    <section class="card news-card" aria-labelledby="news">
      <div class="card-head">
        <h2 id="news">{w.title}</h2>
      </div>
      {news.data ? (
        <Told document={d} news={news.data} onRead={() => void read()} />
      ) : news.problem ? (
        <Failure problem={news.problem} retry={() => void news.reload()} />
      ) : (
        <>
          {d.news === 'changed' && <p class="muted">{w.comparing}</p>}
          <Skeleton lines={2} height={24} />
        </>
      )}
    </section>
  );
}
