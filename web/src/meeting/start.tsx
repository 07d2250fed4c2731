// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is shown where the current item would be, when there is none: before the
// start, during a pause, after the end. The countdown runs by the server's clock.
import { useEffect, useState } from 'preact/hooks';
import { CircleCheck, CirclePause, CircleX, Hourglass } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { fmtDay, fmtTime, t } from '../i18n';
import { toastProblem } from '../parts/toast';
import { clockText, serverClock, watchClock } from './clock';
import { meetingStep, type Meeting } from './data';
import { pauseWords } from '../steering/sittings';

const DAY_MS = 86_400_000;

function Stage({ icon, title, text, children }: { icon: ComponentChildren; title: string; text: string; children?: ComponentChildren }) {
  return (
    <section class="stage">
      <span class="state-icon">{icon}</span>
      <h2>{title}</h2>
      <p class="stage-text numbers">{text}</p>
      {children && <div class="state-actions">{children}</div>}
    </section>
  );
}

export function StartButton({ meeting, onMeeting }: { meeting: Meeting; onMeeting: (meeting: Meeting) => void }) {
  const [busy, setBusy] = useState(false);
  if (!meeting.may.start) return null;
  const start = async () => {
    setBusy(true);
    try {
      onMeeting(await meetingStep(meeting.id, 'start'));
    } catch (error) {
      toastProblem(error);
    }
    setBusy(false);
  };
  return (
    <button type="button" class="button act big" disabled={busy} onClick={() => void start()}>
      {t().meeting.start}
    </button>
  );
}

function untilStart(meeting: Meeting, at: number): string {
  const words = t().meeting;
  const left = Date.parse(meeting.starts_at) - at;
  if (left <= 0) return meeting.may.start ? fmtTime(meeting.starts_at) : words.waitingDue;
  return left > DAY_MS ? words.waitingDays(`${fmtTime(meeting.starts_at)}, ${fmtDay(meeting.starts_at)}`) : words.waitingIn(clockText(left));
}

export function MeetingStage({ meeting, onMeeting }: { meeting: Meeting; onMeeting: (meeting: Meeting) => void }) {
  useEffect(watchClock, []);
  const words = t().meeting;
  const toMeeting = (
    <a class="button" href={`/meetings/${meeting.id}`}>
      {words.toMeeting}
    </a>
  );
  if (meeting.state === 'invited') {
    return (
      <Stage icon={<Hourglass size={32} aria-hidden="true" />} title={words.waitingTitle} text={untilStart(meeting, serverClock.value)}>
        <StartButton meeting={meeting} onMeeting={onMeeting} />
        {toMeeting}
      </Stage>
    );
  }
  if (meeting.state === 'draft')
    return <Stage icon={<Hourglass size={32} aria-hidden="true" />} title={words.draftTitle} text={words.draftText} children={toMeeting} />;
  if (meeting.state === 'paused') return <Stage icon={<CirclePause size={32} aria-hidden="true" />} {...pauseWords(meeting)} />;
  if (meeting.state === 'cancelled')
    return <Stage icon={<CircleX size={32} aria-hidden="true" />} title={words.cancelledTitle} text="" children={toMeeting} />;
  if (meeting.state === 'in_progress') return <Stage icon={<Hourglass size={32} aria-hidden="true" />} title={t().agenda.elsewhereTitle} text={t().agenda.elsewhereText} />;
  return <Stage icon={<CircleCheck size={32} aria-hidden="true" />} title={words.endedTitle} text={words.endedText} children={toMeeting} />;
}
