// SPDX-License-Identifier: GPL-3.0-or-later
//
// A paper that waits for those who prepare the meeting: who sent it and when,
// and the two answers, approve or return with a reason (E5). Nobody decides
// on what they submitted themselves.
import { useState } from 'preact/hooks';
import { Check, Undo2 } from 'lucide-preact';
import { api, ask, type Schemas } from '../api';
import { compareAddress } from '../compare/address';
import { fmtDateTime, t } from '../i18n';
import { Dialog } from '../parts/dialog';
import { AreaField, Form } from '../parts/form';
import { toast, toastProblem } from '../parts/toast';
import { session } from '../session';
import type { MeetingPaper } from './data';

interface DecisionProps {
  paper: MeetingPaper;
  onAgenda: (agenda: Schemas['Agenda']) => void;
}

const colour = { submitted: 'tag tag-warm', approved: 'tag tag-good', returned: 'tag tag-bad' } as const;

export function PaperStateTag({ state }: { state: MeetingPaper['state'] }) {
  return <span class={colour[state]}>{t().papers.state[state]}</span>;
}

function SendBack({ paper, onAgenda, onClose }: DecisionProps & { onClose: () => void }) {
  const [reason, setReason] = useState('');
  const words = t().papers;
  return (
    <Dialog title={words.sendBackTitle} onClose={onClose}>
      <Form
        submit={words.sendBack}
        danger
        onCancel={onClose}
        onSubmit={async () => {
          onAgenda(await ask(api.POST('/api/papers/{paper}/return', { params: { path: { paper: paper.id } }, body: { reason } })));
          toast(words.sentBack);
          onClose();
        }}
      >
        <p>{paper.subject}</p>
        <AreaField name="reason" label={words.reason} hint={words.sendBackHint} required autofocus maxLength={500} value={reason} onValue={setReason} />
      </Form>
    </Dialog>
  );
}

/** Rule 10: the newer version is taken by an explicit act, one tap; what changed is one tap before it. */
function Newer({ paper, version, onAgenda }: DecisionProps & { version: number }) {
  const [busy, setBusy] = useState(false);
  const words = t().papers;
  const take = async () => {
    setBusy(true);
    try {
      onAgenda(await ask(api.PATCH('/api/papers/{paper}', { params: { path: { paper: paper.id } }, body: { version } })));
      toast(words.taken(version));
    } catch (error) {
      toastProblem(error);
    }
    setBusy(false);
  };
  return (
    <div class="paper-decision">
      <p class="paper-decision-acts">
        <button type="button" class="button" disabled={busy} aria-label={words.takeNamed(version, paper.subject)} onClick={() => void take()}>
          <Check size={20} aria-hidden="true" />
          {t().meeting.takeNewer(version)}
        </button>
        <a class="button" href={compareAddress(paper.document_id, paper.version, version)}>
          {words.compare}
        </a>
      </p>
    </div>
  );
}

export function PaperDecision({ paper, onAgenda }: DecisionProps) {
  const [returning, setReturning] = useState(false);
  const [busy, setBusy] = useState(false);
  const words = t().papers;
  const proposed = paper.proposed_version;
  const waits = paper.state === 'submitted' || proposed !== null;
  if (!waits && paper.state === 'approved') return paper.newer_version === null ? null : <Newer {...{ paper, onAgenda }} version={paper.newer_version} />;
  const approve = async () => {
    setBusy(true);
    try {
      onAgenda(await ask(api.POST('/api/papers/{paper}/approve', { params: { path: { paper: paper.id } } })));
      toast(words.approved);
    } catch (error) {
      toastProblem(error);
    }
    setBusy(false);
  };
  const own = paper.submitted_by?.id === session.value?.person.id;
  return (
    <div class="paper-decision">
      <p class="tags">
        {proposed === null ? <PaperStateTag state={paper.state} /> : <span class="tag tag-warm">{words.proposed(proposed)}</span>}
        {waits && paper.overdue && <span class="tag tag-bad">{words.lateBy}</span>}
        {waits && paper.submitted_by && paper.submitted_at && <span class="muted">{words.sentBy(paper.submitted_by.full_name, fmtDateTime(paper.submitted_at))}</span>}
        {!waits && paper.reason && <span class="muted">{words.returnedWhy(paper.reason)}</span>}
      </p>
      {proposed !== null && (
        <p class="paper-decision-links">
          <a href={`/documents/${paper.document_id}/read/${proposed}`}>{words.readProposed(proposed)}</a>
          <a href={compareAddress(paper.document_id, paper.version, proposed)}>{words.compare}</a>
        </p>
      )}
      {waits && own && <p class="muted">{words.own}</p>}
      {waits && !own && (
        <p class="paper-decision-acts">
          <button type="button" class="button primary" disabled={busy} aria-label={words.approveNamed(paper.subject)} onClick={() => void approve()}>
            <Check size={20} aria-hidden="true" />
            {words.approve}
          </button>
          <button type="button" class="button" disabled={busy} aria-label={words.sendBackNamed(paper.subject)} onClick={() => setReturning(true)}>
            <Undo2 size={20} aria-hidden="true" />
            {words.sendBack}
          </button>
        </p>
      )}
      {returning && <SendBack {...{ paper, onAgenda }} onClose={() => setReturning(false)} />}
    </div>
  );
}
