// SPDX-License-Identifier: GPL-3.0-or-later
//
// The tasks of one meeting, on its page: what was given, and giving more; and
// the button that makes one of a conclusion.
import { useState } from 'preact/hooks';
import { ListChecks, Plus } from 'lucide-preact';
import { api, ask, type Schemas } from '../api';
import { t } from '../i18n';
import type { Meeting } from '../meeting/data';
import { useLoad } from '../parts/load';
import { useTaskEvents } from './data';
import { TaskEdit } from './edit';
import { TaskRows } from './row';

const BEGUN: ReadonlySet<Meeting['state']> = new Set(['in_progress', 'paused', 'ended', 'closed']);
export const mayGive = (meeting: Meeting) => BEGUN.has(meeting.state) && (meeting.my_role === 'chair' || meeting.my_role === 'secretary');
const restrictedOf = (meeting: Meeting) => new Set(meeting.agenda.filter((item) => item.restricted).map((item) => item.id));

/** Makes a task of a stated conclusion. */
export function GiveFromConclusion({ meeting, conclusion }: { meeting: Meeting; conclusion: Schemas['Conclusion'] }) {
  const [open, setOpen] = useState(false);
  const w = t().tasks;
  if (!mayGive(meeting) || conclusion.draft) return null;
  return (
    <>
      <button type="button" class="icon-button" aria-label={w.giveFrom(conclusion.text.slice(0, 60))} title={w.give} onClick={() => setOpen(true)}>
        <ListChecks size={20} aria-hidden="true" />
      </button>
      {open && <TaskEdit meeting={meeting.id} task={null} conclusion={conclusion} restricted={restrictedOf(meeting)} onDone={() => undefined} onClose={() => setOpen(false)} />}
    </>
  );
}

export function MeetingTasks({ meeting }: { meeting: Meeting }) {
  const w = t().tasks;
  const [open, setOpen] = useState(false);
  const begun = BEGUN.has(meeting.state);
  const list = useLoad(async () => (begun ? await ask(api.GET('/api/tasks', { params: { query: { meeting: meeting.id, limit: 200 } } })) : { items: [], next: null }), [meeting.id, begun]);
  useTaskEvents(() => void list.reload());
  const gives = mayGive(meeting);
  if (!begun || !list.data || (list.data.items.length === 0 && !gives)) return null;
  return (
    <section class="card task-meeting" aria-label={w.ofMeeting}>
      <div class="card-head">
        <h2>{w.ofMeeting}</h2>
        {gives && (
          <button type="button" class="button" onClick={() => setOpen(true)}>
            <Plus size={20} aria-hidden="true" />
            {w.give}
          </button>
        )}
      </div>
      {list.data.items.length === 0 ? <p class="muted">{w.ofMeetingNone}</p> : <TaskRows items={list.data.items} />}
      {open && <TaskEdit meeting={meeting.id} task={null} restricted={restrictedOf(meeting)} onDone={() => void list.reload()} onClose={() => setOpen(false)} />}
    </section>
  );
}
