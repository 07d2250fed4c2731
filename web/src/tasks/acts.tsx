// SPDX-License-Identifier: GPL-3.0-or-later
//
// What may be done with a task: one button each for what this person may do
// now; those that need words open a form.
import { useState } from 'preact/hooks';
import { FileText, Plus, X } from 'lucide-preact';
import { api, ask } from '../api';
import { fmtDate, fmtDateTime, t } from '../i18n';
import type { PaperDraft } from '../meeting/draft';
import { PaperPicker } from '../meeting/paper-picker';
import { DateField } from '../parts/date-field';
import { Dialog } from '../parts/dialog';
import { AreaField, Field, Form, TextField } from '../parts/form';
import { OnePrincipal } from '../parts/principals';
import { Notice } from '../parts/states';
import { toast, toastProblem } from '../parts/toast';
import type { Task } from './data';
import { TaskEdit } from './edit';

type Act = keyof ReturnType<typeof t>['tasks']['acts'];
type Paper = Pick<PaperDraft, 'document' | 'version' | 'subject'>;

function Evidence({ paper, onPaper }: { paper: Paper | null; onPaper: (paper: Paper | null) => void }) {
  const [picking, setPicking] = useState(false);
  return (
    <Field name="document_id" label={t().tasks.evidence}>
      {({ id }) => (
        <>
          {paper ? (
            <span class="chip">
              <FileText size={20} aria-hidden="true" />
              {paper.subject}
              <button type="button" class="chip-remove" aria-label={t().common.removeNamed(paper.subject)} onClick={() => onPaper(null)}>
                <X size={18} aria-hidden="true" />
              </button>
            </span>
          ) : (
            <button type="button" id={id} class="button" onClick={() => setPicking(true)}>
              <Plus size={20} aria-hidden="true" />
              {t().tasks.addEvidence}
            </button>
          )}
          {picking && <PaperPicker taken={[]} onPick={onPaper} onClose={() => setPicking(false)} />}
        </>
      )}
    </Field>
  );
}

/** Sends what an act needs; the answer is the task as it is then. */
function send(task: Task, act: Act, words: string, more: { percent: string; until: string; person: string | null; paper: Paper | null }): Promise<Task> {
  const params = { params: { path: { task: task.id } } };
  const evidence = more.paper ? { document_id: more.paper.document, version: more.paper.version } : {};
  switch (act) {
    case 'accept':
      return ask(api.POST('/api/tasks/{task}/accept', params));
    case 'progress':
      return ask(api.POST('/api/tasks/{task}/progress', { ...params, body: { words, percent: Number(more.percent), ...evidence } }));
    case 'report':
      return ask(api.POST('/api/tasks/{task}/report', { ...params, body: { words, ...evidence } }));
    case 'extend':
      return ask(api.POST('/api/tasks/{task}/extension', { ...params, body: { words, until: more.until } }));
    case 'confirm':
      return ask(api.POST('/api/tasks/{task}/confirm', { ...params, body: { words: words || null } }));
    case 'return':
      return ask(api.POST('/api/tasks/{task}/return', { ...params, body: { words } }));
    case 'grant':
      return ask(api.POST('/api/tasks/{task}/extension/grant', { ...params, body: { words: words || null, until: more.until || null } }));
    case 'refuse':
      return ask(api.POST('/api/tasks/{task}/extension/refuse', { ...params, body: { words } }));
    case 'name':
      return ask(api.PUT('/api/tasks/{task}/person', { ...params, body: { person_id: more.person } }));
    case 'chase':
      return ask(api.POST('/api/tasks/{task}/chase', { ...params, body: { words: words || null } }));
    default:
      return ask(api.POST('/api/tasks/{task}/withdraw', { ...params, body: { words } }));
  }
}

const MUST_SAY: ReadonlySet<Act> = new Set(['progress', 'report', 'extend', 'return', 'refuse', 'withdraw']);

