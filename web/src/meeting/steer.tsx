// SPDX-License-Identifier: GPL-3.0-or-later
//
// The chair's bar: previous and next item by name, pause, end, and the buttons
// of the one panel for the rest. Within reach of one thumb; one step at a time.
import { useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { ChevronLeft, ChevronRight, Lock, Pause, Play, Square } from 'lucide-preact';
import { t } from '../i18n';
import { confirmFirst } from '../parts/dialog';
import { toastProblem } from '../parts/toast';
import { AdjournButton, restProblem } from '../steering/adjourn';
import { Undo, type Moved } from '../steering/undo';
import { currentItem, isRunning, itemNumber, meetingMove, meetingStep, type AgendaItem, type Meeting } from './data';

interface SteerProps {
  meeting: Meeting;
  onMeeting: (meeting: Meeting) => void;
  onRace: () => void;
  /** The buttons of the panels: everything else that the chair does. */
  children: ComponentChildren;
}

function StepButton({
  item,
  label,
  back,
  busy,
  onGo,
}: {
  item: AgendaItem | null;
  label: string;
  back?: boolean;
  busy: boolean;
  onGo: (item: AgendaItem) => void;
}) {
  const ending = back ? t().meeting.first : t().meeting.last;
  const number = item ? itemNumber(item) : '';
  return (
    <button type="button" class={back ? 'steer-step' : 'steer-step primary'} disabled={!item || busy} onClick={() => item && onGo(item)}>
      {back && <ChevronLeft size={26} aria-hidden="true" />}
      <span class="steer-text">
        <small>
          {label}
          {item?.restricted && (
            <>
              {' · '}
              <Lock size={14} aria-hidden="true" /> {t().agenda.restrictedTag}
            </>
          )}
        </small>
        <strong>{item ? `${number}. ${item.title}` : ending}</strong>
      </span>
      {!back && <ChevronRight size={26} aria-hidden="true" />}
    </button>
  );
}

export function Steer({ meeting, onMeeting, onRace, children }: SteerProps) {
  const [busy, setBusy] = useState(false);
  const [moved, setMoved] = useState<Moved | null>(null);
  const words = t().meeting;
  if (!meeting.may.steer || !isRunning(meeting)) return null;
  const item = currentItem(meeting);
  const place = item ? meeting.agenda.indexOf(item) : -1;
  const run = async (act: () => Promise<Meeting>) => {
    if (busy) return;
    setBusy(true);
    try {
      onMeeting(await act());
    } catch (error) {
      toastProblem(restProblem(error));
      onRace();
    }
    setBusy(false);
  };
  const go = (to: AgendaItem) =>
    void run(async () => {
      const next = await meetingMove(meeting.id, to.id);
      // Going back is not asked again whether it was meant.
      setMoved(item && moved?.from !== to.id ? { from: item.id, to: to.id } : null);
      return next;
    });
  const end = async () => {
    const sure = await confirmFirst({ title: words.endTitle, text: words.endText, yes: words.end, danger: true });
    if (sure) await run(() => meetingStep(meeting.id, 'end'));
  };
  const paused = meeting.state === 'paused';
  return (
    <>
      <Undo {...{ meeting, moved }} onGo={go} />
      <nav class="steer" aria-label={words.live}>
        <StepButton item={meeting.agenda[place - 1] ?? null} label={words.previous} back busy={busy} onGo={go} />
        {children}
        <button type="button" class="steer-act" disabled={busy} onClick={() => void run(() => meetingStep(meeting.id, paused ? 'resume' : 'pause'))}>
          {paused ? <Play size={24} aria-hidden="true" /> : <Pause size={24} aria-hidden="true" />}
          <span>{paused ? words.resume : words.pause}</span>
        </button>
        <AdjournButton meeting={meeting} onMeeting={onMeeting} />
        {meeting.may.end && (
          <button type="button" class="steer-act danger" disabled={busy} onClick={() => void end()} aria-label={words.end}>
            <Square size={24} aria-hidden="true" />
            <span>{words.endShort}</span>
          </button>
        )}
        <StepButton item={meeting.agenda[place + 1] ?? null} label={words.next} busy={busy} onGo={go} />
      </nav>
    </>
  );
}
