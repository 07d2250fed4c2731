// SPDX-License-Identifier: GPL-3.0-or-later
//
// What this person does with the meeting, above its page: the one step that is
// due first, then what is often wanted; what is rare or final is in the menu.
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { ArrowRight, CircleX, ClipboardCheck, Lightbulb, Pencil, Send } from 'lucide-preact';
import { api, ask } from '../api';
import { t } from '../i18n';
import { confirmFirst } from '../parts/dialog';
import { toast } from '../parts/toast';
import { roles } from '../session';
import { isRunning, meetingStep, type Meeting, type Step } from './data';
import { InvitationLink } from './invitation';
import { MoreMenu } from './more-menu';
import { tellRefusal } from './taken';

interface ActsProps {
  meeting: Meeting;
  onMeeting: (meeting: Meeting) => void;
  onRace: () => void;
}

export function Acts({ meeting, onMeeting, onRace }: ActsProps) {
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
  const draft = meeting.state === 'draft';
  const cancel = async () => {
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
  const running = isRunning(meeting);
  const open = running || meeting.state === 'invited';
  // Those who prepare put it on the agenda themselves.
  const proposes = !meeting.may.edit && open && (roles.value.has('leader') || roles.value.has('secretary'));
  const enters = running || (meeting.state === 'invited' && !meeting.may.start);
  return (
    <div class="page-actions">
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
        <a class={running ? 'button act' : 'button primary'} href={`/meetings/${meeting.id}/live`}>
          {words.enter}
          <ArrowRight size={20} aria-hidden="true" />
        </a>
      )}
      {meeting.may.edit && (
        <a class="button" href={`/meetings/${meeting.id}/edit`}>
          <Pencil size={20} aria-hidden="true" />
          {words.prepare}
        </a>
      )}
      {meeting.published_at && meeting.state !== 'cancelled' && (
        <a class="button" href={`/meetings/${meeting.id}/roll`}>
          <ClipboardCheck size={20} aria-hidden="true" />
          {t().roll.title}
        </a>
      )}
      {meeting.published_at && <InvitationLink meeting={meeting.id} />}
      <MoreMenu meeting={meeting}>
        {proposes && (
          <a class="menu-item" href={`/proposals?new=${meeting.id}`}>
            <Lightbulb size={20} aria-hidden="true" />
            {t().proposals.propose}
          </a>
        )}
        {meeting.may.cancel && (
          <button type="button" class="menu-item menu-danger" disabled={busy} onClick={() => void cancel()}>
            <CircleX size={20} aria-hidden="true" />
            {draft ? words.remove : words.cancel}
          </button>
        )}
      </MoreMenu>
    </div>
  );
}
