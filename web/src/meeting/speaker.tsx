// SPDX-License-Identifier: GPL-3.0-or-later
//
// Who speaks, and for how long: the same on every screen, by the server's
// clock; the speaker's own screen says so plainly, and who calls stops and ends
// it there, whichever panel is open.
import { useEffect, useState } from 'preact/hooks';
import { Mic, Pause, Play, Square } from 'lucide-preact';
import { t } from '../i18n';
import { toastProblem } from '../parts/toast';
import { session } from '../session';
import { clockText, serverClock, watchClock } from './clock';
import { speechStep, type Floor, type Speech } from './floor-data';

export const spokenMs = (speech: Speech, at: number) => speech.spent_ms + (speech.since ? Math.max(0, at - Date.parse(speech.since)) : 0);

export function SpeechClock({ speech, minutes }: { speech: Speech; minutes: number | null }) {
  useEffect(watchClock, []);
  const spent = spokenMs(speech, serverClock.value);
  const words = t().floor;
  const over = minutes !== null && spent > minutes * 60_000;
  return (
    <span class={over ? 'speech-clock over numbers' : 'speech-clock numbers'} role="timer" aria-label={words.clock(speech.person?.full_name ?? '', clockText(spent))}>
      {clockText(spent)} {minutes !== null && <small>{words.of(minutes)}</small>}
    </span>
  );
}

export function Speaker({ floor, onFloor }: { floor: Floor; onFloor: (floor: Floor) => void }) {
  const [busy, setBusy] = useState(false);
  const words = t().floor;
  const speech = floor.speaking;
  if (!speech) return null;
  const mine = speech.person?.id === session.value?.person.id;
  const minutes = floor.queues.find((desk) => desk.queue === speech.queue)?.minutes_each ?? null;
  const step = async (name: 'stop' | 'resume' | 'end') => {
    setBusy(true);
    await speechStep(speech.id, name).then(onFloor, toastProblem);
    setBusy(false);
  };
  const stopped = speech.state === 'stopped';
  return (
    <section class={mine ? 'speaker speaker-me' : floor.may_call ? 'speaker speaker-held' : 'speaker'} aria-label={words.speaking} aria-live="polite">
      <Mic size={26} aria-hidden="true" />
      <div class="speaker-words">
        <p class="speaker-state">{mine && speech.state === 'speaking' ? words.yourTurn : stopped ? words.stopped : words.speaking}</p>
        <p>
          <strong>{speech.person?.full_name}</strong>
          {speech.asked && ` · ${words.to(speech.asked.full_name)}`}
          {speech.topic && <span class="muted"> · {speech.topic}</span>}
        </p>
      </div>
      <SpeechClock speech={speech} minutes={minutes} />
      {mine && (
        <button type="button" class="button primary" disabled={busy} onClick={() => void step('end')}>
          {words.done}
        </button>
      )}
      {!mine && floor.may_call && (
        <div class="speaker-acts">
          <button type="button" class="button" disabled={busy} onClick={() => void step(stopped ? 'resume' : 'stop')}>
            {stopped ? <Play size={20} aria-hidden="true" /> : <Pause size={20} aria-hidden="true" />}
            {stopped ? words.resume : words.stop}
          </button>
          <button type="button" class="button" disabled={busy} onClick={() => void step('end')}>
            <Square size={20} aria-hidden="true" />
            {words.end}
          </button>
        </div>
      )}
    </section>
  );
}
