// SPDX-License-Identifier: GPL-3.0-or-later
//
// The chair's bar opens the panel of votes. The panel is in live.tsx.
import { Vote as VoteIcon } from 'lucide-preact';
import { t } from '../i18n';
import { panelOpen, runningNow } from './data';

export function VoteButton() {
  const now = runningNow.value;
  return (
    <button type="button" class={now ? 'steer-act vote-steer-runs' : 'steer-act'} onClick={() => (panelOpen.value = true)}>
      <VoteIcon size={24} aria-hidden="true" />
      <span class="numbers">{now ? t().vote.buttonRuns(now.voted) : t().vote.button}</span>
    </button>
  );
}
