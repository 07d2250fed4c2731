// SPDX-License-Identifier: GPL-3.0-or-later
//
// "You are to vote", outside the meeting's own pages: in the card of a running
// meeting, while one of its votes waits for this person.
import { Vote as VoteIcon } from 'lucide-preact';
import { t } from '../i18n';
import { useVotes } from './data';
import './vote.css';

export function VoteCall({ meeting }: { meeting: string }) {
  const votes = useVotes(meeting, 'live').copy.value;
  const open = votes?.items.find((vote) => vote.state === 'open' && vote.why_not === null && vote.mine.some((mine) => !mine.voted));
  if (!open) return null;
  return (
    <p class="vote-call" role="status">
      <VoteIcon size={22} aria-hidden="true" />
      <span>
        <strong>{t().vote.choose}:</strong> {open.title}
      </span>
    </p>
  );
}
