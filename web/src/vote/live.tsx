// SPDX-License-Identifier: GPL-3.0-or-later
//
// Votes of a running meeting in its own page: the dock for who votes, the panel
// for who steers. It needs nothing but the meeting.
import { useEffect } from 'preact/hooks';
import { isRunning, type Meeting } from '../meeting/data';
import { panelOpen, running, runningNow, useVotes } from './data';
import { VotePlace } from './over';
import { VotePanel } from './panel';

function Live({ meeting }: { meeting: Meeting }) {
  const steers = meeting.may.steer;
  const snapshot = useVotes(meeting.id, steers ? undefined : 'live');
  const votes = snapshot.copy.value;
  const now = votes && running(votes);
  useEffect(() => {
    runningNow.value = now ? { voted: now.voted ?? 0 } : null;
    return () => {
      runningNow.value = null;
    };
  }, [now?.id, now?.voted]);
  if (!votes) return null;
  return (
    <>
      <VotePlace {...{ meeting, votes, snapshot }} />
      {steers && panelOpen.value && <VotePanel {...{ meeting, votes, snapshot }} />}
    </>
  );
}

export function VoteLive({ meeting }: { meeting: Meeting }) {
  return isRunning(meeting) ? <Live meeting={meeting} /> : null;
}
