// SPDX-License-Identifier: GPL-3.0-or-later
//
// "What must I do now" (H3): the running meeting before everything, then what
// is on today, what is to be read, what comes. It follows the person's events.
import { useEffect, useRef } from 'preact/hooks';
import { BookOpen, CalendarDays, FileCheck, FileUp, MailQuestion } from 'lucide-preact';
import { api, ask, type Schemas } from '../api';
import { follow } from '../events';
import { fmtDateTime, fmtDay, t } from '../i18n';
import { NewsTag } from '../parts/document-news';
import { useLoad } from '../parts/load';
import { MeetingRowCard, RunningCard } from '../parts/meeting-row';
import { Empty, Failure, Skeleton } from '../parts/states';
import { HomeProposals } from '../proposals/waiting';
import { session } from '../session';
import { HomeTasks } from '../tasks/home';

type Home = Schemas['Home'];

function ToRead({ paper }: { paper: Home['to_read'][number] }) {
  const w = t().home;
  const started = paper.read_page !== null && paper.pages !== null;
  return (
    <li>
      <a class="row-link" href={`/documents/${paper.document_id}/read/${paper.version}${paper.read_page ? `?page=${paper.read_page}` : ''}`}>
        <span class="row-icon">
          <BookOpen size={20} aria-hidden="true" />
        </span>
        <span class="row-words">
          <strong>{paper.subject}</strong>
          <span class="row-progress">
            <small class="row-facts">
              <NewsTag news={paper.news} />
              {started ? w.readTo(paper.read_page ?? 1, paper.pages ?? 1) : [paper.type_name, !paper.news && w.unread, paper.pages && t().common.pages(paper.pages)].filter(Boolean).join(' · ')}
            </small>
            {started && <progress max={paper.pages ?? 1} value={paper.read_page ?? 0} aria-label={w.readTo(paper.read_page ?? 1, paper.pages ?? 1)} />}
          </span>
        </span>
        <span class="row-do">{started ? w.readOn : w.read}</span>
      </a>
    </li>
  );
}

