// SPDX-License-Identifier: GPL-3.0-or-later
//
// A meeting: what, when, where, who; the agenda with its papers one tap away;
// and the steps this person may take.
import { useEffect } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import { CalendarClock, ChevronLeft, MapPin } from 'lucide-preact';
import { asProblem } from '../api';
import { fmtDay, fmtTime, t } from '../i18n';
import { Fact, Facts } from '../parts/facts';
import { MeetingState } from '../parts/meeting-state';
import { PrincipalIcon } from '../parts/principals';
import { Empty, Failure, Notice, Skeleton } from '../parts/states';
import { Acts } from '../meeting/acts';
import { MyAnswer, MyUnits } from '../meeting/answer';
import { Conclusions } from '../conclusion/list';
import { AgendaList } from '../meeting/agenda-list';
import { Changes } from '../meeting/changes';
import { Dissolved } from '../meeting/dissolved';
import { CalendarFile } from '../meeting/calendar-file';
import { isRunning, useMeeting, type Meeting } from '../meeting/data';
import { ExpectedList } from '../meeting/expected';
import { MinutesCard } from '../minutes/card';
import { MeetingPack } from '../meeting/meeting-pack';
import { SeriesStrip } from '../meeting/series';
import { Sittings } from '../steering/sittings';
import '../steering/steering.css';
import { useTalk } from '../meeting/talk-data';
import { MeetingTasks } from '../tasks/meeting-tasks';
import { EventsCard } from '../record/events';
import { RecordCard } from '../record/record-card';
import { MySeat } from '../seats/my-seat';
import { Unreached } from '../notices/unreached';
import { VoteSection } from '../vote/section';
import '../meeting/meeting.css';
import '../minutes/minutes.css';

const hoursOf = (meeting: Meeting) =>
  meeting.ends_at ? t().meeting.fromTo(fmtTime(meeting.starts_at), fmtTime(meeting.ends_at)) : fmtTime(meeting.starts_at);
const placeOf = (meeting: Meeting) => [meeting.room_name, meeting.place, meeting.online ? t().meeting.online : null].filter(Boolean).join(', ');

/** What everybody looks for first stays at the top on a narrow screen too, where the facts stand below the agenda. */
function WhenWhere({ meeting }: { meeting: Meeting }) {
  const place = placeOf(meeting);
  return (
    <p class="when-where">
      <span class="numbers">
        <CalendarClock size={18} aria-hidden="true" />
        {`${hoursOf(meeting)}, ${fmtDay(meeting.starts_at)}`}
      </span>
      {meeting.resumes_at && <strong class="numbers">{t().steering.goesOn(`${fmtTime(meeting.resumes_at)}, ${fmtDay(meeting.resumes_at)}`)}</strong>}
      {place && (
        <span>
          <MapPin size={18} aria-hidden="true" />
          {place}
        </span>
      )}
    </p>
  );
}

