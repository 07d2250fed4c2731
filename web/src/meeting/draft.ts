// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a person types about a meeting before it is sent: the facts, the agenda,
// who is invited; read from the server's copy and written as bodies for it.
import type { Schemas } from '../api';
import { civilDate, fmtTime } from '../i18n';
import { followed } from './arrange';
import type { Meeting } from './data';

export interface Named {
  id: string;
  name: string;
}

export interface FactsDraft {
  title: string;
  type: string;
  hostUnit: Named | null;
  chair: Named | null;
  secretaries: Named[];
  day: string;
  from: string;
  to: string;
  room: string;
  place: string;
  online: boolean;
  description: string;
}

export interface PaperDraft {
  /** Only of one that the server has. */
  id: string | null;
  document: string;
  version: number;
  subject: string;
  newer: number | null;
  late: boolean;
  /** E11: under which name it stands among the papers of its item; empty: none. */
  group: string;
}

export interface ItemDraft {
  /** For the page only, so that rows keep their place and their focus. */
  key: string;
  id: string | null;
  number: string | null;
  /** 1: belongs to the last item of level 0 before it. */
  level: 0 | 1;
  title: string;
  kind: Schemas['AgendaItem']['kind'];
  presenter: Named | null;
  unit: Named | null;
  /** Until when papers are asked of that unit; both empty: they are not. */
  dueDay: string;
  dueTime: string;
  minutes: number | null;
  late: boolean;
  /** There for its circle and those who prepare only (rule 24); what belongs to a restricted item follows it and says nothing of its own. */
  restricted: boolean;
  circle: CircleDraft[];
  papers: PaperDraft[];
}

export type CircleDraft = Schemas['CircleMember'];

export interface InviteeDraft extends Named {
  kind: 'person' | 'unit';
  detail: string | null;
  role: 'member' | 'guest';
}

/** When only a day is given: the end of the working day. */
const DUE_TIME = '17:00';

let keys = 0;
export function newKey(): string {
  keys += 1;
  return `item-${keys}`;
}

export const emptyFacts = (): FactsDraft => ({
  title: '',
  type: '',
  hostUnit: null,
  chair: null,
  secretaries: [],
  day: civilDate(),
  from: '',
  to: '',
  room: '',
  place: '',
  online: false,
  description: '',
});

export const emptyItem = (title: string): ItemDraft => ({
  key: newKey(),
  id: null,
  number: null,
  level: 0,
  title,
  kind: 'discussion',
  presenter: null,
  unit: null,
  dueDay: '',
  dueTime: '',
  minutes: 15,
  late: false,
  restricted: false,
  circle: [],
  papers: [],
});

/** The same once more: of its own, not on the server, its papers with it. */
export const itemCopy = (item: ItemDraft): ItemDraft => ({
  ...item,
  key: newKey(),
  id: null,
  number: null,
  papers: item.papers.map((paper) => ({ ...paper, id: null })),
});

const named = (ref: { id: string; full_name: string } | null): Named | null => ref && { id: ref.id, name: ref.full_name };
const unitNamed = (ref: { id: string; name: string } | null): Named | null => ref && { id: ref.id, name: ref.name };

export function factsOf(meeting: Meeting): FactsDraft {
  return {
    title: meeting.title,
    type: meeting.type_id ?? '',
    hostUnit: unitNamed(meeting.host_unit),
    chair: named(meeting.chair),
    secretaries: meeting.secretaries.map((person) => ({ id: person.id, name: person.full_name })),
    day: civilDate(meeting.starts_at),
    from: fmtTime(meeting.starts_at),
    to: fmtTime(meeting.ends_at),
    room: meeting.room_id ?? '',
    place: meeting.place ?? '',
    online: meeting.online,
    description: meeting.description ?? '',
  };
}

