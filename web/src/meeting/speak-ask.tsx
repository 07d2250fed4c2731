// SPDX-License-Identifier: GPL-3.0-or-later
//
// A member asks to speak, raises a point of order, or puts a question; while
// they wait, their place in the queue and the way out of it.
import { useState } from 'preact/hooks';
import { CircleHelp, Hand, Siren } from 'lucide-preact';
import { t } from '../i18n';
import { Dialog } from '../parts/dialog';
import { AreaField, Form } from '../parts/form';
import { toastProblem } from '../parts/toast';
import { session } from '../session';
import { speechAsk, speechStep, type Floor, type Queue } from './floor-data';
import type { Roll } from './roll-data';

interface AskProps {
  floor: Floor;
  roll: Roll | undefined;
  meeting: string;
  onFloor: (floor: Floor) => void;
}
type Kind = 'speech' | 'order' | 'question';

/** Those who sit in the meeting, for whom a question can be, or whom the chair calls. */
export function Seated({ roll, label, pick, value, except, onValue }: { roll: Roll; label: string; pick: string; value: string; except: string | undefined; onValue: (id: string) => void }) {
  return (
    <label class="field">
      <span>{label}</span>
      <select class="input" required value={value} onChange={(event) => onValue(event.currentTarget.value)}>
        <option value="">{pick}</option>
        {roll.items.flatMap((seat) =>
          seat.stands_id && seat.stands_id !== except
            ? [
                <option key={seat.stands_id} value={seat.stands_id}>
                  {seat.substitute?.full_name ?? seat.person?.full_name}
                </option>,
              ]
            : [],
        )}
      </select>
    </label>
  );
}

function Asking({ kind, roll, meeting, onFloor, onClose }: Omit<AskProps, 'floor'> & { kind: Kind; onClose: () => void }) {
  const [topic, setTopic] = useState('');
  const [asked, setAsked] = useState('');
  const words = t().floor;
  const title = kind === 'speech' ? words.ask : words[kind];
  const queue: Queue = kind === 'question' ? 'question' : 'speech';
  return (
    <Dialog title={title} onClose={onClose}>
      <Form
        submit={words.send}
        onCancel={onClose}
        onSubmit={async () => {
          onFloor(await speechAsk(meeting, { queue, topic, is_order: kind === 'order', ...(kind === 'question' && { asked_id: asked }) }));
          onClose();
        }}
      >
        {kind === 'question' && roll && <Seated roll={roll} label={words.asked} pick={words.askedPick} value={asked} except={session.value?.person.id} onValue={setAsked} />}
        <AreaField name="topic" label={kind === 'order' ? words.topicOrder : words.topic} maxLength={300} value={topic} onValue={setTopic} />
      </Form>
    </Dialog>
  );
}

export function SpeakAsk({ floor, roll, meeting, onFloor }: AskProps) {
  const [kind, setKind] = useState<Kind | null>(null);
  const [busy, setBusy] = useState(false);
  const words = t().floor;
  if (!floor.may_ask) return null;
  const me = session.value?.person.id;
  const open = (queue: Queue) => floor.queues.some((desk) => desk.queue === queue && desk.state === 'open' && !desk.list_closed);
  const mine = floor.waiting.filter((speech) => speech.person?.id === me);
  const has = (queue: Queue, order: boolean) => mine.some((speech) => speech.queue === queue && speech.is_order === order);
  const withdraw = async (id: string) => {
    setBusy(true);
    await speechStep(id, 'withdraw').then(onFloor, toastProblem);
    setBusy(false);
  };
  const begun = floor.queues.some((desk) => desk.state !== 'off');
  return (
    <section class="speak-ask" aria-label={words.title}>
      {mine.map((speech) => {
        const row = floor.waiting.filter((other) => other.queue === speech.queue);
        return (
          <p key={speech.id} class="speak-mine" role="status">
            <span>
              {speech.is_order && <span class="tag tag-warm">{words.orderTag}</span>} {words.waitingAt(row.indexOf(speech) + 1)}
              {speech.topic && <span class="muted"> · {speech.topic}</span>}
            </span>
            <button type="button" class="button quiet" disabled={busy} onClick={() => void withdraw(speech.id)}>
              {words.withdraw}
            </button>
          </p>
        );
      })}
      <div class="speak-acts">
        {open('speech') && !has('speech', false) && (
          <button type="button" class="button primary big" onClick={() => setKind('speech')}>
            <Hand size={22} aria-hidden="true" />
            {words.ask}
          </button>
        )}
        {open('question') && !has('question', false) && (
          <button type="button" class="button big" onClick={() => setKind('question')}>
            <CircleHelp size={22} aria-hidden="true" />
            {words.question}
          </button>
        )}
        {begun && !has('speech', true) && (
          <button type="button" class="button quiet" onClick={() => setKind('order')}>
            <Siren size={20} aria-hidden="true" />
            {words.order}
          </button>
        )}
      </div>
      {kind && <Asking {...{ kind, roll, meeting, onFloor }} onClose={() => setKind(null)} />}
    </section>
  );
}
