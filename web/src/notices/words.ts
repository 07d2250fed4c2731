// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a notice says and where it leads, out of its facts.
import { fmtDate, fmtDateTime, t } from '../i18n';
import type { Notice } from './data';

export function noticeTitle(n: Notice): string {
  const w = t().notices;
  const item = n.item ? [n.item.number, n.item.title].filter(Boolean).join('. ') : '';
  const subject = n.paper?.subject ?? item;
  const by = n.by?.full_name ?? '';
  switch (n.kind) {
    case 'invited':
      return n.unit ? w.invitedUnit(n.unit.name) : w.invited;
    case 'named':
      return w.named(n.unit?.name ?? null);
    case 'substitute':
      return w.substitute(by || null);
    case 'uninvited':
      return w.uninvited;
    case 'changed':
      return n.changed
        .map((what) => (what === 'time' ? w.changedTime(fmtDateTime(n.started_before), fmtDateTime(n.starts_at)) : what === 'place' ? w.changedPlace(n.place) : w.changedOnline))
        .join('. ');
    case 'cancelled':
      return w.cancelled;
    case 'adjourned':
      return w.adjourned(fmtDateTime(n.starts_at));
    case 'sitting_dropped':
      return w.sittingDropped;
    case 'sitting_tomorrow':
      return w.sittingTomorrow;
    case 'minutes_circulated':
      return w.minutesCirculated;
    case 'minutes_approved':
      return n.reason ? w.minutesCorrected : w.minutesApproved;
    case 'item_added':
      return w.itemAdded(n.count, item);
    case 'papers_added':
      return w.papersAdded(n.count, subject);
    case 'paper_newer':
      return w.paperNewer(n.count, subject);
    case 'paper_submitted':
      return w.paperSubmitted(n.count, subject);
    case 'paper_returned':
      return w.paperReturned(subject);
    case 'answered':
      return n.answer === 'declined' ? w.declined(by) : n.answer === 'substituted' ? w.substituted(by, n.substitute?.full_name ?? '') : w.confirmed(by);
    case 'papers_asked':
      return w.papersAsked(n.count, item);
    case 'answer_wanted':
      return n.unit ? w.nameWanted(n.unit.name) : w.answerWanted;
    case 'meeting_tomorrow':
      return w.tomorrow;
    case 'meeting_soon':
      return w.soon;
    case 'papers_due':
      return w.papersDue(item);
    case 'papers_overdue':
      return w.papersOverdue(item);
    default: // of a task
      return t().tasks.notices[n.kind];
  }
}

/** The lines below the title. */
export function noticeLines(n: Notice): string[] {
  const w = t().notices;
  const due = !n.due_at ? [] : n.kind === 'minutes_circulated' ? [w.commentsUntil(fmtDateTime(n.due_at))] : ['papers_asked', 'papers_due', 'papers_overdue'].includes(n.kind) ? [w.due(fmtDateTime(n.due_at))] : [];
  if (n.task) {
    const until = n.task.until ? [t().tasks.due(fmtDate(n.task.until))] : [];
    return [t().tasks.noticeTask(n.task.title, fmtDate(n.task.due_on)), ...(n.kind.startsWith('task_extension') ? until : []), ...(n.reason ? [n.reason] : [])];
  }
  return [w.ofMeeting(n.meeting_title, fmtDateTime(n.starts_at)), ...due, ...(n.reason ? [w.reason(n.reason)] : [])];
}

/** Null: there is nothing one may open any more. */
export function noticeHref(n: Notice): string | null {
  if (n.task) return `/tasks/${n.task.id}`;
  if (!n.meeting_id) return null;
  if (['papers_added', 'paper_newer'].includes(n.kind) && n.count === 1 && n.paper) return `/documents/${n.paper.document_id}/read/${n.paper.version}`;
  if (!n.meeting_seen || ['papers_asked', 'papers_due', 'paper_returned'].includes(n.kind)) return '/paper-requests';
  return `/meetings/${n.meeting_id}${n.kind.startsWith('minutes_') ? '/minutes' : ''}`;
}
