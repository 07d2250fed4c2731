// SPDX-License-Identifier: GPL-3.0-or-later
//
// Adjourning to another day: the chair says when the meeting goes on, and sees
// who and which room is taken then. Telling everybody is the server's.
import { useState } from 'preact/hooks';
import { CalendarClock } from 'lucide-preact';
import { api, ask, asProblem, Problem } from '../api';
import { serverNow } from '../events/follow';
import { civilDate, fmtDateTime, fmtTime, t } from '../i18n';
import { DateField } from '../parts/date-field';
import { Dialog } from '../parts/dialog';
import { AreaField, Form } from '../parts/form';
import { TimeField } from '../parts/time-field';
import { toast } from '../parts/toast';
import type { Meeting } from '../meeting/data';
import { factsOf, inviteesOf, momentOf } from '../meeting/draft';
import { PersonTaken, RoomTaken, useTaken } from '../meeting/taken';

const DAY_MS = 86_400_000;

/** The next day that is no weekend. */
function usual(meeting: Meeting): string {
  const at = new Date(serverNow() + DAY_MS);
  while ([0, 6].includes(new Date(`${civilDate(at)}T00:00:00Z`).getUTCDay())) at.setTime(at.getTime() + DAY_MS);
  return meeting.resumes_at ? civilDate(meeting.resumes_at) : civilDate(at);
}

/** What keeps the meeting from being adjourned, in words of its own. */
export function restProblem(error: unknown): Problem {
  const problem = asProblem(error);
  if (problem.slug !== 'conflict') return problem;
  const slug = problem.field === 'speech' ? 'somebody-speaks' : problem.field === 'vote' ? 'vote-is-open' : problem.field === 'resumes_at' ? 'room-taken' : problem.slug;
  return new Problem(slug, problem.status, problem.field);
}

interface AdjournProps {
  meeting: Meeting;
  onMeeting: (meeting: Meeting) => void;
  onClose: () => void;
}

export function AdjournDialog({ meeting, onMeeting, onClose }: AdjournProps) {
  const words = t().steering;
  const [day, setDay] = useState(usual(meeting));
  const [from, setFrom] = useState(fmtTime(meeting.resumes_at ?? meeting.starts_at));
  const [until, setUntil] = useState(fmtTime(meeting.resumes_until ?? (meeting.resumes_at ? null : meeting.ends_at)));
  const [reason, setReason] = useState('');
  const invitees = inviteesOf(meeting);
  const taken = useTaken({ ...factsOf(meeting), day, from, to: until }, invitees, meeting);
  const send = async () => {
    const at = momentOf(day, from);
    if (!at) return;
    const ends = until ? momentOf(day, until) : null;
    const body = { resumes_at: at, ...(ends && { resumes_until: ends }), ...(reason.trim() && { reason: reason.trim() }) };
    const done = await ask(api.POST('/api/meetings/{meeting}/adjourn', { params: { path: { meeting: meeting.id } }, body })).catch((error: unknown) => {
      throw restProblem(error);
    });
    onMeeting(done);
    toast(words.told(fmtDateTime(at)));
    onClose();
  };
  const people = [...invitees.filter((one) => one.kind === 'person'), ...[...taken.sent.values()].flat()];
  return (
    <Dialog title={meeting.resumes_at ? words.adjournMove : words.adjournTitle} onClose={onClose}>
      <Form submit={words.submit} onSubmit={send} onCancel={onClose} class="adjourn">
        <p class="muted">{words.adjournText}</p>
        <DateField name="day" label={words.day} required value={day} onValue={setDay} />
        <div class="adjourn-times">
          <TimeField name="resumes_at" label={words.from} required value={from} onValue={setFrom} />
          <TimeField name="resumes_until" label={words.until} value={until} onValue={setUntil} />
        </div>
        <RoomTaken taken={taken} name={meeting.room_name ?? ''} seats={null} />
        {people.map((person) => (
          <PersonTaken key={person.id} taken={taken} person={person} />
        ))}
        <AreaField name="reason" label={words.reason} maxLength={500} value={reason} onValue={setReason} />
      </Form>
    </Dialog>
  );
}

/** In the chair's bar. */
export function AdjournButton({ meeting, onMeeting }: Omit<AdjournProps, 'onClose'>) {
  const [open, setOpen] = useState(false);
  const words = t().steering;
  if (!meeting.may.end) return null;
  return (
    <>
      <button type="button" class="steer-act" aria-label={`${words.adjournShort}: ${words.adjourn}`} onClick={() => setOpen(true)}>
        <CalendarClock size={24} aria-hidden="true" />
        <span>{words.adjournShort}</span>
      </button>
      {open && <AdjournDialog {...{ meeting, onMeeting }} onClose={() => setOpen(false)} />}
    </>
  );
}