function ActForm({ task, act, onTask, onClose }: { task: Task; act: Act; onTask: (task: Task) => void; onClose: () => void }) {
  const w = t().tasks;
  const [words, setWords] = useState('');
  const [percent, setPercent] = useState(String(task.percent));
  const [until, setUntil] = useState(act === 'grant' ? (task.extension?.until ?? '') : '');
  const [person, setPerson] = useState(task.person ? { id: task.person.id, name: task.person.full_name } : null);
  const [paper, setPaper] = useState<Paper | null>(null);
  const submit = async () => {
    onTask(await send(task, act, words.trim(), { percent, until, person: person?.id ?? null, paper }));
    toast(w.done[act]);
    onClose();
  };
  return (
    <Dialog title={w.acts[act]} onClose={onClose}>
      <Form submit={w.acts[act]} onCancel={onClose} onSubmit={submit} danger={act === 'withdraw'}>
        {act === 'progress' && <TextField name="percent" type="number" inputMode="numeric" min={0} max={100} required label={w.percentField} value={percent} onValue={setPercent} />}
        {(act === 'extend' || act === 'grant') && <DateField name="until" label={w.until} required value={until} onValue={setUntil} />}
        {act === 'name' ? (
          <Field name="person_id" label={w.person} hint={w.personHint}>
            {({ id }) => <OnePrincipal id={id} label={w.person} kinds={['person']} value={person} onValue={setPerson} />}
          </Field>
        ) : (
          <AreaField name="words" label={w.words[act as keyof typeof w.words]} required={MUST_SAY.has(act)} rows={4} maxLength={1000} value={words} onValue={setWords} />
        )}
        {(act === 'progress' || act === 'report') && <Evidence paper={paper} onPaper={setPaper} />}
      </Form>
    </Dialog>
  );
}

export function TaskActs({ task, onTask }: { task: Task; onTask: (task: Task) => void }) {
  const w = t().tasks;
  const [open, setOpen] = useState<Act | null>(null);
  const [busy, setBusy] = useState(false);
  const may = new Set(task.may);
  const acts: Act[] = [
    ...(may.has('accept') ? (['accept'] as const) : []),
    ...(may.has('report') ? (['report'] as const) : []),
    ...(may.has('progress') ? (['progress'] as const) : []),
    ...(may.has('confirm') ? (['confirm', 'return'] as const) : []),
    ...(may.has('extend') ? (['extend'] as const) : []),
    ...(may.has('name') ? (['name'] as const) : []),
    ...(may.has('chase') && !task.chase_after ? (['chase'] as const) : []),
    ...(may.has('change') ? (['change', 'withdraw'] as const) : []),
  ];
  const first = may.has('accept') ? 'accept' : may.has('confirm') ? 'confirm' : may.has('report') ? 'report' : null;
  const press = async (act: Act) => {
    if (act !== 'accept') return setOpen(act);
    setBusy(true);
    try {
      onTask(await send(task, act, '', { percent: '0', until: '', person: null, paper: null }));
      toast(w.done.accept);
    } catch (error) {
      toastProblem(error);
    }
    setBusy(false);
  };
  return (
    <>
      {task.extension && (
        <div class="task-asked">
          <Notice kind="warn">
            {[w.asksUntil(task.extension.by?.full_name ?? '', fmtDate(task.extension.until)), task.extension.reason, task.extension.due_off ? w.asksOff : ''].filter(Boolean).join(' · ')}
          </Notice>
          {may.has('decide') && (
            <div class="task-acts">
              <button type="button" class="button primary" onClick={() => setOpen('grant')}>
                {w.acts.grant}
              </button>
              <button type="button" class="button" onClick={() => setOpen('refuse')}>
                {w.acts.refuse}
              </button>
            </div>
          )}
        </div>
      )}
      {acts.length > 0 && (
        <div class="task-acts">
          {acts.map((act) => (
            <button key={act} type="button" class={act === first ? 'button primary' : act === 'withdraw' ? 'button danger' : 'button'} disabled={busy} onClick={() => void press(act)}>
              {w.acts[act]}
            </button>
          ))}
        </div>
      )}
      {may.has('chase') && task.chase_after && <p class="muted">{w.chaseAfter(fmtDateTime(task.chase_after))}</p>}
      {open === 'change' && task.meeting && <TaskEdit meeting={task.meeting.id} task={task} onDone={onTask} onClose={() => setOpen(null)} />}
      {open && open !== 'change' && <ActForm task={task} act={open} onTask={onTask} onClose={() => setOpen(null)} />}
    </>
  );
}
