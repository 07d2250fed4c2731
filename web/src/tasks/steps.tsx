// SPDX-License-Identifier: GPL-3.0-or-later
//
// All that became of a task, newest first: who did what and when, with what
// words, and of every change what was before (rule 35).
import { FileText } from 'lucide-preact';
import { fmtDate, fmtDateTime, t } from '../i18n';
import type { Step, Task } from './data';

type Facts = NonNullable<Step['before']>;
type FieldName = Facts['fields'][number];

function valueOf(facts: Facts | null, field: FieldName): string {
  const none = t().tasks.nothing;
  if (!facts) return none;
  switch (field) {
    case 'title':
      return facts.title ?? none;
    case 'lead_unit_id':
      return facts.lead_unit?.name ?? none;
    case 'person_id':
      return facts.person?.full_name ?? t().tasks.wholeUnit;
    case 'due_on':
      return fmtDate(facts.due_on) || none;
    case 'support_unit_ids':
      return facts.supports.map((unit) => unit.name).join(', ') || none;
    default:
      return t().tasks.changed;
  }
}

function Changes({ step }: { step: Step }) {
  const w = t().tasks;
  if (!step.before) return null;
  if (step.kind === 'extension_asked') return <p class="task-words">{w.wished(fmtDate(step.after?.due_on))}</p>;
  if (step.kind === 'extension_refused') return null;
  return (
    <ul class="task-changes">
      {step.before.fields.map((field) => (
        <li key={field}>
          {w.field[field]}: {field === 'description' || field === 'conclusion_id' ? w.changed : w.changedFrom(valueOf(step.before, field), valueOf(step.after, field))}
        </li>
      ))}
    </ul>
  );
}

export function Steps({ task }: { task: Task }) {
  const w = t().tasks;
  return (
    <ol class="task-steps">
      {[...task.steps].reverse().map((step) => (
        <li key={step.id} class={`task-step task-step-${step.kind}`}>
          <p class="task-step-head">
            <strong>{w.step[step.kind]}</strong>
            {step.percent !== null && <span class="tag numbers">{w.percent(step.percent)}</span>}
          </p>
          <small class="muted numbers">{[step.person?.full_name, fmtDateTime(step.at)].filter(Boolean).join(' · ')}</small>
          {step.words && <p class="task-words">{step.words}</p>}
          <Changes step={step} />
          {step.document && (
            <a class="task-file" href={`/documents/${step.document.document_id}/read/${step.document.version}`}>
              <FileText size={18} aria-hidden="true" />
              {step.document.subject} <small class="muted numbers">{t().meeting.version(step.document.version)}</small>
            </a>
          )}
        </li>
      ))}
    </ol>
  );
}
