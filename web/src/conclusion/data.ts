// SPDX-License-Identifier: GPL-3.0-or-later
//
// Conclusions of a meeting: the server's copy, kept fresh by patches; drafts
// come through the own subject of those who prepare it. What is being typed is
// not here.
import { useEffect, useMemo } from 'preact/hooks';
import { api, ask, ifMatch, type Schemas } from '../api';
import { follow, type Change } from '../events/follow';
import { keepSnapshot, type Snapshot } from '../events/snapshot';
import { followCircle } from '../meeting/circle-events';
import type { Meeting } from '../meeting/data';
import { session } from '../session';

export type Conclusion = Schemas['Conclusion'];
export type ConclusionList = Schemas['ConclusionList'];
export type ConclusionChange = Schemas['ConclusionChange'];

interface Patch {
  meeting_id?: string;
  conclusion?: Conclusion;
  removed?: string;
}

/** An older state never takes the place of a newer one. */
export function withConclusion(list: ConclusionList, one: Conclusion): ConclusionList {
  const held = list.items.find((known) => known.id === one.id);
  if (held && held.edit_version > one.edit_version) return list;
  return { ...list, items: held ? list.items.map((known) => (known.id === one.id ? one : known)) : [...list.items, one] };
}

export function applyPatch(list: ConclusionList, patch: Patch | null): ConclusionList | null {
  if (patch?.conclusion) return withConclusion(list, patch.conclusion);
  if (patch?.removed) return { ...list, items: list.items.filter((one) => one.id !== patch.removed) };
  return null;
}

export function applyConclusions(list: ConclusionList, change: Change): ConclusionList | null {
  if (change.kind === 'agenda') return null; // an item may have come or gone for me
  if (change.kind !== 'conclusions') return { ...list, revision: change.revision };
  const next = applyPatch(list, change.patch as Patch | null);
  return next && { ...next, revision: change.revision };
}

const load = (meeting: string) => ask(api.GET('/api/meetings/{meeting}/conclusions', { params: { path: { meeting } } }));

/** For as long as the component is there. */
export function useConclusions(meeting: string): Snapshot<ConclusionList> {
  const snapshot = useMemo(
    () => keepSnapshot<ConclusionList>({ subject: `meeting:${meeting}`, load: () => load(meeting), revision: (copy) => copy.revision, apply: applyConclusions }),
    [meeting],
  );
  useEffect(() => {
    const me = session.peek()?.person.id;
    const stops = [followCircle(meeting, () => void snapshot.reload())];
    if (me)
      stops.push(
        follow(
          [`person:${me}`],
          (change) => {
            const patch = change.patch as Patch | null;
            if (change.kind !== 'conclusions' || (patch?.meeting_id && patch.meeting_id !== meeting)) return;
            const copy = snapshot.copy.peek();
            const next = copy && applyPatch(copy, patch);
            if (next) snapshot.put(next);
            else void snapshot.reload();
          },
          () => undefined,
        ),
      );
    return () => {
      for (const stop of stops) stop();
      snapshot.stop();
    };
  }, [meeting, snapshot]);
  return snapshot;
}

export const mayConclude = (meeting: Meeting) =>
  (meeting.my_role === 'chair' || meeting.my_role === 'secretary') && !['draft', 'invited', 'cancelled', 'closed'].includes(meeting.state);

export const conclusionMake = (meeting: string, body: Schemas['NewConclusion']) => ask(api.POST('/api/meetings/{meeting}/conclusions', { params: { path: { meeting } }, body }));

export const conclusionSave = (held: Conclusion, body: ConclusionChange) =>
  ask(api.PATCH('/api/conclusions/{conclusion}', { params: { path: { conclusion: held.id } }, body, headers: ifMatch(held.edit_version) }));

export const conclusionDrop = (held: Conclusion) => ask(api.DELETE('/api/conclusions/{conclusion}', { params: { path: { conclusion: held.id } }, headers: ifMatch(held.edit_version) }));

export const conclusionPlace = (id: string, before_id: string | null) => ask(api.PUT('/api/conclusions/{conclusion}/place', { params: { path: { conclusion: id } }, body: { before_id } }));
