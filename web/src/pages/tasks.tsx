// SPDX-License-Identifier: GPL-3.0-or-later
//
// The board of tasks (G2): overdue ones first, then what is due soon, under
// way, to be confirmed, done; by unit and by person.
import { useEffect, useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso';
import { X } from 'lucide-preact';
import { api, ask } from '../api';
import { fmtDate, t } from '../i18n';
import { useList, useLoad } from '../parts/load';
import { problemText } from '../parts/problem';
import { Empty, Failure, Notice, Skeleton } from '../parts/states';
import { BoardTables } from '../tasks/board';
import { COLUMNS, useTaskEvents, WHOSE, type Column, type TaskRow } from '../tasks/data';
import { TaskRows } from '../tasks/row';

export default function TasksPage() {
  const { query } = useRoute();
  const { route } = useLocation();
  const w = t().tasks;
  const of = WHOSE.find((one) => one === query['of']);
  const { unit, person } = query;
  const [typed, setTyped] = useState(query['q'] ?? '');
  const q = query['q'] ?? '';
  const base = { ...(of && { of }), ...(q && { q }) };
  const board = useLoad(() => ask(api.GET('/api/tasks/board', { params: { query: base } })), [of, q]);
  // Without a choice: the first column that has something.
  const counts = board.data?.counts;
  const column: Column | undefined = COLUMNS.find((one) => one === query['column']) ?? (counts ? (COLUMNS.find((one) => counts[one] > 0) ?? 'doing') : undefined);
  const list = useList<TaskRow>(
    async (after) =>
      column ? ask(api.GET('/api/tasks', { params: { query: { ...base, column, ...(unit && { unit }), ...(person && { person }), ...(after && { after }) } } })) : { items: [], next: null },
    [of, q, column, unit, person],
  );
  useTaskEvents(() => {
    void board.reload();
    void list.reload();
  });
  const link = (change: Record<string, string | undefined>) => {
    const next = { of, column: query['column'], unit, person, q: q || undefined, ...change };
    const text = new URLSearchParams(Object.entries(next).flatMap(([key, value]) => (value ? [[key, value] as [string, string]] : []))).toString();
    return text ? `/tasks?${text}` : '/tasks';
  };
  useEffect(() => {
    const timer = window.setTimeout(() => typed.trim() !== q && route(link({ q: typed.trim() || undefined }), true), 300);
    return () => window.clearTimeout(timer);
  }, [typed]);
  const only = unit ? board.data?.by_unit.find((one) => one.unit.id === unit)?.unit.name : person ? board.data?.by_person.find((one) => one.person.id === person)?.person.full_name : undefined;
  return (
    <>
      <div class="page-head">
        <div>
          <h1>{w.title}</h1>
          <p class="muted">{w.lead}</p>
        </div>
      </div>
      <div class="task-tools">
        <div class="segments" role="radiogroup" aria-label={w.whoseLabel}>
          {[undefined, ...WHOSE].map((one) => (
            <label key={one ?? 'all'} class="segment">
              <input type="radio" name="of" checked={of === one} onChange={() => route(link({ of: one, column: undefined, unit: undefined, person: undefined }), true)} />
              <span>{w.whose[one ?? 'all']}</span>
            </label>
          ))}
        </div>
        <input class="input" type="search" aria-label={w.search} placeholder={w.search} value={typed} onInput={(e) => setTyped(e.currentTarget.value)} />
      </div>
      <nav class="tabs" aria-label={w.columns}>
        {COLUMNS.map((one) => (
          <a key={one} class="tab task-tab" href={link({ column: one })} aria-current={one === column ? 'page' : undefined}>
            {w.column[one]}
            {counts && <span class={one === 'overdue' && counts[one] > 0 ? 'tag tag-bad numbers' : 'tag tag-grey numbers'}>{counts[one]}</span>}
          </a>
        ))}
      </nav>
      <section class="card">
        {only && (
          <a class="button" href={link({ unit: undefined, person: undefined })}>
            {w.onlyUnit(only)}
            <X size={18} aria-label={w.clear} />
          </a>
        )}
        {column && list.data && board.data ? (
          list.data.items.length === 0 ? (
            <Empty title={w.none[column]} text={w.noneText} />
          ) : (
            <TaskRows items={list.data.items} />
          )
        ) : board.problem || list.problem ? (
          <Failure problem={(board.problem ?? list.problem)!} retry={() => void (board.reload(), list.reload())} />
        ) : (
          <Skeleton lines={5} height={30} />
        )}
        {list.moreProblem && <Notice kind="error">{problemText(list.moreProblem)}</Notice>}
        {list.data?.next && (
          <p class="more">
            <button type="button" class="button" disabled={list.moreBusy} onClick={() => void list.more()}>
              {list.moreBusy ? t().common.loading : t().common.loadMore}
            </button>
          </p>
        )}
        {board.data && column === 'soon' && <p class="muted">{w.soonHint(fmtDate(board.data.soon_until))}</p>}
      </section>
      {board.data && <BoardTables board={board.data} link={(by, id) => link({ unit: undefined, person: undefined, [by]: id })} />}
    </>
  );
}
