// SPDX-License-Identifier: GPL-3.0-or-later
//
// Proposals that wait for my decision, where I come across them: beside the
// agenda of the meeting that I prepare, and on the home page.
import { Inbox } from 'lucide-preact';
import { t } from '../i18n';
import { Failure } from '../parts/states';
import { ProposalCard } from './card';
import { useWaiting, type Proposal } from './data';
import { Decide } from './decide';
import './proposals.css';

/** Those for this meeting, and those not for any yet. */
export function MeetingProposals({ meeting, onAccepted }: { meeting: string; onAccepted: () => Promise<void> }) {
  const { data, problem, reload } = useWaiting();
  const words = t().proposals;
  if (problem && !data) return <section class="card">{<Failure problem={problem} retry={() => void reload()} />}</section>;
  const items = (data?.items ?? []).filter((one) => !one.meeting || one.meeting.id === meeting);
  if (items.length === 0) return null;
  const done = async (proposal: Proposal) => {
    if (proposal.state === 'accepted') await onAccepted();
    await reload();
  };
  return (
    <section class="card proposals-here" aria-labelledby="proposals-here">
      <div class="card-head">
        <h2 id="proposals-here">{words.waiting(items.length)}</h2>
      </div>
      {items.map((proposal) => (
        <ProposalCard key={proposal.id} proposal={proposal} heading="h3">
          <Decide proposal={proposal} meeting={meeting} onDone={(next) => void done(next)} />
        </ProposalCard>
      ))}
    </section>
  );
}

export function HomeProposals() {
  const { data } = useWaiting();
  const words = t().proposals;
  if (!data?.waiting) return null;
  return (
    <section class="card" aria-labelledby="proposals-waiting">
      <div class="card-head">
        <h2 id="proposals-waiting">{words.waitingTitle}</h2>
        <span class="tag tag-warm numbers">{data.waiting}</span>
      </div>
      <ul class="rows">
        <li>
          <a class="row-link" href="/proposals">
            <span class="row-icon">
              <Inbox size={20} aria-hidden="true" />
            </span>
            <span class="row-words">
              <strong>{words.waitingRow(data.waiting)}</strong>
              <small>{data.items.slice(0, 2).map((one) => one.title).join(' · ')}</small>
            </span>
            <span class="row-do">{words.decide}</span>
          </a>
        </li>
      </ul>
    </section>
  );
}
