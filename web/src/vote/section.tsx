// SPDX-License-Identifier: GPL-3.0-or-later
//
// Votes in a meeting's page: prepared before it, their results after. Members
// see what was held; who prepares it sees and changes what is to come.
import { useState } from 'preact/hooks';
import { Plus } from 'lucide-preact';
import { t } from '../i18n';
import type { Meeting } from '../meeting/data';
import { put, useVotes } from './data';
import { VoteEdit } from './edit';
import { VoteEntry } from './row';
import './vote.css';

export function VoteSection({ meeting }: { meeting: Meeting }) {
  const words = t().vote;
  const snapshot = useVotes(meeting.id);
  const [adding, setAdding] = useState(false);
  const votes = snapshot.copy.value;
  if (!votes || (votes.items.length === 0 && !(votes.may_prepare && meeting.agenda.length > 0))) return null;
  return (
    <section class="card">
      <div class="card-head">
        <h2>{words.title}</h2>
        {votes.may_prepare && (
          <button type="button" class="button" onClick={() => setAdding(true)}>
            <Plus size={20} aria-hidden="true" />
            {words.add}
          </button>
        )}
      </div>
      {votes.items.length === 0 ? (
        <p class="muted">{words.none}</p>
      ) : (
        <ul class="vote-rows">
          {votes.items.map((vote) => (
            <VoteEntry key={vote.id} {...{ vote, votes, meeting, snapshot }} />
          ))}
        </ul>
      )}
      {adding && <VoteEdit {...{ meeting, votes }} vote={null} item={null} onDone={(vote) => put(snapshot, vote)} onClose={() => setAdding(false)} />}
    </section>
  );
}
