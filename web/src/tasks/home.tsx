// SPDX-License-Identifier: GPL-3.0-or-later
//
// On the home page (H3): tasks I must do, overdue ones first, and those that
// wait for my decision.
import { t } from '../i18n';
import type { TaskRow } from './data';
import { TaskRows } from './row';

function Card({ id, title, items, of }: { id: string; title: string; items: readonly TaskRow[]; of: string }) {
  if (items.length === 0) return null;
  return (
    <section class="card" aria-labelledby={id}>
      <div class="card-head">
        <h2 id={id}>{title}</h2>
        <span class="task-head">
          <span class="tag tag-warm numbers">{items.length}</span>
          <a class="crumb" href={`/tasks?of=${of}`}>
            {t().tasks.homeAll}
          </a>
        </span>
      </div>
      <TaskRows items={items} />
    </section>
  );
}

export function HomeTasks({ todo, decide }: { todo: readonly TaskRow[]; decide: readonly TaskRow[] }) {
  return (
    <>
      <Card id="tasks-todo" title={t().tasks.homeTodo} items={todo} of="mine" />
      <Card id="tasks-decide" title={t().tasks.homeDecide} items={decide} of="given" />
    </>
  );
}
