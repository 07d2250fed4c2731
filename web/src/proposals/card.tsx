// SPDX-License-Identifier: GPL-3.0-or-later
//
// One proposal as those who proposed it and those who decide on it read it:
// what is asked, of whom, with which papers, what became of it. The acts stand
// below it and are the caller's to choose.
import { useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { FileText, Pencil, Undo2 } from 'lucide-preact';
import { api, ask } from '../api';
import { fmtDate, fmtDateTime, t } from '../i18n';
import { confirmFirst } from '../parts/dialog';
import { toast, toastProblem } from '../parts/toast';
import type { Proposal, ProposalState } from './data';

const colour: Record<ProposalState, string> = { proposed: 'tag tag-warm', postponed: 'tag', returned: 'tag tag-bad', accepted: 'tag tag-good', withdrawn: 'tag tag-grey' };

export function ProposalTag({ state }: { state: ProposalState }) {
  return <span class={colour[state]}>{t().proposals.state[state]}</span>;
}

function facts(proposal: Proposal): string {
  const words = t().meeting;
  return [words.kinds[proposal.kind], proposal.minutes !== null && words.minutesShort(proposal.minutes), proposal.presenter?.full_name].filter(Boolean).join(' · ');
}

function goal(proposal: Proposal): string {
  const words = t().proposals;
  const { meeting, host_unit } = proposal;
  const to = meeting ? words.toMeeting(meeting.title, fmtDateTime(meeting.starts_at)) : host_unit && words.toUnit(host_unit.name);
  return [to, proposal.wished_on && words.wished(fmtDate(proposal.wished_on))].filter(Boolean).join(' · ');
}

export function ProposalCard({ proposal, heading = 'h2', children }: { proposal: Proposal; heading?: 'h2' | 'h3'; children?: ComponentChildren }) {
  const words = t().proposals;
  const Heading = heading;
  return (
    <article class="proposal" aria-label={proposal.title}>
      <header class="proposal-head">
        <Heading>{proposal.title}</Heading>
        <ProposalTag state={proposal.state} />
      </header>
      <p class="muted">{words.by(proposal.unit.name, proposal.proposed_by.full_name, fmtDateTime(proposal.sent_at))}</p>
      <p>{facts(proposal)}</p>
      {goal(proposal) && <p>{goal(proposal)}</p>}
      {proposal.explanation && <p class="proposal-words">{proposal.explanation}</p>}
      {proposal.papers.length > 0 && (
        <ul class="proposal-papers" aria-label={words.papers}>
          {proposal.papers.map((paper) => (
            <li key={paper.document_id}>
              <FileText size={20} aria-hidden="true" />
              {paper.readable ? <a href={`/documents/${paper.document_id}/read/${paper.version}`}>{paper.subject}</a> : <span>{paper.subject}</span>}
              <small class="muted numbers">{t().meeting.version(paper.version)}</small>
            </li>
          ))}
        </ul>
      )}
      {(proposal.reason || (proposal.decided_by && proposal.state !== 'withdrawn')) && (
        <p class={proposal.state === 'returned' ? 'proposal-answer proposal-returned' : 'proposal-answer'}>
          {proposal.reason && <strong>{words.because(proposal.reason)}</strong>}
          {proposal.decided_by && proposal.decided_at && <small class="muted">{words.decidedBy(proposal.decided_by.full_name, fmtDateTime(proposal.decided_at))}</small>}
        </p>
      )}
      {children && <div class="proposal-acts">{children}</div>}
    </article>
  );
}

/** What those who proposed it may do. */
export function OwnActs({ proposal, onEdit, onChange }: { proposal: Proposal; onEdit: () => void; onChange: () => void }) {
  const [busy, setBusy] = useState(false);
  const words = t().proposals;
  const withdraw = async () => {
    if (!(await confirmFirst({ title: words.withdrawTitle, text: words.withdrawText, yes: words.withdraw, danger: true }))) return;
    setBusy(true);
    try {
      await ask(api.POST('/api/proposals/{proposal}/withdraw', { params: { path: { proposal: proposal.id } } }));
      toast(words.withdrawn);
      onChange();
    } catch (error) {
      toastProblem(error);
    }
    setBusy(false);
  };
  return (
    <>
      {proposal.may.edit && (
        <button type="button" class={proposal.state === 'returned' ? 'button primary' : 'button'} disabled={busy} onClick={onEdit}>
          <Pencil size={20} aria-hidden="true" />
          {proposal.state === 'returned' ? words.changeReturned : words.change}
        </button>
      )}
      {proposal.may.withdraw && (
        <button type="button" class="button danger" disabled={busy} onClick={() => void withdraw()}>
          <Undo2 size={20} aria-hidden="true" />
          {words.withdraw}
        </button>
      )}
    </>
  );
}
