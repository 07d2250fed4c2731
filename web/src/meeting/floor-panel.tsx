// SPDX-License-Identifier: GPL-3.0-or-later
//
// The chair's panel: who speaks, who waits in which order, and how each queue
// is run. One tap calls; calling ends whoever speaks.
import { useState } from 'preact/hooks';
import { ArrowUp, Mic, X } from 'lucide-preact';
import { t } from '../i18n';
import { toastProblem } from '../parts/toast';
import { deskSet, speechAsk, speechPlace, speechStep, type Desk, type Floor, type Queue, type Speech } from './floor-data';
import type { Roll } from './roll-data';
import { Seated } from './speak-ask';
import { clockText, serverClock } from './clock';
import { spokenMs } from './speaker';

interface PanelProps {
  floor: Floor;
  roll: Roll | undefined;
  meeting: string;
  onFloor: (floor: Floor) => void;
}
type Run = (act: () => Promise<Floor>) => void;

function Waiting({ list, busy, run }: { list: readonly Speech[]; busy: boolean; run: Run }) {
  const words = t().floor;
  return (
    <ol class="floor-list">
      {list.map((speech, index) => {
        const name = speech.person?.full_name ?? '';
        const before = list[index - 1];
        return (
          <li key={speech.id}>
            <span class="row-words">
              <strong>
                {name} {speech.is_order && <span class="tag tag-warm">{words.orderTag}</span>}
              </strong>
              <small>{[speech.asked ? words.to(speech.asked.full_name) : null, speech.topic].filter(Boolean).join(' · ')}</small>
            </span>
            <button
              type="button"
              class="icon-button"
              aria-label={words.earlier(name)}
              disabled={busy || !before || before.is_order !== speech.is_order}
              onClick={() => before && run(() => speechPlace(speech.id, before.id))}
            >
              <ArrowUp size={20} aria-hidden="true" />
            </button>
            <button type="button" class="icon-button" aria-label={words.remove(name)} disabled={busy} onClick={() => run(() => speechStep(speech.id, 'withdraw'))}>
              <X size={20} aria-hidden="true" />
            </button>
            <button type="button" class="button primary" aria-label={words.callNamed(name)} disabled={busy} onClick={() => run(() => speechStep(speech.id, 'call'))}>
              <Mic size={20} aria-hidden="true" />
              {words.call}
            </button>
          </li>
        );
      })}
    </ol>
  );
}

function Settings({ desk, meeting, busy, run }: { desk: Desk; meeting: string; busy: boolean; run: Run }) {
  const words = t().floor;
  const set = (body: Parameters<typeof deskSet>[2]) => run(() => deskSet(meeting, desk.queue, body));
  return (
    <details class="floor-settings">
      <summary>{words.settings}</summary>
      <label class="check">
        <input type="checkbox" checked={desk.list_closed} disabled={busy} onChange={(event) => set({ list_closed: event.currentTarget.checked })} />
        <span>{words.listClosed}</span>
      </label>
      <label class="check">
        <input type="checkbox" checked={desk.present_only} disabled={busy} onChange={(event) => set({ present_only: event.currentTarget.checked })} />
        <span>{words.presentOnly}</span>
      </label>
      <label class="field">
        <span>{words.minutesEach}</span>
        <select class="input" value={desk.minutes_each ?? ''} disabled={busy} onChange={(event) => set({ minutes_each: event.currentTarget.value ? Number(event.currentTarget.value) : null })}>
          <option value="">{words.unlimited}</option>
          {[1, 2, 3, 5, 7, 10, 15, 20].map((n) => (
            <option key={n} value={n}>
              {n}
            </option>
          ))}
        </select>
      </label>
    </details>
  );
}

/** Whether entries are taken, and the steps to the other states: first while nobody can register, else below those who wait. */
function DeskState({ desk, meeting, busy, run }: { desk: Desk; meeting: string; busy: boolean; run: Run }) {
  const words = t().floor;
  return (
    <p class="floor-state">
      <span class={desk.state === 'open' ? 'tag tag-good' : 'tag tag-grey'}>{words.desk[desk.state]}</span>
      {desk.state !== 'open' && (
        <button type="button" class="button primary" disabled={busy} onClick={() => run(() => deskSet(meeting, desk.queue, { state: 'open' }))}>
          {words.open}
        </button>
      )}
      {desk.state === 'open' && (
        <button type="button" class="button" disabled={busy} onClick={() => run(() => deskSet(meeting, desk.queue, { state: 'paused' }))}>
          {words.pause}
        </button>
      )}
      {desk.state !== 'off' && (
        <button type="button" class="button quiet" disabled={busy} onClick={() => run(() => deskSet(meeting, desk.queue, { state: 'off' }))}>
          {words.off}
        </button>
      )}
    </p>
  );
}

export function FloorPanel({ floor, roll, meeting, onFloor }: PanelProps) {
  const [queue, setQueue] = useState<Queue>('speech');
  const [busy, setBusy] = useState(false);
  const [added, setAdded] = useState('');
  const words = t().floor;
  const run: Run = (act) => {
    setBusy(true);
    act()
      .then(onFloor, toastProblem)
      .finally(() => setBusy(false));
  };
  const desk = floor.queues.find((one) => one.queue === queue);
  const list = floor.waiting.filter((speech) => speech.queue === queue);
  if (!desk) return null;
  return (
    <div class="floor-panel">
      <div class="floor-queues" role="group" aria-label={words.title}>
        {floor.queues.map((one) => (
          <button key={one.queue} type="button" aria-pressed={one.queue === queue} onClick={() => setQueue(one.queue)}>
            {words.queue[one.queue]} ({floor.waiting.filter((waiting) => waiting.queue === one.queue).length})
          </button>
        ))}
      </div>
      {desk.state !== 'open' && <DeskState {...{ desk, meeting, busy, run }} />}
      {list.length === 0 ? <p class="muted">{words.nobody}</p> : <Waiting {...{ list, busy, run }} />}
      {desk.state === 'open' && <DeskState {...{ desk, meeting, busy, run }} />}
      {queue === 'speech' && roll && (
        <div class="floor-add">
          <Seated roll={roll} label={words.add} pick={words.addPick} value={added} except={undefined} onValue={setAdded} />
          <button
            type="button"
            class="button"
            disabled={busy || !added}
            onClick={() =>
              run(async () => {
                const next = await speechAsk(meeting, { queue, person_id: added });
                setAdded('');
                return next;
              })
            }
          >
            {words.add}
          </button>
        </div>
      )}
      <Settings {...{ desk, meeting, busy, run }} />
      {floor.spoken.length > 0 && (
        <details>
          <summary>{words.spoken(floor.spoken.length)}</summary>
          <ul class="floor-list">
            {floor.spoken.map((one) => (
              <li key={one.id}>
                <span class="row-words">
                  <strong>{one.person?.full_name}</strong>
                  <small>{one.topic}</small>
                </span>
                <span class="numbers">{clockText(spokenMs(one, serverClock.value))}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
