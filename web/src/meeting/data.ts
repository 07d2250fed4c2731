// SPDX-License-Identifier: GPL-3.0-or-later
//
// A meeting as the server has it, kept fresh by its events, and the steps of
// the person who steers it. A small step arrives as a patch and costs no
// request; anything else is fetched whole.
import { useEffect, useMemo } from 'preact/hooks';
import { api, ask, type Schemas } from '../api';
import { BRIEFLY, Copies } from '../events/answer';
import { learnServerTime, type Change } from '../events/follow';
import { keepSnapshot, type Snapshot } from '../events/snapshot';
import { plannedNumbers } from './arrange';
import { followCircle } from './circle-events';

export type Meeting = Schemas['Meeting'];
export type AgendaItem = Schemas['AgendaItem'];
export type MeetingPaper = Schemas['Paper'];

/** Fields of the meeting itself, and the time given to the items that the step touched. */
interface Patch extends Partial<Omit<Meeting, 'items'>> {
  items?: { id: string; spent_ms: number }[];
  roll?: unknown; // roll-data's
}

/** What other copies hold: the roll, the floor, votes, conclusions, minutes, what is presented, what is said of items, the seats, the chat, the sealed record. */
const ELSEWHERE = new Set(['attendance', 'floor', 'vote', 'conclusions', 'minutes', 'follow', 'comments', 'seats', 'chat', 'record']);
const STEPS = new Set(['current', 'state']);
/** What each person's own copy says of what they may do follows from the state: only the server knows. */
const PATCHED: ReadonlySet<string> = new Set(['state', 'current_item_id', 'current_since', 'started_at', 'ended_at', 'items', 'at', 'roll', 'resumes_at', 'resumes_until', 'sittings']);

export function applyStep(meeting: Meeting, change: Change): Meeting | null {
  if (ELSEWHERE.has(change.kind)) return { ...meeting, revision: change.revision };
  if (!STEPS.has(change.kind) || !change.patch) return null;
  const patch = change.patch as Patch;
  if (Object.keys(patch).some((key) => !PATCHED.has(key))) return null;
  const { items = [], roll: _, ...fields } = patch;
  const spent = new Map(items.map((item) => [item.id, item.spent_ms]));
  // A step to or from "not running" changes the buttons too.
  const running = (state: Meeting['state'] | undefined) => state === 'in_progress' || state === 'paused';
  if (fields.state && running(fields.state) !== running(meeting.state)) return null;
  // It runs, on nothing that everybody sees: whoever sees more asks for it.
  if (running(fields.state ?? meeting.state) && fields.current_item_id === null && meeting.agenda.some((item) => item.restricted)) return null;
  // Publishing numbers the agenda and says when it was.
  if (fields.state && meeting.state === 'draft') return null;
  const agenda = meeting.agenda.map((item) => ({ ...item, spent_ms: spent.get(item.id) ?? item.spent_ms }));
  return { ...meeting, ...fields, agenda, revision: change.revision };
}

export async function meetingLoad(id: string): Promise<Meeting> {
  const meeting = await ask(api.GET('/api/meetings/{meeting}', { params: { path: { meeting: id } } }));
  learnServerTime(meeting.at);
  return meeting;
}

const copies = new Copies(meetingLoad);

/** The meeting for as long as the component is there. */
export function useMeeting(id: string): Snapshot<Meeting> {
  const snapshot = useMemo(
    () =>
      keepSnapshot<Meeting>({
        subject: `meeting:${id}`,
        load: () => meetingLoad(id),
        revision: (copy) => copy.revision,
        apply: applyStep,
      }),
    [id],
  );
  useEffect(() => {
    const stop = followCircle(id, () => void snapshot.reload());
    const drop = copies.hold(id, snapshot);
    return () => {
      stop();
      drop();
      snapshot.stop();
    };
  }, [snapshot]);
  return snapshot;
}

export type Step = 'publish' | 'start' | 'pause' | 'resume' | 'end' | 'cancel';

const routes = {
  publish: '/api/meetings/{meeting}/publish',
  start: '/api/meetings/{meeting}/start',
  pause: '/api/meetings/{meeting}/pause',
  resume: '/api/meetings/{meeting}/resume',
  end: '/api/meetings/{meeting}/end',
  cancel: '/api/meetings/{meeting}/cancel',
} as const;

export function meetingStep(id: string, step: Step): Promise<Meeting> {
  return copies.after(ask(api.POST(routes[step], { params: { path: { meeting: id } }, headers: BRIEFLY })));
}

export function meetingMove(id: string, item: string): Promise<Meeting> {
  return copies.after(ask(api.POST('/api/meetings/{meeting}/current', { params: { path: { meeting: id } }, body: { item_id: item }, headers: BRIEFLY })));
}

export const isRunning = (meeting: Meeting) => meeting.state === 'in_progress' || meeting.state === 'paused';

export function currentItem(meeting: Meeting): AgendaItem | null {
  return meeting.agenda.find((item) => item.id === meeting.current_item_id) ?? null;
}

/** What everybody at the table has; those who prepare are told of others too. */
export const papersOf = (item: AgendaItem) => item.papers.filter((paper) => paper.state === 'approved');

/** Items keep their number from publishing on. */
export const itemNumber = (item: AgendaItem) => item.number ?? String(item.position);

/** The same, for a draft the numbers that publishing would give. */
export function itemNumbers(items: readonly AgendaItem[]): string[] {
  const level = (item: AgendaItem) => (item.level === 1 ? 1 : 0);
  const planned = plannedNumbers(items.map((item) => ({ key: item.id, level: level(item), restricted: item.restricted, circle: [] })));
  return items.map((item, index) => item.number ?? planned[index] ?? '');
}

/** Opens a paper at the page last read; inside a meeting the reader keeps the meeting's bar. */
export function paperAddress(paper: MeetingPaper, meeting: string | null): string {
  const query = new URLSearchParams();
  if (meeting) query.set('meeting', meeting);
  if (paper.read_page && paper.read_page > 1) query.set('page', String(paper.read_page));
  const text = query.toString();
  return `/documents/${paper.document_id}/read/${paper.version}${text ? `?${text}` : ''}`;
}
