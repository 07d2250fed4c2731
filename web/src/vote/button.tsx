// SPDX-License-Identifier: GPL-3.0-or-later
//
// The chair's bar opens the panel of votes. The panel is in live.tsx.
import { Vote as VoteIcon } from 'lucide-preact';
import { t } from '../i18n';
import { panelOpen } from './data';

export function VoteButton() {
  return (
    <button type="button" class="steer-act" onClick={() => (panelOpen.value = true)}>
      <VoteIcon size={24} aria-hidden="true" />
      <span>{t().vote.button}</span>
    </button>
  );
}
