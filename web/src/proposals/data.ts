// SPDX-License-Identifier: GPL-3.0-or-later
//
// Proposals as the server has them, fetched again whenever the person's home
// changes: sending, accepting, postponing, returning and withdrawing all tell it.
import { useEffect } from 'preact/hooks';
import { api, ask, type Schemas } from '../api';
import { follow } from '../events';
import { useLoad } from '../parts/load';
import { session } from '../session';

export type Proposal = Schemas['Proposal'];
export type ProposalState = Proposal['state'];
export const STATES = ['proposed', 'returned', 'postponed', 'accepted', 'withdrawn'] as const satisfies readonly ProposalState[];

/** Those that wait for my decision. */
export function useWaiting() {
  const { data, problem, reload } = useLoad(() => ask(api.GET('/api/proposals', { params: { query: { waiting: 'true', limit: 200 } } })), []);
  const me = session.value?.person.id;
  useEffect(() => (me ? follow([`person:${me}`], () => void reload(), () => undefined) : undefined), [me]);
  return { data, problem, reload };
}

type Row = Schemas['MeetingRow'];
const OPEN: ReadonlySet<Row['state']> = new Set(['draft', 'invited', 'in_progress', 'paused']);

/** Open meetings of today and later that I take part in or prepare, the next first. */
export async function openMeetings(): Promise<Row[]> {
  const lists = await Promise.all((['today', 'upcoming'] as const).map((when) => ask(api.GET('/api/meetings', { params: { query: { when, limit: 200 } } }))));
  const found = new Map(lists.flatMap((list) => list.items).map((row) => [row.id, row]));
  return [...found.values()].filter((row) => OPEN.has(row.state)).sort((a, b) => a.starts_at.localeCompare(b.starts_at));
}

export const prepares = (row: Row) => row.my_role === 'chair' || row.my_role === 'secretary' || row.my_role === 'author';
