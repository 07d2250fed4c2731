// SPDX-License-Identifier: GPL-3.0-or-later
//
// The state of this device in a few words, wherever there is room for them: no
// network, so many unsent, last synchronised; nothing but a dot while all is well.
import { connection } from '../api';
import { civilDate, fmtDateTime, fmtTime, t } from '../i18n';
import { unsent } from '../outbox';
import { holder } from './holder';
import './state.css';

/** 14:05, with the day when it was another. */
export function moment(at: number): string {
  const when = new Date(at);
  return civilDate(when) === civilDate() ? fmtTime(when) : fmtDateTime(when);
}

/** What follows "offline": n unsent, last synchronised. */
export function copyWords(): string[] {
  const w = t().offline;
  const synced = holder.value?.synced_at;
  return [...(unsent.value > 0 ? [w.unsent(unsent.value)] : []), ...(synced ? [w.syncedAt(moment(synced))] : [])];
}

/** In the frame; leads to what is on this device. */
export function ConnectionState() {
  const w = t().offline;
  const away = connection.value === 'away';
  const sending = !away && unsent.value > 0;
  const words = away ? (holder.value ? [w.offline, ...copyWords()].join(' · ') : t().shell.reconnecting) : sending ? w.sending(unsent.value) : t().shell.connected;
  return (
    <a class={away ? 'connection connection-away' : 'connection'} href="/offline" title={w.title}>
      <span class="connection-dot" aria-hidden="true" />
      <span role="status">{words}</span>
    </a>
  );
}
