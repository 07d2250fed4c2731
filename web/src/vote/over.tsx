// SPDX-License-Identifier: GPL-3.0-or-later
//
// The dock where it stands in a page, and over a paper that is read in a meeting.
import type { Snapshot } from '../events/snapshot';
import { isRunning, type Meeting } from '../meeting/data';
import { useVotes, type Votes } from './data';
import { VoteDock } from './dock';

export function VotePlace({ meeting, votes, snapshot }: { meeting: Meeting; votes: Votes; snapshot: Snapshot<Votes> }) {
  return (
    <div class="vote-place">
      <VoteDock votes={votes} snapshot={snapshot} item={meeting.current_item_id} />
    </div>
  );
}

function Over({ meeting }: { meeting: Meeting }) {
  const snapshot = useVotes(meeting.id, 'live');
  const votes = snapshot.copy.value;
  return votes ? (
    <div class="vote-over">
      <VotePlace {...{ meeting, votes, snapshot }} />
    </div>
  ) : null;
}

export function VoteOver({ meeting }: { meeting: Meeting }) {
  return isRunning(meeting) ? <Over meeting={meeting} /> : null;
}
