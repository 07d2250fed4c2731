// SPDX-License-Identifier: GPL-3.0-or-later
//
// Says that the connection is lost where a page without the frame depends on it.
import { WifiOff } from 'lucide-preact';
import { connection } from '../events/follow';
import { t } from '../i18n';
import { copyWords } from '../offline/state';
import './connection.css';

/** Nothing while all is well; said a moment after the line broke, for most breaks mend sooner. */
export function ConnectionBanner() {
  const now = connection.value;
  return (
    <div class={now === 'live' ? 'connection-banner' : 'connection-banner shown'} role="status">
      {now !== 'live' && (
        <a href="/offline" title={t().offline.title}>
          <WifiOff size={20} aria-hidden="true" />
          {[now === 'offline' ? t().meeting.noNetwork : t().meeting.connectionLost, ...copyWords()].join(' · ')}
        </a>
      )}
    </div>
  );
}
