// SPDX-License-Identifier: GPL-3.0-or-later
//
// A meeting: what, when, where, who; the agenda with its papers one tap away;
// and the steps this person may take.
import { useEffect, useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso';
import { ArrowRight, ChevronLeft, Pencil, Send } from 'lucide-preact';
import { api, ask, asProblem } from '../api';
import { fmtDay, fmtTime, t } from '../i18n';
import { confirmFirst } from '../parts/dialog';
import { Fact, Facts } from '../parts/facts';
import { MeetingState } from '../parts/meeting-state';
import { PrincipalIcon } from '../parts/principals';
import { Empty, Failure, Notice, Skeleton } from '../parts/states';
import { toast } from '../parts/toast';
import { MyAnswer, MyUnits } from '../meeting/answer';
import { AgendaList } from '../meeting/agenda-list';
import { Changes } from '../meeting/changes';
import { Dissolved } from '../meeting/dissolved';
import { CalendarFile } from '../meeting/calendar-file';
import { isRunning, meetingStep, useMeeting, type Meeting, type Step } from '../meeting/data';
import { ExpectedList } from '../meeting/expected';
import { MeetingPack } from '../meeting/meeting-pack';
import { MoreMenu } from '../meeting/more-menu';
import { SeriesStrip } from '../meeting/series';
import { InvitationLink } from '../meeting/invitation';
import { roles } from '../session';
import { useTalk } from '../meeting/talk-data';
import { tellRefusal } from '../meeting/taken';
import { MySeat } from '../seats/my-seat';
import { Unreached } from '../notices/unreached';
import '../meeting/meeting.css';

interface ActsProps {
  meeting: Meeting;
  onMeeting: (meeting: Meeting) => void;
  onRace: () => void;
}

function Acts({ meeting, onMeeting, onRace }: ActsProps) {
  const { route } = useLocation();
  const [busy, setBusy] = useState(false);
  const words = t().meeting;
  const run = async (act: () => Promise<void>) => {
    setBusy(true);
    try {
      await act();
    } catch (error) {
      tellRefusal(error);
      onRace();
    }
    setBusy(false);
  };
  const step = (name: Step) => async () => onMeeting(await meetingStep(meeting.id, name));
  const publish = async () => {
    const text = words.publishText(meeting.agenda.length, meeting.papers, meeting.invitees.length);
    if (!(await confirmFirst({ title: words.publishTitle, text, yes: words.publish }))) return;
    await run(async () => {
      await step('publish')();
      toast(words.published);
    });
  };
  const cancel = async () => {
    const draft = meeting.state === 'draft';
    const asked = draft
      ? { title: words.removeTitle, text: words.removeText, yes: words.remove }
      : { title: words.cancelTitle, text: words.cancelText, yes: words.cancel };
    if (!(await confirmFirst({ ...asked, danger: true }))) return;
    await run(async () => {
      if (draft) {
        await ask(api.DELETE('/api/meetings/{meeting}', { params: { path: { meeting: meeting.id } } }));
        route('/meetings', true);
      } else await step('cancel')();
      toast(draft ? words.removed : words.cancelled);
    });
  };
  const start = () =>
    run(async () => {
      await step('start')();
      route(`/meetings/${meeting.id}/live`);
    });
  // Those who prepare put it on the agenda themselves.
  const proposes = !meeting.may.edit && (meeting.state === 'invited' || isRunning(meeting)) && (roles.value.has('leader') || roles.value.has('secretary'));
  const enters = isRunning(meeting) || (meeting.state === 'invited' && !meeting.may.start);
  return (
    <div class="page-actions">
      {meeting.may.cancel && (
        <button type="button" class="button danger" disabled={busy} onClick={() => void cancel()}>
          {meeting.state === 'draft' ? words.remove : words.cancel}
        </button>
      )}
      {meeting.published_at && <InvitationLink meeting={meeting.id} />}
      {proposes && (
        <a class="button" href={`/proposals?new=${meeting.id}`}>
          {t().proposals.propose}
        </a>
      )}
      {meeting.may.edit && (
        <a class="button" href={`/meetings/${meeting.id}/edit`}>
          <Pencil size={20} aria-hidden="true" />
          {words.prepare}
        </a>
      )}
      {meeting.may.publish && (
        <button type="button" class="button act" disabled={busy} onClick={() => void publish()}>
          <Send size={20} aria-hidden="true" />
          {words.publish}
        </button>
      )}
      {meeting.may.start && (
        <button type="button" class="button act" disabled={busy} onClick={() => void start()}>
          {words.start}
        </button>
      )}
      {enters && (
        <a class={isRunning(meeting) ? 'button act' : 'button primary'} href={`/meetings/${meeting.id}/live`}>
          {words.enter}
          <ArrowRight size={20} aria-hidden="true" />
        </a>
      )}
      <MoreMenu meeting={meeting} />
    </div>
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
  const hours = meeting.ends_at ? words.fromTo(fmtTime(meeting.starts_at), fmtTime(meeting.ends_at)) : fmtTime(meeting.starts_at);
  const place = [meeting.room_name, meeting.place, meeting.online ? words.online : null].filter(Boolean).join(', ');
  return (
    <div class="columns columns-side">
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
      <div>
        <section class="card">
          <div class="card-head">
            <h2>{words.facts}</h2>
          </div>
          <Facts>
            <Fact label={words.when} value={<span class="numbers">{`${hours}, ${fmtDay(meeting.starts_at)}`}</span>} wide />
            <Fact label={words.place} value={place} wide />
            <Fact label={words.chair} value={meeting.chair?.full_name} wide />
            <Fact label={words.secretaries} value={meeting.secretaries.map((person) => person.full_name).join(', ')} wide />
            <Fact label={words.hostUnit} value={meeting.host_unit?.name} wide />
            <Fact label={words.type} value={meeting.type_name} wide />
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
      <div class="page-head">
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
        </div>
        <Acts meeting={meeting} onMeeting={snapshot.put} onRace={() => void snapshot.reload()} />
      </div>
      <SeriesStrip meeting={meeting} onChange={() => void snapshot.reload()} />
      {meeting.published_at && meeting.may.edit && <Unreached meeting={meeting.id} />}
      <MyAnswer meeting={meeting} onMeeting={snapshot.put} />
      <MyUnits meeting={meeting} onMeeting={snapshot.put} />
      {meeting.may.edit && <Dissolved meeting={meeting} onDone={() => void snapshot.reload()} />}
      {meeting.published_at && <Changes meeting={meeting} />}
      <Body meeting={meeting} onMeeting={snapshot.put} />
    </>
  );
}
