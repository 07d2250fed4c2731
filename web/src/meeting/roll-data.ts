// SPDX-License-Identifier: GPL-3.0-or-later
//
// Who is there: the server's copy, kept fresh by patches that carry the one
// person who changed and the quorum. It judges nothing; the quorum is the
// server's.
import { useEffect, useMemo } from 'preact/hooks';
import { api, ask, type Schemas } from '../api';
import { BRIEFLY, Copies } from '../events/answer';
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

/** A step says who is there, or not, for the item that is on now, where it differs from the meeting's; the quorum, where that made a difference. */
interface StepPatch {
  state?: string;
  roll?: { apart: Record<string, boolean>; quorum?: Roll['quorum'] };
}

/** Who stands for a seat changes: only the server knows. */
const ANEW = new Set(['answers', 'invitees', 'facts']);

function applyStep(roll: Roll, change: Change): Roll | null {
  const patch = change.patch as StepPatch | null;
  if (!patch?.roll) return null;
  // Publishing opens it, the end closes it, and both change who may call.
  if (change.kind === 'state' && patch.state !== 'in_progress' && patch.state !== 'paused') return null;
  const { apart, quorum = roll.quorum } = patch.roll;
  const items = roll.items.map((seat) => ({ ...seat, present_for_item: apart[seat.stands_id ?? ''] ?? null }));
  return { ...roll, items, quorum, open: true, revision: change.revision };
}

export function applyRoll(roll: Roll, change: Change): Roll | null {
  if (ANEW.has(change.kind)) return null;
  if (change.kind === 'current' || change.kind === 'state') return applyStep(roll, change);
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

const copies = new Copies(load);

export function useRoll(meeting: string): Snapshot<Roll> {
  const snapshot = useMemo(
    () => keepSnapshot<Roll>({ subject: `meeting:${meeting}`, load: () => load(meeting), revision: (copy) => copy.revision, apply: applyRoll }),
    [meeting],
  );
  useEffect(() => {
    const stop = followCircle(meeting, () => void snapshot.reload());
    const drop = copies.hold(meeting, snapshot);
    return () => {
      stop();
      drop();
      snapshot.stop();
    };
  }, [meeting, snapshot]);
  return snapshot;
}

export const say = (meeting: string, state: 'room' | 'online', code?: string) =>
  copies.after(ask(api.POST('/api/meetings/{meeting}/attendance', { params: { path: { meeting } }, body: code ? { state, code } : { state }, headers: BRIEFLY })));

export const call = (meeting: string, person: string, state: Presence | null, reason?: string) =>
  copies.after(ask(api.PUT('/api/meetings/{meeting}/attendance/{person}', { params: { path: { meeting, person } }, body: reason ? { state, reason } : { state }, headers: BRIEFLY })));

export const callForItem = (item: string, person: string, present: boolean | null) =>
  copies.after(ask(api.PUT('/api/agenda-items/{item}/attendance/{person}', { params: { path: { item, person } }, body: { present }, headers: BRIEFLY })));

export const quorumSet = (meeting: string, share: Roll['quorum']['share']) =>
  ask(api.PUT('/api/meetings/{meeting}/quorum', { params: { path: { meeting } }, body: { share } }));

export const codeLoad = (meeting: string) => ask(api.GET('/api/meetings/{meeting}/attendance/code', { params: { path: { meeting } } }));
