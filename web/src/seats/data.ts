// SPDX-License-Identifier: GPL-3.0-or-later
//
// Who sits where in a meeting, kept fresh by the meeting's events.
import { useEffect, useMemo } from 'preact/hooks';
import { api, ask } from '../api';
import { keepSnapshot, type Snapshot } from '../events/snapshot';
import type { Seating } from './map';

export function useSeating(meeting: string): Snapshot<Seating> {
  const snapshot = useMemo(
    () =>
      keepSnapshot<Seating>({
        subject: `meeting:${meeting}`,
        load: () => ask(api.GET('/api/meetings/{meeting}/seats', { params: { path: { meeting } } })),
        revision: (copy) => copy.revision,
      }),
    [meeting],
  );
  useEffect(() => () => snapshot.stop(), [snapshot]);
  return snapshot;
}
