// SPDX-License-Identifier: GPL-3.0-or-later
//
// Who is there: the server's copy, kept fresh by patches that carry the one
// person who changed and the quorum. It judges nothing; the quorum is the
// server's.
import { useEffect, useMemo } from 'preact/hooks';
import { api, ask, type Schemas } from '../api';
import type { Change } from '../events/follow';
import { keepSnapshot, type Snapshot } from '../events/snapshot';
import { session } from '../session';
import { followCircle } from './circle-events';

export type Roll = Schemas['Roll'];
export type Mandate = Roll['items'][number];
export type Presence = NonNullable<Mandate['attendance']>['state'];

interface Patch {
  person_id?: string;
  attendance?: Mandate['attendance'];
  present_for_item?: boolean | null;
  quorum?: Roll['quorum'];
}

/** Steps change who counts for the item, answers who stands for a seat: only the server knows. */
const ANEW = new Set(['answers', 'invitees', 'current', 'state', 'facts']);

export function applyRoll(roll: Roll, change: Change): Roll | null {
  if (ANEW.has(change.kind)) return null;
  if (change.kind !== 'attendance') return { ...roll, revision: change.revision };
  const patch = change.patch as Patch | null;
  if (!patch?.quorum) return null;
  const { person_id: who, attendance = null, present_for_item = null } = patch;
  const items = roll.items.map((seat) => (who && seat.stands_id === who ? { ...seat, attendance, present_for_item, reason: null } : seat));
  // The reason is told to those who prepare only, and never in a patch.
  if (roll.may_call && attendance && (attendance.state === 'excused' || attendance.state === 'absent')) return null;
  const mine = who === session.value?.person.id ? (attendance?.state ?? null) : roll.mine;
  return { ...roll, items, mine, quorum: patch.quorum, revision: change.revision };
}

const load = (meeting: string) => ask(api.GET('/api/meetings/{meeting}/attendance', { params: { path: { meeting } } }));

export function useRoll(meeting: string): Snapshot<Roll> {
  const snapshot = useMemo(
    () => keepSnapshot<Roll>({ subject: `meeting:${meeting}`, load: () => load(meeting), revision: (copy) => copy.revision, apply: applyRoll }),
    [meeting],
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

export const say = (meeting: string, state: 'room' | 'online', code?: string) =>
  ask(api.POST('/api/meetings/{meeting}/attendance', { params: { path: { meeting } }, body: code ? { state, code } : { state } }));

export const call = (meeting: string, person: string, state: Presence | null, reason?: string) =>
  ask(api.PUT('/api/meetings/{meeting}/attendance/{person}', { params: { path: { meeting, person } }, body: reason ? { state, reason } : { state } }));

export const callForItem = (item: string, person: string, present: boolean | null) =>
  ask(api.PUT('/api/agenda-items/{item}/attendance/{person}', { params: { path: { item, person } }, body: { present } }));

export const quorumSet = (meeting: string, share: Roll['quorum']['share']) =>
  ask(api.PUT('/api/meetings/{meeting}/quorum', { params: { path: { meeting } }, body: { share } }));

export const codeLoad = (meeting: string) => ask(api.GET('/api/meetings/{meeting}/attendance/code', { params: { path: { meeting } } }));
