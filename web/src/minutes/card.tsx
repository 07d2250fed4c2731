// SPDX-License-Identifier: GPL-3.0-or-later
//
// The way from a meeting that is over to its minutes.
import { ScrollText } from 'lucide-preact';
import { t } from '../i18n';
import type { Meeting } from '../meeting/data';

export function MinutesCard({ meeting }: { meeting: Meeting }) {
  const words = t().minutes;
  if (meeting.state !== 'ended' && meeting.state !== 'closed') return null;
  return (
    <section class="card minutes-card">
      <ScrollText size={26} aria-hidden="true" />
      <span class="row-words">
        <strong>{words.open}</strong>
        <small>{words.openText}</small>
      </span>
      <a class="button primary" href={`/meetings/${meeting.id}/minutes`}>
        {words.openShort}
      </a>
    </section>
  );
}
