// SPDX-License-Identifier: GPL-3.0-or-later
//
// A task as a row: what, who, by when, how far. Its state has a word besides
// its colour.
import { fmtDate, t } from '../i18n';
import type { Column, TaskRow } from './data';
import './tasks.css';

const colour: Record<Column, string> = { overdue: 'tag tag-bad', soon: 'tag tag-warm', doing: 'tag', waiting: 'tag tag-warm', done: 'tag tag-good' };

export function TaskTag({ task }: { task: TaskRow }) {
  const w = t().tasks;
  if (task.state === 'withdrawn') return <span class="tag tag-grey">{w.state.withdrawn}</span>;
  return <span class={colour[task.column]}>{task.days_over > 0 ? w.daysOver(task.days_over) : w.column[task.column]}</span>;
}

export function Progress({ percent }: { percent: number }) {
  return (
    <span class="task-progress">
      <progress max={100} value={percent} aria-label={t().tasks.progressNow} />
      <span class="numbers">{t().tasks.percent(percent)}</span>
    </span>
  );
}

export function TaskRows({ items }: { items: readonly TaskRow[] }) {
  const w = t().tasks;
  return (
    <ul class="rows task-rows">
      {items.map((task) => (
        <li key={task.id}>
          <a class="task-row" href={`/tasks/${task.id}`}>
            <span class="row-words">
              <strong>{task.title}</strong>
              <small>{[task.lead_unit?.name, task.person?.full_name ?? null].filter(Boolean).join(' · ')}</small>
            </span>
            <span class="task-when">
              <span class="tags">
                <TaskTag task={task} />
                {task.extension_asked && <span class="tag tag-warm">{w.extensionAsked}</span>}
              </span>
              <small class="numbers">{task.done_on ? w.doneOn(fmtDate(task.done_on), task.late) : w.due(fmtDate(task.due_on))}</small>
            </span>
            <Progress percent={task.percent} />
          </a>
        </li>
      ))}
    </ul>
  );
}
