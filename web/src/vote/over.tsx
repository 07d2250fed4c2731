// SPDX-License-Identifier: GPL-3.0-or-later
//
// The dock where it stands in a running meeting's page, and over a paper that is
// read in a meeting.
import { useEffect } from 'preact/hooks';
import { isRunning, type Meeting } from '../meeting/data';
import { running, runningNow, useVotes } from './data';
import { VoteDock } from './dock';

/** In the meeting's own page: the chair's button is told too. */
export function VoteHere({ meeting }: { meeting: Meeting }) {
  const snapshot = useVotes(meeting.id, 'live');
  const votes = snapshot.copy.value;
  const now = votes && running(votes);
  useEffect(() => {
    runningNow.value = now ? { voted: now.voted ?? 0 } : null;
    return () => {
      runningNow.value = null;
    };
  }, [now?.id, now?.voted]);
  return votes ? <VoteDock votes={votes} snapshot={snapshot} item={meeting.current_item_id} /> : null;
}

function Over({ meeting }: { meeting: Meeting }) {
  const snapshot = useVotes(meeting.id, 'live');
  const votes = snapshot.copy.value;
  return votes ? (
    <div class="vote-over">
      <VoteDock votes={votes} snapshot={snapshot} item={meeting.current_item_id} />
    </div>
  ) : null;
}

export function VoteOver({ meeting }: { meeting: Meeting }) {
  return isRunning(meeting) ? <Over meeting={meeting} /> : null;
}
