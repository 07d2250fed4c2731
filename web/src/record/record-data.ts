// SPDX-License-Identifier: GPL-3.0-or-later
//
// The sealings of a meeting's record, as the server has them; asked for again
// when one is asked for or done.
import { useEffect, useMemo } from 'preact/hooks';
import { api, ask, type Schemas } from '../api';
import { keepSnapshot, type Snapshot } from '../events/snapshot';

export type MeetingRecord = Schemas['Record'];
export type Sealing = MeetingRecord['items'][number];

const CONCERNS = new Set(['record', 'state', 'minutes']);
const load = (meeting: string) => ask(api.GET('/api/meetings/{meeting}/record', { params: { path: { meeting } } }));
export const seal = (meeting: string) => ask(api.POST('/api/meetings/{meeting}/record', { params: { path: { meeting } } }));

/** For as long as the component is there. */
export function useRecord(meeting: string): Snapshot<MeetingRecord> {
  const snapshot = useMemo(
    () =>
      keepSnapshot<MeetingRecord>({
        subject: `meeting:${meeting}`,
        load: () => load(meeting),
        revision: (copy) => copy.revision,
        apply: (copy, change) => (CONCERNS.has(change.kind) ? null : { ...copy, revision: change.revision }),
      }),
    [meeting],
  );
  useEffect(() => () => snapshot.stop(), [snapshot]);
  return snapshot;
}