export function itemsOf(agenda: readonly Schemas['AgendaItem'][]): ItemDraft[] {
  const closed = new Set(agenda.filter((item) => item.restricted).map((item) => item.id));
  return agenda.map((item) => ({
    key: item.id,
    id: item.id,
    number: item.number,
    level: item.level === 1 ? 1 : 0,
    title: item.title,
    kind: item.kind,
    presenter: named(item.presenter),
    unit: unitNamed(item.presenting_unit),
    dueDay: item.papers_due_at ? civilDate(item.papers_due_at) : '',
    dueTime: item.papers_due_at ? fmtTime(item.papers_due_at) : '',
    minutes: item.minutes,
    late: item.late,
    restricted: item.restricted && !closed.has(item.parent_id ?? ''),
    circle: item.circle,
    papers: item.papers.map((paper) => ({
      id: paper.id,
      document: paper.document_id,
      version: paper.version,
      subject: paper.subject,
      newer: paper.newer_version,
      late: paper.late,
      group: paper.group ?? '',
    })),
  }));
}

export function inviteesOf(meeting: Meeting): InviteeDraft[] {
  return meeting.invitees.map(({ principal_id, name, kind, detail, role }) => ({ id: principal_id, name, kind, detail, role }));
}

/** The moment when clocks in the installation's zone show this day and time; null while either is missing. */
export function momentOf(day: string, time: string): string | null {
  const wanted = Date.parse(`${day}T${time}:00Z`);
  if (Number.isNaN(wanted)) return null;
  const shown = (at: number) => Date.parse(`${civilDate(new Date(at))}T${fmtTime(new Date(at))}:00Z`);
  const first = wanted - (shown(wanted) - wanted);
  // Once more, for a zone whose offset changes between the guess and the moment.
  return new Date(first - (shown(first) - wanted)).toISOString();
}

export function factsBody(facts: FactsDraft): Schemas['NewMeeting'] {
  return {
    title: facts.title.trim(),
    starts_at: momentOf(facts.day, facts.from) ?? '',
    ends_at: facts.to ? momentOf(facts.day, facts.to) : null,
    type_id: facts.type || null,
    host_unit_id: facts.hostUnit?.id ?? null,
    chair_id: facts.chair?.id ?? null,
    secretary_ids: facts.secretaries.map((person) => person.id),
    room_id: facts.room || null,
    place: facts.place.trim() || null,
    online: facts.online,
    description: facts.description.trim() || null,
  };
}

export const paperBody = (paper: PaperDraft): Schemas['AgendaPaper'] => ({ document_id: paper.document, version: paper.version, group: paper.group.trim() || null });

/** The names of groups in this draft, each once. */
export const groupsOf = (items: readonly ItemDraft[]) => [...new Set(items.flatMap((item) => item.papers.map((paper) => paper.group.trim())).filter(Boolean))];

export function itemBody(item: ItemDraft): Schemas['NewAgendaItem'] {
  return {
    title: item.title.trim(),
    kind: item.kind,
    presenter_id: item.presenter?.id ?? null,
    presenting_unit_id: item.unit?.id ?? null,
    minutes: item.minutes,
    papers_due_at: item.unit && item.dueDay ? momentOf(item.dueDay, item.dueTime || DUE_TIME) : null,
    restricted: item.restricted,
    circle: item.restricted ? item.circle.map((one) => one.id) : [],
    papers: item.papers.map(paperBody),
  };
}

export function agendaBody(items: readonly ItemDraft[]): Schemas['AgendaChange'] {
  const follows = followed(items);
  const asAbove = { restricted: true, circle: [] };
  return { items: items.map((item, index) => ({ ...itemBody(item), level: item.level, ...(follows[index] && asAbove), ...(item.id && { id: item.id }) })) };
}

export function inviteesBody(invitees: readonly InviteeDraft[]): Schemas['InviteesChange'] {
  return { invitees: invitees.map(({ id, role }) => ({ principal_id: id, role })) };
}

/** Two drafts say the same to the server. */
export const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
