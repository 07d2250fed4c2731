// SPDX-License-Identifier: GPL-3.0-or-later
//
// Who has the floor and who waits: the server's copy, asked for again when the
// floor changes. The order is the server's.
import { useEffect, useMemo } from 'preact/hooks';
import { api, ask, type Schemas } from '../api';
import { learnServerTime } from '../events/follow';
import { keepSnapshot, type Snapshot } from '../events/snapshot';
import { followCircle } from './circle-events';

export type Floor = Schemas['Floor'];
export type Speech = Floor['waiting'][number];
export type Desk = Floor['queues'][number];
export type Queue = Desk['queue'];

const ANEW = new Set(['floor', 'state', 'current', 'answers', 'invitees']);

async function load(meeting: string): Promise<Floor> {
  const floor = await ask(api.GET('/api/meetings/{meeting}/floor', { params: { path: { meeting } } }));
  learnServerTime(floor.at);
  return floor;
}

export function useFloor(meeting: string): Snapshot<Floor> {
  const snapshot = useMemo(
    () =>
      keepSnapshot<Floor>({
        subject: `meeting:${meeting}`,
        load: () => load(meeting),
        revision: (copy) => copy.revision,
        apply: (copy, change) => (ANEW.has(change.kind) ? null : { ...copy, revision: change.revision }),
      }),
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

export const deskSet = (meeting: string, queue: Queue, body: Schemas['DeskChange']) =>
  ask(api.PUT('/api/meetings/{meeting}/desks/{queue}', { params: { path: { meeting, queue } }, body }));

export const speechAsk = (meeting: string, body: Schemas['NewSpeech']) => ask(api.POST('/api/meetings/{meeting}/speeches', { params: { path: { meeting } }, body }));

const steps = {
  call: '/api/speeches/{speech}/call',
  stop: '/api/speeches/{speech}/stop',
  resume: '/api/speeches/{speech}/resume',
  end: '/api/speeches/{speech}/end',
  withdraw: '/api/speeches/{speech}/withdraw',
} as const;
export type SpeechStep = keyof typeof steps;

export const speechStep = (speech: string, step: SpeechStep) => ask(api.POST(steps[step], { params: { path: { speech } } }));

export const speechPlace = (speech: string, before_id: string | null) => ask(api.PUT('/api/speeches/{speech}/place', { params: { path: { speech } }, body: { before_id } }));
