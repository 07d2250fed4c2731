// SPDX-License-Identifier: GPL-3.0-or-later
//
// The chair's bar: previous and next item by name, pause, end, and the whole
// agenda to jump to. Within reach of one thumb; one step at a time.
import { useState } from 'preact/hooks';
import { ChevronLeft, ChevronRight, List, Lock, Mic, Pause, Play, Square } from 'lucide-preact';
import { t } from '../i18n';
import { confirmFirst, Dialog } from '../parts/dialog';
import { toastProblem } from '../parts/toast';
import { RestrictedTag } from './restricted';
import type { Floor } from './floor-data';
import { AdjournButton, restProblem } from '../steering/adjourn';
import { Undo, type Moved } from '../steering/undo';
import { currentItem, isRunning, itemNumber, meetingMove, meetingStep, type AgendaItem, type Meeting } from './data';

interface SteerProps {
  meeting: Meeting;
  onMeeting: (meeting: Meeting) => void;
  onRace: () => void;
  floor: Floor | undefined;
  /** Opens the panel of speakers. */
  onFloor: () => void;
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

export function Steer({ meeting, onMeeting, onRace, floor, onFloor }: SteerProps) {
  const [busy, setBusy] = useState(false);
  const [moved, setMoved] = useState<Moved | null>(null);
  const [choosing, setChoosing] = useState(false);
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
        <button type="button" class="steer-act" onClick={() => setChoosing(true)}>
          <List size={24} aria-hidden="true" />
          <span class="unseen">{words.choose}</span>
          <span class="numbers">{`${place + 1}/${meeting.agenda.length}`}</span>
        </button>
        {floor?.may_call && (
          <button type="button" class={floor.waiting.length > 0 ? 'steer-act steer-waits' : 'steer-act'} onClick={onFloor}>
            <Mic size={24} aria-hidden="true" />
            <span class="numbers">{t().floor.panel(floor.waiting.length)}</span>
          </button>
        )}
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
      {choosing && (
        <Dialog title={words.choose} onClose={() => setChoosing(false)}>
          <ol class="steer-choice">
            {meeting.agenda.map((to) => (
              <li key={to.id} class={to.level === 1 ? 'steer-sub' : undefined}>
                <button
                  type="button"
                  aria-current={to.id === item?.id ? 'step' : undefined}
                  onClick={() => {
                    setChoosing(false);
                    if (to.id !== item?.id) go(to);
                  }}
                >
                  <span class="numbers">{itemNumber(to)}</span>
                  <span>
                    {to.title} {to.restricted && <RestrictedTag />} {to.late && <span class="tag tag-warm">{t().meeting.late}</span>}
                  </span>
                </button>
              </li>
            ))}
          </ol>
        </Dialog>
      )}
    </>
  );
}
