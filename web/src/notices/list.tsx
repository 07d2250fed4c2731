// SPDX-License-Identifier: GPL-3.0-or-later
//
// Notices as rows, today's and earlier ones: what happened, of which meeting,
// when; the unread ones stand out by more than colour.
import {
  AlarmClock,
  CalendarClock,
  CalendarPlus,
  CalendarX2,
  FileCheck2,
  FileClock,
  FilePen,
  FilePlus2,
  FileUp,
  ListChecks,
  ListPlus,
  ListX,
  type LucideIcon,
  Undo2,
  UserRoundCheck,
} from 'lucide-preact';
import { civilDate, fmtDateTime, fmtTime, t } from '../i18n';
import { readOne, type Notice } from './data';
import { noticeHref, noticeLines, noticeTitle } from './words';
import './notices.css';

const icons: Record<Notice['kind'], LucideIcon> = {
  invited: CalendarPlus,
  named: CalendarPlus,
  substitute: CalendarPlus,
  uninvited: CalendarX2,
  changed: CalendarClock,
  cancelled: CalendarX2,
  adjourned: CalendarClock,
  sitting_dropped: CalendarX2,
  sitting_tomorrow: AlarmClock,
  item_added: ListPlus,
  papers_added: FilePlus2,
  paper_newer: FilePlus2,
  paper_submitted: FileUp,
  paper_returned: Undo2,
  answered: UserRoundCheck,
  papers_asked: FileClock,
  answer_wanted: AlarmClock,
  meeting_tomorrow: AlarmClock,
  meeting_soon: AlarmClock,
  papers_due: FileClock,
  papers_overdue: FileClock,
  minutes_circulated: FilePen,
  minutes_approved: FileCheck2,
  task_given: ListPlus,
  task_changed: ListChecks,
  task_reported: ListChecks,
  task_returned: Undo2,
  task_confirmed: ListChecks,
  task_withdrawn: ListX,
  task_extension_asked: CalendarClock,
  task_extension_granted: CalendarClock,
  task_extension_refused: CalendarX2,
  task_chased: AlarmClock,
  task_due: AlarmClock,
  task_overdue: AlarmClock,
};

function Row({ notice: n, onTap }: { notice: Notice; onTap: ((notice: Notice) => void) | undefined }) {
  const Icon = icons[n.kind];
  const href = noticeHref(n);
  const tap = () => {
    void readOne(n);
    onTap?.(n);
  };
  const inside = (
    <>
      <span class="told-icon">
        <Icon size={22} aria-hidden="true" />
      </span>
      <span class="told-words">
        <strong>{noticeTitle(n)}</strong>
        {noticeLines(n).map((line) => (
          <small key={line}>{line}</small>
        ))}
      </span>
      <span class="told-when numbers">
        {civilDate(n.created_at) === civilDate() ? fmtTime(n.created_at) : fmtDateTime(n.created_at)}
        {n.read_at ? (
          <span class="told-dot" />
        ) : (
          <span class="told-dot" role="img" aria-label={t().notices.unread}>
            <span />
          </span>
        )}
      </span>
    </>
  );
  return (
    <li>
      {href ? (
        <a class={n.read_at ? 'told' : 'told told-unread'} href={href} onClick={tap}>
          {inside}
        </a>
      ) : (
        <button type="button" class={n.read_at ? 'told' : 'told told-unread'} onClick={tap}>
          {inside}
        </button>
      )}
    </li>
  );
}

export function NoticeRows({ items, onTap }: { items: Notice[]; onTap?: (notice: Notice) => void }) {
  const today = civilDate();
  const groups = [
    { title: t().notices.today, items: items.filter((n) => civilDate(n.created_at) === today) },
    { title: t().notices.earlier, items: items.filter((n) => civilDate(n.created_at) !== today) },
  ];
  return (
    <>
      {groups
        .filter((group) => group.items.length > 0)
        .map((group) => (
          <section key={group.title} class="told-group">
            <h2>{group.title}</h2>
            <ul>
              {group.items.map((n) => (
                <Row key={n.id} notice={n} onTap={onTap} />
              ))}
            </ul>
          </section>
        ))}
    </>
  );
}
