// SPDX-License-Identifier: GPL-3.0-or-later
//
// People by name, found by words and unit (A2).
import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { Search, UserPlus } from 'lucide-preact';
import { api, ask } from '../api';
import { t } from '../i18n';
import { useList, useLoad } from '../parts/load';
import { PersonState } from '../parts/person-state';
import { initials } from '../parts/person-menu';
import { problemText } from '../parts/problem';
import { Empty, Failure, Notice, Skeleton } from '../parts/states';

export default function PeoplePage() {
  const { query, route } = useLocation();
  const [words, setWords] = useState(query['q'] ?? '');
  const w = t().people;
  const q = query['q'];
  const unit = query['unit'];
  const units = useLoad(() => ask(api.GET('/api/units')), []);
  const go = (change: { q?: string; unit?: string }) => {
    const next = new URLSearchParams();
    for (const [k, v] of Object.entries({ q, unit, ...change })) if (v) next.set(k, v);
    route(`/people${next.size ? `?${next.toString()}` : ''}`, true);
  };
  useEffect(() => {
    if (words.trim() === (q ?? '')) return;
    const timer = window.setTimeout(() => go({ q: words.trim() }), 300);
    return () => window.clearTimeout(timer);
  }, [words]);
  const list = useList((after) => ask(api.GET('/api/people', { params: { query: { limit: 50, ...(q && { q }), ...(unit && { unit }), ...(after && { after }) } } })), [q, unit]);
  return (
    <>
      <div class="page-head">
        <div>
          <h1>{w.title}</h1>
        </div>
        <a class="button primary" href="/people/new">
          <UserPlus size={20} aria-hidden="true" />
          {w.create}
        </a>
      </div>
      <search class="filters">
        <label class="filters-search">
          <Search size={20} aria-hidden="true" />
          <input class="input" type="search" aria-label={w.search} placeholder={w.search} value={words} onInput={(e) => setWords(e.currentTarget.value)} />
        </label>
        <select class="input" aria-label={w.unit} value={unit ?? ''} onChange={(e) => go({ unit: e.currentTarget.value })}>
          <option value="">{w.allUnits}</option>
          {units.data?.items.map((u) => (
            <option key={u.id} value={u.id}>
              {u.name}
            </option>
          ))}
        </select>
      </search>
      <section class="card card-list" aria-busy={list.loading}>
        {!list.data ? (
          list.problem ? (
            <Failure problem={list.problem} retry={() => void list.reload()} />
          ) : (
            <Skeleton lines={8} height={28} />
          )
        ) : list.data.items.length === 0 ? (
          <Empty title={q || unit ? w.noneFound : w.none} />
        ) : (
          <ul class="rows">
            {list.data.items.map((p) => {
              const held = p.positions.filter((x) => !x.to);
              return (
                <li key={p.id}>
                  <a class="row-link" href={`/people/${p.id}`}>
                    <span class="avatar" aria-hidden="true">
                      {initials(p.full_name)}
                    </span>
                    <span class="row-words">
                      <strong>{p.full_name}</strong>
                      <small>{held.length ? held.map((x) => `${x.title}, ${x.unit.name}`).join('; ') : w.noPositions}</small>
                    </span>
                    <span class="row-end">
                      <code>{p.account}</code>
                      {p.state === 'locked' && <PersonState person={p} quiet />}
                    </span>
                  </a>
                </li>
              );
            })}
          </ul>
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
