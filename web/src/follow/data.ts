// SPDX-License-Identifier: GPL-3.0-or-later
//
// Who presents what: the server's copy, kept by the meeting's events, with the
// page as it is turned. What is only told, places and ink, is in heard.ts.
import { api, ask, type Schemas } from '../api';
import type { Change } from '../events/follow';
import { keepSnapshot, type Snapshot } from '../events/snapshot';

export type Following = Schemas['Following'];
export type Presentation = NonNullable<Following['presentation']>;
export type Here = Schemas['PresenterHere'] & { by: string };

const path = (meeting: string) => ({ params: { path: { meeting } } });
const load = (meeting: string): Promise<Following> => ask(api.GET('/api/meetings/{meeting}/follow', path(meeting)));

/** What changes who presents, or may; a move ends what was presented of the item before. */
function apply(copy: Following, { kind, patch, revision }: Change): Following | null {
  if (kind === 'follow' && patch) return { ...copy, revision, presentation: patch['presentation'] as Presentation | null };
  if (kind === 'current' || kind === 'state' || kind === 'agenda' || kind === 'papers' || kind === 'follow') return null;
  return { ...copy, revision };
}

export const keepFollowing = (meeting: string): Snapshot<Following> =>
  keepSnapshot<Following>({ subject: `meeting:${meeting}`, load: () => load(meeting), revision: (copy) => copy.revision, apply });

export const followStart = (meeting: string, paper_id: string, page: number) => ask(api.PUT('/api/meetings/{meeting}/follow', { ...path(meeting), body: { paper_id, page } }));
export const followStop = (meeting: string) => ask(api.DELETE('/api/meetings/{meeting}/follow', path(meeting)));
export const followLet = (meeting: string, person_id: string, allowed: boolean) =>
  ask(api.PUT('/api/meetings/{meeting}/follow/presenters', { ...path(meeting), body: { person_id, allowed } }));
export const followHere = (meeting: string, body: Schemas['PresenterHere']) => ask(api.POST('/api/meetings/{meeting}/follow/here', { ...path(meeting), body }));
