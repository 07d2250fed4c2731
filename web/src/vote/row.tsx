// SPDX-License-Identifier: GPL-3.0-or-later
//
// One vote in a list: what is asked and by which rule; its steps for who may
// take them; its result, and who chose what, for who may know.
import { useState } from 'preact/hooks';
import { ArrowUp, FileText, Hand, Megaphone, Pencil, Play, Trash2 } from 'lucide-preact';
import { asProblem } from '../api';
import type { Snapshot } from '../events/snapshot';
import { t } from '../i18n';
import type { Meeting } from '../meeting/data';
import { confirmFirst } from '../parts/dialog';
import { useLoad } from '../parts/load';
import { Failure, Skeleton } from '../parts/states';
import { toastProblem } from '../parts/toast';
import { SecretCard } from '../secret/card';
import { secretStep } from '../secret/data';
import { SecretResult } from '../secret/result';
import { VoteEdit } from './edit';
import { held, namesOf, put, ruleText, voteDelete, voteLoad, votePlace, voteStep, type Vote, type VoteRow, type Votes } from './data';
import { VoteResult } from './result';

export interface RowProps {
  vote: VoteRow;
  votes: Votes;
  meeting: Meeting;
  snapshot: Snapshot<Votes>;
}

const STATE_TAG = { created: 'tag tag-grey', open: 'tag tag-warm', paused: 'tag tag-warm', closed: 'tag tag-warm', published: 'tag tag-good' } as const;

export function VoteHead({ vote, meeting }: Pick<RowProps, 'vote' | 'meeting'>) {
  const words = t().vote;
  const item = meeting.agenda.find((entry) => entry.id === vote.item_id);
  return (
    <div class="vote-row-words">
      <h3>
        {vote.title} <span class={STATE_TAG[vote.state]}>{words.state[vote.state]}</span> {vote.secret && <span class="tag tag-grey">{words.secret}</span>}
      </h3>
      <p class="muted">
        {[item && t().meeting.item(item.number ?? String(item.position)), ruleText(vote), words.methods[vote.method]].filter(Boolean).join(' · ')}
      </p>
      {vote.paper && (
        <p class="muted vote-paper">
          <a href={`/documents/${vote.paper.document_id}/read/${vote.paper.version}?meeting=${meeting.id}${vote.paper.page ? `&page=${vote.paper.page}` : ''}`}>
            <FileText size={18} aria-hidden="true" />
            {words.paper(vote.paper.subject, vote.paper.version, vote.paper.page)}
          </a>
          {vote.paper.newer && <span class="tag tag-warm">{words.newer}</span>}
        </p>
      )}
    </div>
  );
}

/** Asked for when it is opened: it is long where many were entitled. */
export function VoteList({ id, version }: { id: string; version: string }) {
  const words = t().vote;
  const { data, problem, reload } = useLoad(() => voteLoad(id), [id, version]);
  if (!data) return problem ? <Failure problem={asProblem(problem)} retry={() => void reload()} /> : <Skeleton lines={4} />;
  return (
    <ul class="vote-list">
      {(data.mandates ?? []).map((mandate) => (
        <li key={mandate.person.id}>
          <span class="row-words">
            <strong>{mandate.person.full_name}</strong>
            <small>{[mandate.unit?.name, mandate.voter && words.voterFor(mandate.voter.full_name)].filter(Boolean).join(' · ')}</small>
          </span>
          <span class={mandate.voted ? 'vote-list-choice' : 'vote-list-choice muted'}>
            {!mandate.voted ? words.didNot : data.secret ? words.received : namesOf(data, mandate.option_ids)}
            {mandate.words && <small>{mandate.words}</small>}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Prepared({ vote, votes, meeting, snapshot }: RowProps) {
  const words = t().vote;
  const [busy, setBusy] = useState(false);
  const [editing, setEditing] = useState(false);
  const before = votes.items.filter((one) => one.item_id === vote.item_id && one.position < vote.position && one.state === 'created').at(-1);
  const run = async (act: () => Promise<Vote>) => {
    setBusy(true);
    await act().then(
      (next) => put(snapshot, next),
      (error: unknown) => {
        toastProblem(error);
        void snapshot.reload();
      },
    );
    setBusy(false);
  };
  const remove = async () => {
    if (!(await confirmFirst({ title: words.remove, text: words.removeText(vote.title), yes: words.remove, danger: true }))) return;
    setBusy(true);
    await voteDelete(vote.id).then(() => snapshot.reload(), toastProblem);
    setBusy(false);
  };
  return (
    <div class="vote-acts">
      {vote.may.open && (
        <button type="button" class="button primary" aria-label={vote.secret ? `${t().secret.steps.handOut}: ${vote.title}` : words.openNamed(vote.title)} disabled={busy} onClick={() => void run(() => (vote.secret ? secretStep(vote.id, 'hand-out') : voteStep(vote.id, 'open')))}>
          <Play size={20} aria-hidden="true" />
          {vote.secret ? t().secret.steps.handOut : words.open}
        </button>
      )}
      {vote.may.ready && (
        <button type="button" class="button" disabled={busy} onClick={() => void run(() => voteStep(vote.id, 'ready'))}>
          <Hand size={20} aria-hidden="true" />
          {vote.ready_asked_at ? words.readyCount(vote.ready ?? 0) : words.askReady}
        </button>
      )}
      {vote.may.edit && (
        <>
          {before && (
            <button type="button" class="icon-button" aria-label={words.earlier(vote.title)} disabled={busy} onClick={() => void run(() => votePlace(vote.id, before.id))}>
              <ArrowUp size={20} aria-hidden="true" />
            </button>
          )}
          <button type="button" class="icon-button" aria-label={`${words.edit}: ${vote.title}`} disabled={busy} onClick={() => setEditing(true)}>
            <Pencil size={20} aria-hidden="true" />
          </button>
          <button type="button" class="icon-button" aria-label={`${words.remove}: ${vote.title}`} disabled={busy} onClick={() => void remove()}>
            <Trash2 size={20} aria-hidden="true" />
          </button>
        </>
      )}
      {editing && <VoteEdit {...{ meeting, votes, vote }} item={null} onDone={(next) => put(snapshot, next)} onClose={() => setEditing(false)} />}
    </div>
  );
}

export function VoteEntry(props: RowProps) {
  const { vote, meeting, snapshot } = props;
  const words = t().vote;
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const publish = async () => {
    setBusy(true);
    await voteStep(vote.id, 'publish').then((next) => put(snapshot, next), toastProblem);
    setBusy(false);
  };
  return (
    <li class="vote-row">
      <VoteHead vote={vote} meeting={meeting} />
      {vote.state === 'created' && <Prepared {...props} />}
      {vote.result && <VoteResult vote={vote} />}
      {vote.secret && <SecretResult vote={vote} />}
      {vote.secret && held(vote) && vote.mine.some((mine) => mine.voted) && <SecretCard vote={vote} inside />}
      {held(vote) && vote.result && (
        <div class="vote-acts">
          {vote.may.publish && (
            <button type="button" class="button primary" disabled={busy} onClick={() => void publish()}>
              <Megaphone size={20} aria-hidden="true" />
              {words.publish}
            </button>
          )}
          <button type="button" class="button" aria-expanded={shown} onClick={() => setShown(!shown)}>
            {words.list}
          </button>
          <a class="button" href={`/api/votes/${vote.id}/file`} target="_blank" rel="noopener">
            <FileText size={20} aria-hidden="true" />
            {words.file}
          </a>
        </div>
      )}
      {shown && <VoteList id={vote.id} version={vote.state} />}
    </li>
  );
}
