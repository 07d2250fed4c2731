// SPDX-License-Identifier: GPL-3.0-or-later
//
// Sends what was typed about a meeting: only what changed, each step guarded by
// the edit version it was typed against. A lost race leaves everything typed.
import { api, ask, ifMatch, type Schemas } from '../api';
import { parentIndex } from './arrange';
import { meetingLoad, type Meeting } from './data';
import {
  agendaBody,
  factsBody,
  factsOf,
  inviteesBody,
  inviteesOf,
  itemBody,
  itemsOf,
  paperBody,
  same,
  type FactsDraft,
  type InviteeDraft,
  type ItemDraft,
} from './draft';

export interface MeetingDraft {
  facts: FactsDraft;
  items: ItemDraft[];
  invitees: InviteeDraft[];
}

export function draftOf(meeting: Meeting): MeetingDraft {
  return { facts: factsOf(meeting), items: itemsOf(meeting.agenda), invitees: inviteesOf(meeting) };
}

/** From publishing on items keep their place: what is new is added one by one, last or last below its item (rule 21). */
async function agendaAdd(meeting: string, before: readonly ItemDraft[], items: readonly ItemDraft[]): Promise<void> {
  for (const [index, item] of items.entries()) {
    const old = before.find((other) => other.id !== null && other.id === item.id);
    if (!old || !item.id) {
      await ask(api.POST('/api/meetings/{meeting}/agenda', { params: { path: { meeting } }, body: { ...itemBody(item), parent_id: items[parentIndex(items, index)]?.id ?? null } }));
      continue;
    }
    const { papers: _papers, restricted, circle = [], ...facts } = itemBody(item);
    const { papers: _before, restricted: wasRestricted, circle: wasCircle = [], ...was } = itemBody(old);
    // Whom an item is for is said only when it changes: everybody concerned is told of that.
    const apart = restricted === wasRestricted && same(circle, wasCircle) ? {} : { restricted, circle };
    if (!same(facts, was) || !same(apart, {})) {
      await ask(api.PATCH('/api/agenda-items/{item}', { params: { path: { item: item.id } }, body: { ...facts, ...apart } }));
    }
    for (const paper of item.papers) {
      const pinned = old.papers.find((other) => other.document === paper.document);
      if (!paper.id) await ask(api.POST('/api/agenda-items/{item}/papers', { params: { path: { item: item.id } }, body: paperBody(paper) }));
      else if (pinned?.version !== paper.version)
        await ask(api.PATCH('/api/papers/{paper}', { params: { path: { paper: paper.id } }, body: { version: paper.version } }));
    }
  }
}

async function agendaSet(meeting: string, edit: number, items: readonly ItemDraft[]): Promise<Schemas['Agenda']> {
  return ask(api.PUT('/api/meetings/{meeting}/agenda', { params: { path: { meeting }, header: ifMatch(edit) }, body: agendaBody(items) }));
}

/** Gives the meeting as it stands after all; throws the problem of the first step refused. */
export async function meetingSave(base: Meeting, draft: MeetingDraft): Promise<Meeting> {
  const before = draftOf(base);
  const path = { meeting: base.id };
  let edit = base.edit_version;
  if (!same(factsBody(before.facts), factsBody(draft.facts))) {
    const body = factsBody(draft.facts);
    edit = (await ask(api.PATCH('/api/meetings/{meeting}', { params: { path, header: ifMatch(edit) }, body }))).edit_version;
  }
  if (base.state !== 'draft') await agendaAdd(base.id, before.items, draft.items);
  else if (!same(agendaBody(before.items), agendaBody(draft.items))) await agendaSet(base.id, edit, draft.items);
  if (!same(inviteesBody(before.invitees), inviteesBody(draft.invitees))) {
    await ask(api.PUT('/api/meetings/{meeting}/invitees', { params: { path }, body: inviteesBody(draft.invitees) }));
  }
  return meetingLoad(base.id);
}

/** What was typed, to be sent over what others saved meanwhile: items that they removed become new ones. */
export function rebased(draft: MeetingDraft, theirs: Meeting): MeetingDraft {
  const there = new Set(theirs.agenda.map((item) => item.id));
  return { ...draft, items: draft.items.map((item) => (item.id && there.has(item.id) ? item : { ...item, id: null })) };
}