function ToAnswer({ items }: { items: Home['to_answer'] }) {
  const w = t().answer;
  if (items.length === 0) return null;
  return (
    <section class="card" aria-labelledby="to-answer">
      <div class="card-head">
        <h2 id="to-answer">{w.todo}</h2>
        <span class="tag tag-warm numbers">{items.length}</span>
      </div>
      <ul class="rows">
        {items.map((one) => (
          <li key={`${one.meeting_id}/${one.unit?.id ?? ''}`}>
            <a class="row-link" href={`/meetings/${one.meeting_id}`}>
              <span class="row-icon">
                <MailQuestion size={20} aria-hidden="true" />
              </span>
              <span class="row-words">
                <strong>{one.title}</strong>
                <small>{[fmtDateTime(one.starts_at), one.unit ? w.todoName(one.unit.name) : w.todoAnswer].join(' · ')}</small>
              </span>
              <span class="row-do">{w.todoGo}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Papers that wait for my word, and papers that my unit is asked for. */
function PaperWork({ home }: { home: Home }) {
  const w = t().papers;
  const asked = home.to_prepare.filter((one) => one.papers.length === 0 || one.papers.some((paper) => paper.state === 'returned'));
  if (asked.length + home.to_approve.length === 0) return null;
  const row = (key: string, href: string, Icon: typeof FileUp, title: string, text: string, act: string) => (
    <li key={key}>
      <a class="row-link" href={href}>
        <span class="row-icon">
          <Icon size={20} aria-hidden="true" />
        </span>
        <span class="row-words">
          <strong>{title}</strong>
          <small>{text}</small>
        </span>
        <span class="row-do">{act}</span>
      </a>
    </li>
  );
  return (
    <section class="card" aria-labelledby="paper-work">
      <div class="card-head">
        <h2 id="paper-work">{asked.length > 0 ? w.title : w.toApprove}</h2>
        <span class="tag tag-warm numbers">{asked.length + home.to_approve.length}</span>
      </div>
      <ul class="rows">
        {home.to_approve.map((one) => row(one.meeting_id, `/meetings/${one.meeting_id}`, FileCheck, one.title, `${w.waiting(one.papers)} · ${fmtDateTime(one.starts_at)}`, w.decide))}
        {asked.map((one) => {
          const returned = one.papers.find((paper) => paper.state === 'returned');
          const text = [returned ? w.returnedWhy(returned.reason ?? '') : one.meeting_title, w.due(fmtDateTime(one.due_at)), one.overdue ? w.overdue : null];
          return row(one.item_id, '/paper-requests', FileUp, one.title, text.filter(Boolean).join(' · '), w.prepare);
        })}
      </ul>
    </section>
  );
}

/** Papers of one meeting stand together, in the order the server gives. */
function byMeeting(papers: Home['to_read']) {
  const groups = new Map<string, Home['to_read']>();
  for (const paper of papers) {
    const group = groups.get(paper.meeting_id ?? '');
    if (group) group.push(paper);
    else groups.set(paper.meeting_id ?? '', [paper]);
  }
  return [...groups];
}

function Body({ home }: { home: Home }) {
  const w = t().home;
  return (
    <>
      {home.running.map((m) => (
        <RunningCard key={m.id} meeting={m} />
      ))}
      <ToAnswer items={home.to_answer} />
      <HomeTasks todo={home.tasks_to_do} decide={home.tasks_to_decide} />
      <PaperWork home={home} />
      <HomeProposals />
      <div class="columns home-columns">
        <section class="card" aria-labelledby="today">
          <div class="card-head">
            <h2 id="today">{w.today}</h2>
          </div>
          {home.today.length === 0 ? (
            <p class="muted">{home.running.length ? w.noneToday : w.noneAtAll}</p>
          ) : (
            <ul class="rows">
              {home.today.map((m) => (
                <MeetingRowCard key={m.id} meeting={m} timeOnly />
              ))}
            </ul>
          )}
        </section>
        <section class="card" aria-labelledby="upcoming">
          <div class="card-head">
            <h2 id="upcoming">{w.upcoming}</h2>
            <a class="crumb" href="/meetings">
              {w.allMeetings}
            </a>
          </div>
          {home.upcoming.length === 0 ? (
            <p class="muted">{w.noneUpcoming}</p>
          ) : (
            <ul class="rows">
              {home.upcoming.map((m) => (
                <MeetingRowCard key={m.id} meeting={m} />
              ))}
            </ul>
          )}
        </section>
      </div>
      <section class="card" aria-labelledby="to-read">
        <div class="card-head">
          <h2 id="to-read">{w.toRead}</h2>
          {home.to_read.length > 0 && <span class="tag tag-warm numbers">{home.to_read.length}</span>}
        </div>
        {home.to_read.length === 0 ? (
          <Empty title={w.nothingToRead} icon={<CalendarDays size={28} aria-hidden="true" />} />
        ) : (
          byMeeting(home.to_read).map(([meeting, papers]) => (
            <div key={meeting} class="to-read">
              {papers[0]?.meeting_title && <h3>{w.forMeeting(papers[0].meeting_title, fmtDateTime(papers[0].meeting_starts_at))}</h3>}
              <ul class="rows">
                {papers.map((p) => (
                  <ToRead key={`${p.document_id}/${p.version}`} paper={p} />
                ))}
              </ul>
            </div>
          ))
        )}
      </section>
    </>
  );
}

export default function HomePage() {
  const me = session.value?.person;
  const { data, problem, reload } = useLoad(() => ask(api.GET('/api/home')), []);
  const revision = useRef(0);
  revision.current = data?.revision ?? 0;
  const there = data !== null;
  useEffect(() => {
    if (!me || !there) return;
    return follow(
      [`person:${me.id}`],
      (change) => {
        if (change.revision !== revision.current) void reload();
      },
      (_subject, now) => {
        if (now !== revision.current) void reload();
      },
    );
  }, [me?.id, there]);
  return (
    <>
      <div class="page-head">
        <div>
          <h1>{t().home.greeting(me?.full_name ?? '')}</h1>
          <p class="muted">{fmtDay(new Date())}</p>
        </div>
      </div>
      {data ? (
        <Body home={data} />
      ) : (
        <section class="card">{problem ? <Failure problem={problem} retry={() => void reload()} /> : <Skeleton lines={7} height={26} />}</section>
      )}
    </>
  );
}