function Invited({ meeting, role }: { meeting: Meeting; role: 'member' | 'guest' }) {
  const those = meeting.invitees.filter((invitee) => invitee.role === role);
  if (those.length === 0) return null;
  return (
    <>
      <h3>{role === 'member' ? t().meeting.members : t().meeting.guests}</h3>
      <ul class="invited">
        {those.map((invitee) => (
          <li key={invitee.principal_id}>
            <PrincipalIcon kind={invitee.kind} />
            <span class="row-words">
              <strong>{invitee.name}</strong>
              {invitee.detail && <small>{invitee.detail}</small>}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Body({ meeting, onMeeting }: { meeting: Meeting; onMeeting: (meeting: Meeting) => void }) {
  const words = t().meeting;
  const talk = useTalk(meeting.id);
  const isOver = ['ended', 'closed', 'cancelled'].includes(meeting.state); // then its votes' results come first, see below
  return (
    <div class="columns columns-side">
      <div>
        <section class="card">
          <div class="card-head">
            <h2>{words.agenda}</h2>
            <span class="muted numbers">{words.items(meeting.agenda.length)}</span>
          </div>
          {meeting.agenda.length === 0 ? (
            <Empty title={words.noAgenda} />
          ) : (
            <AgendaList
              items={meeting.agenda}
              meeting={meeting.id}
              current={isRunning(meeting) ? meeting.current_item_id : null}
              {...(meeting.state !== 'draft' && { talk: { data: talk, open: ['invited', 'in_progress', 'paused'].includes(meeting.state) } })}
              {...(meeting.may.edit && {
                onAgenda: ({ items, revision, edit_version }) => onMeeting({ ...meeting, agenda: items, revision, edit_version }),
              })}
            />
          )}
        </section>
        {!isOver && <VoteSection meeting={meeting} />}
      </div>
      <div>
        <section class="card">
          <div class="card-head">
            <h2>{words.facts}</h2>
          </div>
          <Facts>
            <Fact label={words.chair} value={meeting.chair?.full_name} wide />
            <Fact label={words.secretaries} value={meeting.secretaries.map((person) => person.full_name).join(', ')} wide />
            <Fact label={words.hostUnit} value={meeting.host_unit?.name} wide />
            <Fact label={words.type} value={meeting.type_name} wide />
            {meeting.sittings.length > 1 && <Fact label={t().steering.sittings} value={<Sittings meeting={meeting} />} wide />}
            <Fact label={words.description} value={meeting.description} wide />
          </Facts>
          <CalendarFile meeting={meeting.id} />
        </section>
        {meeting.state !== 'draft' && meeting.state !== 'cancelled' && <MeetingPack meeting={meeting} />}
        <MySeat meeting={meeting} />
        <section class="card">
          <div class="card-head">
            <h2>{words.invitees}</h2>
          </div>
          {meeting.invitees.length === 0 && <p class="muted">{words.noInvitees}</p>}
          {meeting.published_at ? (
            <ExpectedList meeting={meeting} />
          ) : (
            <>
              <Invited meeting={meeting} role="member" />
              <Invited meeting={meeting} role="guest" />
            </>
          )}
        </section>
      </div>
    </div>
  );
}

export default function MeetingPage() {
  const { params } = useRoute();
  const id = params['id'] ?? '';
  const snapshot = useMeeting(id);
  const meeting = snapshot.copy.value;
  const failure = snapshot.failure.value;
  const title = meeting?.title;
  useEffect(() => {
    if (title) document.title = `${title} · ${t().shell.product}`;
  }, [title]);
  if (snapshot.gone.value && meeting) return <Notice kind="warn">{t().meeting.goneTitle}</Notice>;
  if (!meeting) {
    return (
      <section class="card">
        {failure ? <Failure problem={asProblem(failure)} retry={() => void snapshot.reload()} /> : <Skeleton lines={8} height={32} />}
      </section>
    );
  }
  return (
    <>
      <div class="page-head meeting-head">
        <div>
          <a class="crumb" href="/meetings">
            <ChevronLeft size={18} aria-hidden="true" />
            {t().meeting.title}
          </a>
          <h1>{meeting.title}</h1>
          <div class="tags">
            <MeetingState state={meeting.state} />
            <span class="tag tag-grey">{t().home.role[meeting.my_role]}</span>
          </div>
          <WhenWhere meeting={meeting} />
        </div>
        <Acts meeting={meeting} onMeeting={snapshot.put} onRace={() => void snapshot.reload()} />
      </div>
      <MyAnswer meeting={meeting} onMeeting={snapshot.put} />
      <MyUnits meeting={meeting} onMeeting={snapshot.put} />
      {meeting.may.edit && <Dissolved meeting={meeting} onDone={() => void snapshot.reload()} />}
      {meeting.published_at && meeting.may.edit && <Unreached meeting={meeting.id} />}
      {meeting.published_at && <Changes meeting={meeting} />}
      <SeriesStrip meeting={meeting} onChange={() => void snapshot.reload()} />
      <MinutesCard meeting={meeting} />
      {meeting.started_at && <Conclusions meeting={meeting} />}
      <MeetingTasks meeting={meeting} />
      {(meeting.state === 'ended' || meeting.state === 'closed') && <VoteSection meeting={meeting} />}
      <Body meeting={meeting} onMeeting={snapshot.put} />
      {(meeting.state === 'ended' || meeting.state === 'closed') && (
        <>
          <RecordCard meeting={meeting.id} />
          <EventsCard meeting={meeting.id} />
        </>
      )}
    </>
  );
}
