// SPDX-License-Identifier: GPL-3.0-or-later
//
// The three answers to a proposal: into the agenda of a meeting that I prepare,
// later, or back with a reason (E4). Whether I may is the server's word.
import { useState } from 'preact/hooks';
import { Check, Clock, CornerUpLeft } from 'lucide-preact';
import { api, ask } from '../api';
import { fmtDateTime, t } from '../i18n';
import { Dialog } from '../parts/dialog';
import { AreaField, Form, SelectField } from '../parts/form';
import { useLoad } from '../parts/load';
import { Failure, Notice, Skeleton } from '../parts/states';
import { toast, toastProblem } from '../parts/toast';
import { openMeetings, prepares, type Proposal } from './data';

interface DecideProps {
  proposal: Proposal;
  /** It goes into this meeting, without being asked into which. */
  meeting?: string;
  onDone: (proposal: Proposal) => void;
}
type AskProps = DecideProps & { onClose: () => void };

function useMine() {
  return useLoad(async () => (await openMeetings()).filter(prepares).map((row) => ({ value: row.id, label: `${row.title} · ${fmtDateTime(row.starts_at)}` })), []);
}

function Accept({ proposal, onDone, onClose }: AskProps) {
  const words = t().proposals;
  const { data, problem, reload } = useMine();
  const [chosen, setChosen] = useState('');
  const asked = proposal.meeting?.id;
  const meeting = chosen || data?.find((one) => one.value === asked)?.value || data?.[0]?.value || '';
  return (
    <Dialog title={words.acceptTitle} onClose={onClose}>
      {!data && (problem ? <Failure problem={problem} retry={() => void reload()} /> : <Skeleton lines={3} height={36} />)}
      {data?.length === 0 && <Notice kind="warn">{words.noMeetings}</Notice>}
      {data && data.length > 0 && (
        <Form
          submit={words.accept}
          onCancel={onClose}
          onSubmit={async () => {
            const done = await ask(api.POST('/api/proposals/{proposal}/accept', { params: { path: { proposal: proposal.id } }, body: { meeting_id: meeting } }));
            toast(words.accepted);
            onClose();
            onDone(done);
          }}
        >
          <p>{proposal.title}</p>
          <SelectField name="meeting_id" label={words.acceptInto} hint={words.acceptHint} options={data} value={meeting} onValue={setChosen} />
        </Form>
      )}
    </Dialog>
  );
}

function Postpone({ proposal, onDone, onClose }: AskProps) {
  const words = t().proposals;
  const { data, problem, reload } = useMine();
  const [chosen, setChosen] = useState('');
  const [reason, setReason] = useState('');
  const others = data?.filter((one) => one.value !== proposal.meeting?.id);
  // With no unit that would decide it must be a meeting.
  const later = proposal.host_unit ? { empty: words.later } : {};
  const meeting = chosen || (proposal.host_unit ? '' : (others?.[0]?.value ?? ''));
  return (
    <Dialog title={words.postponeTitle} onClose={onClose}>
      {!others ? (
        problem ? (
          <Failure problem={problem} retry={() => void reload()} />
        ) : (
          <Skeleton lines={4} height={36} />
        )
      ) : (
        <Form
          submit={words.postpone}
          onCancel={onClose}
          onSubmit={async () => {
            const body = { meeting_id: meeting || null, reason: reason.trim() || null };
            const done = await ask(api.POST('/api/proposals/{proposal}/postpone', { params: { path: { proposal: proposal.id } }, body }));
            toast(words.postponed);
            onClose();
            onDone(done);
          }}
        >
          <p>{proposal.title}</p>
          <SelectField name="meeting_id" label={words.postponeTo} {...later} options={others} value={meeting} onValue={setChosen} />
          <AreaField name="reason" label={words.reason} maxLength={500} value={reason} onValue={setReason} />
        </Form>
      )}
    </Dialog>
  );
}

function SendBack({ proposal, onDone, onClose }: AskProps) {
  const words = t().proposals;
  const [reason, setReason] = useState('');
  return (
    <Dialog title={words.sendBackTitle} onClose={onClose}>
      <Form
        submit={words.sendBack}
        danger
        onCancel={onClose}
        onSubmit={async () => {
          const done = await ask(api.POST('/api/proposals/{proposal}/return', { params: { path: { proposal: proposal.id } }, body: { reason } }));
          toast(words.sentBack);
          onClose();
          onDone(done);
        }}
      >
        <p>{proposal.title}</p>
        <AreaField name="reason" label={words.reason} hint={words.sendBackHint} required autofocus maxLength={500} value={reason} onValue={setReason} />
      </Form>
    </Dialog>
  );
}

export function Decide({ proposal, meeting, onDone }: DecideProps) {
  const words = t().proposals;
  const [asking, setAsking] = useState<'accept' | 'postpone' | 'return' | null>(null);
  const [busy, setBusy] = useState(false);
  if (!proposal.may.decide) return null;
  const take = async () => {
    if (!meeting) return setAsking('accept');
    setBusy(true);
    try {
      const done = await ask(api.POST('/api/proposals/{proposal}/accept', { params: { path: { proposal: proposal.id } }, body: { meeting_id: meeting } }));
      toast(words.accepted);
      onDone(done);
    } catch (error) {
      toastProblem(error);
    }
    setBusy(false);
  };
  const close = () => setAsking(null);
  const given = { proposal, onDone, onClose: close };
  return (
    <>
      <button type="button" class="button primary" disabled={busy} aria-label={words.acceptNamed(proposal.title)} onClick={() => void take()}>
        <Check size={20} aria-hidden="true" />
        {words.accept}
      </button>
      <button type="button" class="button" disabled={busy} aria-label={words.postponeNamed(proposal.title)} onClick={() => setAsking('postpone')}>
        <Clock size={20} aria-hidden="true" />
        {words.postpone}
      </button>
      <button type="button" class="button" disabled={busy} aria-label={words.sendBackNamed(proposal.title)} onClick={() => setAsking('return')}>
        <CornerUpLeft size={20} aria-hidden="true" />
        {words.sendBack}
      </button>
      {asking === 'accept' && <Accept {...given} />}
      {asking === 'postpone' && <Postpone {...given} />}
      {asking === 'return' && <SendBack {...given} />}
    </>
  );
}
