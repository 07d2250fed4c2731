// SPDX-License-Identifier: GPL-3.0-or-later
//
// What becomes of minutes: circulated until a day, approved by the chair,
// corrected with a reason; and the files. Whether one may is the server's word.
import { useState } from 'preact/hooks';
import { Check, FileText, FileType2, LockKeyhole, PencilLine, Send } from 'lucide-preact';
import { civilDate, fmtDateTime, t } from '../i18n';
import { confirmFirst, Dialog } from '../parts/dialog';
import { DateField } from '../parts/date-field';
import { AreaField, Form } from '../parts/form';
import { toastProblem } from '../parts/toast';
import { Notice } from '../parts/states';
import type { Minutes, MinutesData } from './data';

const DAY_MS = 86400e3;

function Circulate({ minutes, data, onClose }: { minutes: Minutes; data: MinutesData; onClose: () => void }) {
  const [day, setDay] = useState(civilDate(new Date(Date.now() + 3 * DAY_MS)));
  const words = t().minutes;
  return (
    <Dialog title={words.circulate} onClose={onClose}>
      <p>{words.circulateText}</p>
      <Form
        submit={words.circulate}
        onCancel={onClose}
        onSubmit={async () => {
          await data.circulate(minutes.id, `${day}T23:59:00+07:00`);
          onClose();
        }}
      >
        <DateField name="until" label={words.until} required value={day} onValue={setDay} />
      </Form>
    </Dialog>
  );
}

function Correct({ minutes, data, onClose }: { minutes: Minutes; data: MinutesData; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const words = t().minutes;
  return (
    <Dialog title={words.correct} onClose={onClose}>
      <p>{words.correctText}</p>
      <Form
        submit={words.correct}
        onCancel={onClose}
        onSubmit={async () => {
          await data.correct(minutes.id, reason);
          onClose();
        }}
      >
        <AreaField name="reason" label={words.reason} required rows={3} maxLength={500} value={reason} onValue={setReason} />
      </Form>
    </Dialog>
  );
}

/** Where they stand, in words. */
function Standing({ minutes }: { minutes: Minutes }) {
  const words = t().minutes;
  const until = fmtDateTime(minutes.comments_until);
  return (
    <>
      {minutes.state === 'circulated' && <Notice>{minutes.comments_until && Date.parse(minutes.comments_until) > Date.now() ? words.untilSaid(until) : words.overSaid(until)}</Notice>}
      {minutes.state === 'approved' && (
        <Notice kind="good">
          <LockKeyhole size={18} aria-hidden="true" /> {words.locked(fmtDateTime(minutes.approved_at), minutes.approved_by?.full_name ?? '')}
        </Notice>
      )}
      {minutes.reason && <Notice>{words.reasonSaid(minutes.reason)}</Notice>}
    </>
  );
}

export function Steps({ minutes, data }: { minutes: Minutes; data: MinutesData }) {
  const [open, setOpen] = useState<'circulate' | 'correct' | null>(null);
  const [busy, setBusy] = useState(false);
  const words = t().minutes;
  const waiting = minutes.blocks.filter((block) => block.offered !== null).length;
  const run = (act: () => Promise<void>) => {
    setBusy(true);
    act()
      .catch((error: unknown) => {
        toastProblem(error);
        void data.snapshot.reload();
      })
      .finally(() => setBusy(false));
  };
  const approve = async () => {
    if (await confirmFirst({ title: words.approveTitle, text: words.approveText, yes: words.approve })) run(() => data.approve(minutes.id));
  };
  return (
    <>
      <Standing minutes={minutes} />
      {minutes.may.edit && waiting > 0 && (
        <Notice kind="warn">
          {words.offersMany(waiting)}{' '}
          <button type="button" class="button small" disabled={busy} onClick={() => run(() => data.offers(minutes.id, true))}>
            {words.takeAll}
          </button>
        </Notice>
      )}
      <div class="minutes-steps">
        {minutes.may.circulate && (
          <button type="button" class="button" disabled={busy} onClick={() => setOpen('circulate')}>
            <Send size={20} aria-hidden="true" />
            {minutes.state === 'circulated' ? words.circulateAgain : words.circulate}
          </button>
        )}
        {minutes.may.approve && (
          <button type="button" class="button primary" disabled={busy || waiting > 0} onClick={() => void approve()}>
            <Check size={20} aria-hidden="true" />
            {words.approve}
          </button>
        )}
        {minutes.may.correct && (
          <button type="button" class="button" disabled={busy} onClick={() => setOpen('correct')}>
            <PencilLine size={20} aria-hidden="true" />
            {words.correct}
          </button>
        )}
        <a class="button" href={`/api/minutes/${minutes.id}/file?as=pdf`} target="_blank" rel="noreferrer">
          <FileText size={20} aria-hidden="true" />
          {words.pdf}
        </a>
        <a class="button" href={`/api/minutes/${minutes.id}/file?as=docx`} download>
          <FileType2 size={20} aria-hidden="true" />
          {words.docx}
        </a>
      </div>
      {open === 'circulate' && <Circulate minutes={minutes} data={data} onClose={() => setOpen(null)} />}
      {open === 'correct' && <Correct minutes={minutes} data={data} onClose={() => setOpen(null)} />}
    </>
  );
}
