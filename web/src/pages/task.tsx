// SPDX-License-Identifier: GPL-3.0-or-later
//
// One task: what is to be done by whom until when, where it comes from, what
// may be done now, and all that became of it (rule 35).
import { useEffect } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import { ChevronLeft } from 'lucide-preact';
import { fmtDate, t } from '../i18n';
import { Fact, Facts } from '../parts/facts';
import { Failure, Notice, Skeleton } from '../parts/states';
import { TaskActs } from '../tasks/acts';
import { useTask, type Task } from '../tasks/data';
import { Progress, TaskTag } from '../tasks/row';
import { Steps } from '../tasks/steps';

/** Back to where it comes from, as far as this person may see it. */
function Source({ task }: { task: Task }) {
  const w = t().tasks;
  if (!task.meeting) return <p class="muted">{w.noSource}</p>;
  return (
    <div class="task-source">
      <p>
        <a href={`/meetings/${task.meeting.id}`}>{task.meeting.title}</a>
      </p>
      {task.item && <p class="muted">{[task.item.number && `${task.item.number}.`, task.item.title].filter(Boolean).join(' ')}</p>}
      {task.conclusion && <p class="task-words">{task.conclusion.text}</p>}
    </div>
  );
}

function Body({ task, onTask }: { task: Task; onTask: (task: Task) => void }) {
  const w = t().tasks;
  return (
    <div class="columns columns-side">
      <div>
        <section class="card task-main">
          <div class="tags">
            <TaskTag task={task} />
            {task.state === 'assigned' && <span class="tag tag-grey">{w.state.assigned}</span>}
          </div>
          <Progress percent={task.percent} />
          {task.description && <p class="task-words">{task.description}</p>}
          {task.due_off && task.state !== 'done' && <Notice kind="warn">{w.dueOff}</Notice>}
          <TaskActs task={task} onTask={onTask} />
        </section>
        <section class="card" aria-label={w.timeline}>
          <div class="card-head">
            <h2>{w.timeline}</h2>
          </div>
          <Steps task={task} />
        </section>
      </div>
      <div>
        <section class="card">
          <div class="card-head">
            <h2>{w.facts}</h2>
          </div>
          <Facts>
            <Fact label={w.dueOn} value={fmtDate(task.due_on)} wide />
            <Fact label={w.leadUnit} value={task.lead_unit?.name} wide />
            <Fact label={w.person} value={task.person?.full_name ?? w.wholeUnit} wide />
            <Fact label={w.supports} value={task.supports.map((unit) => unit.name).join(', ')} wide />
            <Fact label={w.author} value={task.author?.full_name} wide />
          </Facts>
        </section>
        <section class="card" aria-label={w.source}>
          <div class="card-head">
            <h2>{w.source}</h2>
          </div>
          <Source task={task} />
        </section>
      </div>
    </div>
  );
}

export default function TaskPage() {
  const { params } = useRoute();
  const { data, problem, reload, set } = useTask(params['id'] ?? '');
  const title = data?.title;
  useEffect(() => {
    if (title) document.title = `${title} · ${t().shell.product}`;
  }, [title]);
  return (
    <>
      <div class="page-head">
        <div>
          <a class="crumb" href="/tasks">
            <ChevronLeft size={18} aria-hidden="true" />
            {t().tasks.title}
          </a>
          <h1>{title ?? t().tasks.title}</h1>
        </div>
      </div>
      {data ? <Body task={data} onTask={set} /> : <section class="card">{problem ? <Failure problem={problem} retry={() => void reload()} /> : <Skeleton lines={7} height={28} />}</section>}
    </>
  );
}
