// SPDX-License-Identifier: GPL-3.0-or-later
//
// Votes as the server has them, kept fresh by patches: counts, pauses and
// published results cost no request; that one opens, one small one, for only
// the server knows who may vote. A ballot is sent now or not at all.
import { useEffect, useMemo } from 'preact/hooks';
import { signal } from '@preact/signals';
import { api, ask, ifMatch, SendKey, type Schemas } from '../api';
import { learnServerTime, type Change } from '../events/follow';
import { keepSnapshot, type Snapshot } from '../events/snapshot';
import { t } from '../i18n';
import { followCircle } from '../meeting/circle-events';
import { session } from '../session';

export type Votes = Schemas['Votes'];
export type VoteRow = Votes['items'][number];
export type Vote = Schemas['Vote'];
export type Option = VoteRow['options'][number];
export type Result = NonNullable<VoteRow['result']>;

/** What runs, as the button of the panel shows it; null: nothing. */
export const runningNow = signal<{ voted: number } | null>(null);

export const runs = (vote: VoteRow) => vote.state === 'open' || vote.state === 'paused';
export const running = (votes: Votes) => votes.items.find(runs);
export const held = (vote: VoteRow) => vote.state === 'closed' || vote.state === 'published';

interface Patch {
  prepared?: string;
  vote?: Partial<VoteRow> & { id: string; state: VoteRow['state'] };
  vote_id?: string;
  person_id?: string;
  voted?: number | null;
  counts?: VoteRow['counts'];
  ready?: number | null;
  box?: VoteRow['box'];
}

const replaced = (votes: Votes, revision: number, id: string, fields: Partial<VoteRow>): Votes => ({
  ...votes,
  revision,
  items: votes.items.map((vote) => (vote.id === id ? { ...vote, ...fields } : vote)),
});

/** What each may do follows from the meeting's state, its papers and who is there. */
const ANEW_FOR_PREPARERS = new Set(['state', 'agenda', 'papers', 'attendance']);

export function applyVote(votes: Votes, change: Change): Votes | null {
  const on = { ...votes, revision: change.revision };
  const patch = (change.patch ?? null) as Patch | null;
  if (change.kind === 'attendance') {
    if (!running(votes)) return on;
    return votes.prepares || !patch || patch.person_id === session.peek()?.person.id ? null : on;
  }
  if (change.kind !== 'vote') return votes.prepares && ANEW_FOR_PREPARERS.has(change.kind) ? null : on;
  if (!patch) return null;
  if (patch.vote_id) {
    const { vote_id, voted = null, counts = null, ready = null, box } = patch;
    return votes.items.some((vote) => vote.id === vote_id) ? replaced(votes, change.revision, vote_id, { voted, counts, ready, ...(box && { box }) }) : null;
  }
  if (votes.prepares) return null;
  if (patch.prepared) return { ...on, items: votes.items.filter((vote) => vote.id !== patch.prepared) };
  const told = patch.vote;
  const known = votes.items.find((vote) => vote.id === told?.id);
  if (!told || !known) return null;
  // Now it is open: only the server knows whether I may vote.
  if (known.state === 'created' && told.state !== 'created') return null;
  return replaced(votes, change.revision, told.id, told);
}

async function load(meeting: string, only: 'live' | undefined): Promise<Votes> {
  const votes = await ask(api.GET('/api/meetings/{meeting}/votes', { params: { path: { meeting }, query: only ? { only } : {} } }));
  learnServerTime(votes.at);
  return votes;
}

/** only 'live': what runs and what was published last. */
export function useVotes(meeting: string, only?: 'live'): Snapshot<Votes> {
  const snapshot = useMemo(
    () => keepSnapshot<Votes>({ subject: `meeting:${meeting}`, load: () => load(meeting, only), revision: (copy) => copy.revision, apply: applyVote }),
    [meeting, only],
  );
  useEffect(() => {
    const stop = followCircle(meeting, () => void snapshot.reload());
    return () => {
      stop();
      snapshot.stop();
    };
  }, [meeting, snapshot]);
  return snapshot;
}

/** The server's answer to an act, put among the others; where it belongs the next load says. */
export function put(snapshot: Snapshot<Votes>, vote: VoteRow): void {
  const votes = snapshot.copy.peek();
  if (votes?.items.some((one) => one.id === vote.id)) snapshot.put(replaced(votes, votes.revision, vote.id, vote));
  void snapshot.reload();
}

export const voteLoad = (vote: string) => ask(api.GET('/api/votes/{vote}', { params: { path: { vote } } }));

const steps = {
  open: '/api/votes/{vote}/open',
  pause: '/api/votes/{vote}/pause',
  resume: '/api/votes/{vote}/resume',
  close: '/api/votes/{vote}/close',
  publish: '/api/votes/{vote}/publish',
  ready: '/api/votes/{vote}/ready-check',
} as const;
export type VoteStep = keyof typeof steps;
export const voteStep = (vote: string, step: VoteStep): Promise<Vote> => ask(api.POST(steps[step], { params: { path: { vote } } }));

export const readySay = (vote: string) => ask(api.POST('/api/votes/{vote}/ready', { params: { path: { vote } } }));
export const voteCreate = (meeting: string, body: Schemas['NewVote'], key: SendKey) =>
  ask(api.POST('/api/meetings/{meeting}/votes', { params: { path: { meeting }, header: key.for(body) }, body }));
export const voteChange = (vote: VoteRow, body: Schemas['VoteChange']) =>
  ask(api.PATCH('/api/votes/{vote}', { params: { path: { vote: vote.id }, header: ifMatch(vote.edit_version) }, body }));
export const voteDelete = (vote: string) => ask(api.DELETE('/api/votes/{vote}', { params: { path: { vote } } }));
export const votePlace = (vote: string, before_id: string | null) => ask(api.PUT('/api/votes/{vote}/place', { params: { path: { vote } }, body: { before_id } }));

/** Tapped again after a break it is the same ballot: the key stays while the choice does. */
export function ballotCast(key: SendKey, vote: string, body: Schemas['NewBallot']) {
  return ask(api.POST('/api/votes/{vote}/ballots', { params: { path: { vote }, header: key.for({ vote, ...body }) }, body }));
}

/** An approval's options are words of the house, said in the reader's language. */
export const optionName = (vote: Pick<VoteRow, 'words'>, option: Option): string => (option.meaning && vote.words ? t().vote.meaning[vote.words][option.meaning] : option.label);

export function namesOf(vote: Pick<VoteRow, 'words' | 'options'>, ids: readonly string[] | null): string {
  return vote.options
    .filter((option) => ids?.includes(option.id))
    .map((option) => optionName(vote, option))
    .join('; ');
}

export function ruleText(vote: Pick<VoteRow, 'majority' | 'majority_of' | 'method'>): string {
  const words = t().vote;
  return (vote.method === 'approve' ? words.rule : words.ruleChoice)(words.majority[vote.majority], words.majorityOf[vote.majority_of]);
}
