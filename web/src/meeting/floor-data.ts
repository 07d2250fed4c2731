// SPDX-License-Identifier: GPL-3.0-or-later
//
// Who has the floor and who waits: the server's copy, kept fresh by events that
// carry the entries and queues that changed. The order is the server's.
import { useEffect, useMemo } from 'preact/hooks';
import { api, ask, type Schemas } from '../api';
import { BRIEFLY, Copies } from '../events/answer';
import { learnServerTime, type Change } from '../events/follow';
import { keepSnapshot, type Snapshot } from '../events/snapshot';
import { followCircle } from './circle-events';

export type Floor = Schemas['Floor'];
export type Speech = Floor['waiting'][number];
export type Desk = Floor['queues'][number];
export type Queue = Desk['queue'];

interface Patch {
  speeches?: Speech[];
  queues?: Desk[];
  state?: string;
}

/** Who stands for a seat may ask: only the server knows. */
const ANEW = new Set(['answers', 'invitees']);
const MOST_SPOKEN = 100;

/** Rule 27, as the server orders them: speeches before questions, points of order first, then by their places. */
const inOrder = (a: Speech, b: Speech) =>
  b.queue.localeCompare(a.queue) || Number(b.is_order) - Number(a.is_order) || a.place - b.place || (a.id < b.id ? -1 : 1);
const hasFloor = (speech: Speech) => speech.state === 'speaking' || speech.state === 'stopped';

export function applyFloor(floor: Floor, change: Change): Floor | null {
  const patch = change.patch as Patch | null;
  if (ANEW.has(change.kind)) return null;
  if (change.kind === 'state') {
    // A pause and its end change nothing for those who may ask or call; anything else only the server knows.
    const same = patch?.state === 'paused' || (patch?.state === 'in_progress' && (floor.may_ask || floor.may_call));
    return same ? { ...floor, revision: change.revision } : null;
  }
  if (change.kind !== 'floor') return { ...floor, revision: change.revision };
  if (!patch?.speeches || !patch.queues) return null;
  const { speeches, queues } = patch;
  const told = new Set(speeches.map((speech) => speech.id));
  const others = (list: Speech[]) => list.filter((speech) => !told.has(speech.id));
  const ended = speeches.filter((speech) => speech.state === 'ended').reverse();
  return {
    ...floor,
    speaking: speeches.find(hasFloor) ?? (floor.speaking && told.has(floor.speaking.id) ? null : floor.speaking),
    waiting: [...others(floor.waiting), ...speeches.filter((speech) => speech.state === 'waiting')].sort(inOrder),
    spoken: [...ended, ...others(floor.spoken)].slice(0, MOST_SPOKEN),
    queues: floor.queues.map((desk) => queues.find((other) => other.queue === desk.queue) ?? desk),
    revision: change.revision,
  };
}

async function load(meeting: string): Promise<Floor> {
  const floor = await ask(api.GET('/api/meetings/{meeting}/floor', { params: { path: { meeting } } }));
  learnServerTime(floor.at);
  return floor;
}

const copies = new Copies(load);

export function useFloor(meeting: string): Snapshot<Floor> {
  const snapshot = useMemo(
    () =>
      keepSnapshot<Floor>({
        subject: `meeting:${meeting}`,
        load: () => load(meeting),
        revision: (copy) => copy.revision,
        apply: applyFloor,
      }),
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

export const deskSet = (meeting: string, queue: Queue, body: Schemas['DeskChange']) =>
  copies.after(ask(api.PUT('/api/meetings/{meeting}/desks/{queue}', { params: { path: { meeting, queue } }, body, headers: BRIEFLY })));

export const speechAsk = (meeting: string, body: Schemas['NewSpeech']) => copies.after(ask(api.POST('/api/meetings/{meeting}/speeches', { params: { path: { meeting } }, body, headers: BRIEFLY })));

const steps = {
  call: '/api/speeches/{speech}/call',
  stop: '/api/speeches/{speech}/stop',
  resume: '/api/speeches/{speech}/resume',
  end: '/api/speeches/{speech}/end',
  withdraw: '/api/speeches/{speech}/withdraw',
} as const;
export type SpeechStep = keyof typeof steps;

export const speechStep = (speech: string, step: SpeechStep) => copies.after(ask(api.POST(steps[step], { params: { path: { speech } }, headers: BRIEFLY })));

export const speechPlace = (speech: string, before_id: string | null) => copies.after(ask(api.PUT('/api/speeches/{speech}/place', { params: { path: { speech } }, body: { before_id }, headers: BRIEFLY })));
