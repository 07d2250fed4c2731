// SPDX-License-Identifier: GPL-3.0-or-later
//
// The chair's panel of votes in the meeting's page: what runs with its count and
// its end, what waits for its result to be published, what is prepared.
import { useState } from 'preact/hooks';
import { Pause, Play, Plus, Square } from 'lucide-preact';
import type { Snapshot } from '../events/snapshot';
import { t } from '../i18n';
import type { Meeting } from '../meeting/data';
import { Skeleton } from '../parts/states';
import { toastProblem } from '../parts/toast';
import { SecretChair } from '../secret/chair';
import { held, put, running, runs, useVotes, voteLoad, voteStep, type VoteRow, type VoteStep, type Votes } from './data';
import { VoteEdit } from './edit';
import { Bars } from './result';
import { VoteEntry, VoteHead } from './row';
import { useLoad } from '../parts/load';
import './vote.css';

function NotYet({ vote }: { vote: VoteRow }) {
  const { data } = useLoad(() => voteLoad(vote.id), [vote.id, vote.voted]);
  const waiting = (data?.mandates ?? []).filter((mandate) => !mandate.voted);
  if (waiting.length === 0) return null;
  return (
    <details class="vote-waiting">
      <summary>{t().vote.waiting(waiting.length)}</summary>
      <p>{waiting.map((mandate) => mandate.voter?.full_name ?? mandate.person.full_name).join(', ')}</p>
    </details>
  );
}

function Running({ vote, meeting, snapshot }: { vote: VoteRow; meeting: Meeting; snapshot: Snapshot<Votes> }) {
  const words = t().vote;
  const [busy, setBusy] = useState(false);
  const [closing, setClosing] = useState(false);
  const run = async (step: VoteStep) => {
    setBusy(true);
    await voteStep(vote.id, step).then(
      (next) => put(snapshot, next),
      (error: unknown) => {
        toastProblem(error);
        void snapshot.reload();
      },
    );
    setBusy(false);
    setClosing(false);
  };
  const missing = Math.max(0, (vote.entitled ?? 0) - (vote.voted ?? 0));
  return (
    <section class="vote-running" aria-label={words.state[vote.state]}>
      {vote.secret ? (
        <SecretChair vote={vote} entitled={vote.entitled} mayBegin={vote.may.open} onVote={(next) => put(snapshot, next)} />
      ) : (
        <p class="vote-running-count numbers" role="status">
          {words.votedOf(vote.voted ?? 0, vote.entitled ?? 0)} {vote.state === 'paused' && <span class="tag tag-warm">{words.state.paused}</span>}
        </p>
      )}
      {closing ? (
        <div class="vote-confirm">
          <p>{words.closeText(missing)}</p>
          <button type="button" class="button primary big" disabled={busy} onClick={() => void run('close')}>
            {words.close}
          </button>
          <button type="button" class="button" disabled={busy} onClick={() => setClosing(false)}>
            {t().common.cancel}
          </button>
        </div>
      ) : (
        <div class="vote-acts">
          {!vote.secret && (
            <button type="button" class="button primary big" disabled={busy} onClick={() => setClosing(true)}>
              <Square size={20} aria-hidden="true" />
              {words.close}
            </button>
          )}
          <button type="button" class="button big" disabled={busy} onClick={() => void run(vote.state === 'paused' ? 'resume' : 'pause')}>
            {vote.state === 'paused' ? <Play size={20} aria-hidden="true" /> : <Pause size={20} aria-hidden="true" />}
            {vote.state === 'paused' ? words.resume : words.pause}
          </button>
        </div>
      )}
      {vote.counts ? <Bars vote={vote} counts={vote.counts} base={Math.max(1, vote.voted ?? 0)} needed={null} /> : <p class="muted">{words.hidden}</p>}
      {!vote.secret && <NotYet vote={vote} />}
      <VoteHead vote={vote} meeting={meeting} />
    </section>
  );
}

export function VotePanel({ meeting }: { meeting: Meeting }) {
  const words = t().vote;
  const snapshot = useVotes(meeting.id);
  const [adding, setAdding] = useState(false);
  const votes = snapshot.copy.value;
  if (!votes) return <Skeleton lines={4} />;
  const now = running(votes);
  const rest = votes.items.filter((vote) => !runs(vote));
  const of = (wanted: (vote: VoteRow) => boolean) => rest.filter(wanted);
  // What the meeting stands on comes first.
  const prepared = of((vote) => vote.state === 'created').sort((a, b) => Number(b.item_id === meeting.current_item_id) - Number(a.item_id === meeting.current_item_id));
  const over = of(held).sort((a, b) => Date.parse(b.closed_at ?? '') - Date.parse(a.closed_at ?? ''));
  const rows = (list: VoteRow[]) => (
    <ul class="vote-rows">
      {list.map((vote) => (
        <VoteEntry key={vote.id} {...{ vote, votes, meeting, snapshot }} />
      ))}
    </ul>
  );
  return (
    <div class="vote-panel">
      {now && <Running vote={now} meeting={meeting} snapshot={snapshot} />}
      {rows(over.filter((vote) => vote.state === 'closed'))}
      <div class="card-head">
        <h3>{words.prepared}</h3>
        {votes.may_prepare && (
          <button type="button" class="button" onClick={() => setAdding(true)}>
            <Plus size={20} aria-hidden="true" />
            {words.add}
          </button>
        )}
      </div>
      {prepared.length > 0 ? rows(prepared) : <p class="muted">{words.none}</p>}
      {over.some((vote) => vote.state === 'published') && (
        <>
          <h3>{words.held}</h3>
          {rows(over.filter((vote) => vote.state === 'published'))}
        </>
      )}
      {adding && <VoteEdit {...{ meeting, votes }} vote={null} item={null} onDone={(vote) => put(snapshot, vote)} onClose={() => setAdding(false)} />}
    </div>
  );
}
