// SPDX-License-Identifier: GPL-3.0-or-later
//
// The vote at the foot of a meeting's screen, over the chair's bar and beside
// whatever is read: in sight without scrolling from its opening to its result.
// A secret vote stands here with its paper.
import { useState } from 'preact/hooks';
import { Vote as VoteIcon } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { serverNow } from '../events/follow';
import type { Snapshot } from '../events/snapshot';
import { t } from '../i18n';
import { toastProblem } from '../parts/toast';
import { SecretCard } from '../secret/card';
import { Ballot, Recorded } from './ballot';
import { readySay, runs, type VoteRow, type Votes } from './data';
import { Bars, VoteResult } from './result';
import './vote.css';

/** A result that was told is shown for so long to who opens the page anew. */
const FRESH_MS = 10 * 60_000;

interface DockProps {
  votes: Votes;
  snapshot: Snapshot<Votes>;
  /** The item that is on: a result stays while it is. */
  item: string | null;
}

function Frame({ vote, label, warm, children }: { vote: VoteRow; label: string; warm?: boolean; children: ComponentChildren }) {
  const words = t().vote;
  return (
    <section class={warm ? 'vote-dock vote-dock-warm' : 'vote-dock'} aria-label={words.title} data-vote={vote.id}>
      <header class="vote-dock-head">
        <VoteIcon size={24} aria-hidden="true" />
        <div>
          <p class="vote-dock-label" role="status">
            {label}
          </p>
          <h2>{vote.title}</h2>
          {vote.paper && (
            <p class="muted vote-paper">
              {words.paper(vote.paper.subject, vote.paper.version, vote.paper.page)}
              {vote.paper.newer && <span class="tag tag-warm">{words.newer}</span>}
            </p>
          )}
        </div>
        {vote.voted !== null && <p class="vote-dock-count numbers">{vote.entitled !== null ? words.votedOf(vote.voted, vote.entitled) : words.votedSoFar(vote.voted)}</p>}
      </header>
      {children}
    </section>
  );
}

/** The caller's own mandates: buttons, what was recorded, or why there are none. */
export function MyBallots({ vote, snapshot }: { vote: VoteRow; snapshot: Snapshot<Votes> }) {
  const words = t().vote;
  const named = vote.mine.length > 1 || vote.mine.some((mine) => !mine.own);
  const cast = (mine: VoteRow['mine'][number]) => {
    const votes = snapshot.copy.peek();
    if (!votes) return;
    const items = votes.items.map((one) => (one.id === vote.id ? { ...one, mine: one.mine.map((other) => (other.mandate.id === mine.mandate.id ? mine : other)) } : one));
    snapshot.put({ ...votes, items });
  };
  return (
    <>
      {vote.mine.map((mine) =>
        mine.voted ? (
          <Recorded key={mine.mandate.id} {...{ vote, mine, named }} />
        ) : vote.state === 'open' && vote.why_not === null ? (
          <Ballot key={mine.mandate.id} {...{ vote, mine, named }} onCast={cast} onRace={() => void snapshot.reload()} />
        ) : null,
      )}
      {vote.why_not && !vote.mine.some((mine) => mine.voted) && (
        <p class="muted">
          {words.notEntitled} {words.why[vote.why_not]}
        </p>
      )}
    </>
  );
}

function Running({ vote, snapshot }: { vote: VoteRow; snapshot: Snapshot<Votes> }) {
  const words = t().vote;
  const waits = vote.why_not === null && vote.mine.some((mine) => !mine.voted);
  const label = vote.state === 'paused' ? words.pausedText : waits ? (vote.most_choices ? words.chooseUpTo(vote.most_choices) : words.choose) : words.state.open;
  return (
    <Frame vote={vote} label={label} warm={waits && vote.state === 'open'}>
      <MyBallots vote={vote} snapshot={snapshot} />
      {vote.counts && !waits && <Bars vote={vote} counts={vote.counts} base={Math.max(1, vote.voted ?? 0)} needed={null} />}
    </Frame>
  );
}

function Ready({ vote, snapshot }: { vote: VoteRow; snapshot: Snapshot<Votes> }) {
  const words = t().vote;
  const [busy, setBusy] = useState(false);
  const say = async () => {
    setBusy(true);
    await readySay(vote.id).then(() => {
      const votes = snapshot.copy.peek();
      if (votes) snapshot.put({ ...votes, items: votes.items.map((one) => (one.id === vote.id ? { ...one, ready_mine: true } : one)) });
    }, toastProblem);
    setBusy(false);
  };
  return (
    <Frame vote={vote} label={words.readyAsk} warm={!vote.ready_mine}>
      <div class="vote-confirm">
        {vote.ready_mine ? (
          <p role="status">{words.readyDone}</p>
        ) : (
          <button type="button" class="button primary big" disabled={busy} onClick={() => void say()}>
            {words.ready}
          </button>
        )}
        <span class="muted numbers">{words.readyCount(vote.ready ?? 0)}</span>
      </div>
    </Frame>
  );
}

export function VoteDock({ votes, snapshot, item }: DockProps) {
  const words = t().vote;
  const [hidden, setHidden] = useState<string | null>(null);
  const [before, setBefore] = useState<string | null>(null);
  const open = votes.items.find((vote) => runs(vote) && !vote.secret);
  const asked = votes.items.find((vote) => vote.state === 'created' && vote.ready_asked_at);
  if (open && before !== open.id) setBefore(open.id);
  if (open) return <Running vote={open} snapshot={snapshot} />;
  const secret = votes.items.find((vote) => runs(vote) && vote.secret);
  if (secret && before !== secret.id) setBefore(secret.id);
  if (secret) return <SecretCard key={secret.id} vote={secret} />;
  if (asked) return <Ready vote={asked} snapshot={snapshot} />;
  const closed = votes.items.find((vote) => vote.id === before && vote.state === 'closed');
  if (closed) {
    return (
      <Frame vote={closed} label={words.ended}>
        <p class="muted">{words.endedSoon}</p>
        {closed.secret && <SecretCard key={closed.id} vote={closed} inside />}
      </Frame>
    );
  }
  const last = votes.items
    .filter((vote) => vote.state === 'published' && vote.published_at)
    .sort((a, b) => Date.parse(b.published_at ?? '') - Date.parse(a.published_at ?? ''))[0];
  const fresh = last?.published_at && serverNow() - Date.parse(last.published_at) < FRESH_MS && (last.item_id === item || last.id === before);
  if (!last || !fresh || hidden === last.id) return null;
  return (
    <Frame vote={last} label={words.state.published}>
      <VoteResult vote={last} />
      {last.secret && <SecretCard key={last.id} vote={last} inside />}
      <button type="button" class="button" onClick={() => setHidden(last.id)}>
        {words.hide}
      </button>
    </Frame>
  );
}
