// SPDX-License-Identifier: GPL-3.0-or-later
//
// The documents one may see, newest first: found by words, type and direction,
// whose they are and whether one has read them.
// The conditions stand in the address, so that going back keeps them.
import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { FilePlus2, Search } from 'lucide-preact';
import { api, ask } from '../api';
import { entryName, useCatalogue } from '../catalogue';
import { t } from '../i18n';
import { DocumentTable } from '../parts/document-table';
import { useList } from '../parts/load';
import { problemText } from '../parts/problem';
import { Empty, Failure, Notice, Skeleton } from '../parts/states';

type Direction = 'incoming' | 'outgoing' | 'internal';

export default function DocumentsPage() {
  const { query, route } = useLocation();
  const w = t().documents;
  const types = useCatalogue('document-type');
  const [words, setWords] = useState(query['q'] ?? '');
  const filters = { q: query['q'], type: query['type'], direction: query['direction'] as Direction | undefined, mine: query['mine'] as 'true' | undefined, unread: query['unread'] as 'true' | undefined };
  const go = (change: Record<string, string>) => {
    const next = new URLSearchParams();
    for (const [k, v] of Object.entries({ ...filters, ...change })) if (v) next.set(k, v);
    route(`/documents${next.size ? `?${next.toString()}` : ''}`, true);
  };
  useEffect(() => {
    if (words.trim() === (filters.q ?? '')) return;
    const timer = window.setTimeout(() => go({ q: words.trim() }), 300);
    return () => window.clearTimeout(timer);
  }, [words]);
  const list = useList(
    (after) => {
      const asked = Object.fromEntries(Object.entries({ ...filters, after }).filter(([, v]) => v));
      return ask(api.GET('/api/documents', { params: { query: { ...asked, limit: 50 } } }));
    },
    [filters.q, filters.type, filters.direction, filters.mine, filters.unread],
  );
  const filtered = Boolean(filters.q || filters.type || filters.direction || filters.mine || filters.unread);
  return (
    <>
      <div class="page-head">
        <div>
          <h1>{w.title}</h1>
        </div>
        <a class="button primary" href="/documents/new">
          <FilePlus2 size={20} aria-hidden="true" />
          {w.create}
        </a>
      </div>
      <search class="filters filters-many">
        <label class="filters-search">
          <Search size={20} aria-hidden="true" />
          <input class="input" type="search" aria-label={w.searchLabel} placeholder={w.searchLabel} value={words} onInput={(e) => setWords(e.currentTarget.value)} />
        </label>
        <select class="input" aria-label={w.type} value={filters.type ?? ''} onChange={(e) => go({ type: e.currentTarget.value })}>
          <option value="">{w.allTypes}</option>
          {types.map((e) => (
            <option key={e.id} value={e.code ?? ''}>
              {entryName(e)}
            </option>
          ))}
        </select>
        <select class="input" aria-label={w.direction} value={filters.direction ?? ''} onChange={(e) => go({ direction: e.currentTarget.value })}>
          <option value="">{w.allDirections}</option>
          <option value="incoming">{w.incoming}</option>
          <option value="outgoing">{w.outgoing}</option>
          <option value="internal">{w.internal}</option>
        </select>
        <label class="check">
          <input type="checkbox" checked={filters.mine === 'true'} onChange={(e) => go({ mine: e.currentTarget.checked ? 'true' : '' })} />
          {w.mine}
        </label>
        <label class="check">
          <input type="checkbox" checked={filters.unread === 'true'} onChange={(e) => go({ unread: e.currentTarget.checked ? 'true' : '' })} />
          {t().news.unread}
        </label>
      </search>
      <section class="card card-list" aria-busy={list.loading}>
        {list.data ? (
          list.data.items.length ? (
            <DocumentTable rows={list.data.items} />
          ) : filtered ? (
            <Empty title={w.noneFound}>
              <button
                type="button"
                class="button"
                onClick={() => {
                  setWords('');
                  go({ q: '', type: '', direction: '', mine: '', unread: '' });
                }}
              >
                {w.clearFilters}
              </button>
            </Empty>
          ) : (
            <Empty title={w.none} text={w.noneText}>
              <a class="button primary" href="/documents/new">
                {w.create}
              </a>
            </Empty>
          )
        ) : list.problem ? (
          <Failure problem={list.problem} retry={() => void list.reload()} />
        ) : (
          <Skeleton lines={8} height={28} />
        )}
        {list.moreProblem && <Notice kind="error">{problemText(list.moreProblem)}</Notice>}
        {list.data?.next && (
          <p class="more">
            <button type="button" class="button" disabled={list.moreBusy} onClick={() => void list.more()}>
              {list.moreBusy ? t().common.loading : t().common.loadMore}
            </button>
          </p>
        )}
      </section>
    </>
  );
}
