// SPDX-License-Identifier: GPL-3.0-or-later
//
// A quiet word to the chair and to whoever presents the item: its time is nearly
// up, and then it is over. Said once each; the clock itself stays in sight.
import { useEffect, useState } from 'preact/hooks';
import { AlarmClock, X } from 'lucide-preact';
import { t } from '../i18n';
import { clockText, itemTime, serverClock, watchClock } from '../meeting/clock';
import { currentItem, itemNumber, type Meeting } from '../meeting/data';
import { session } from '../session';
import './steering.css';

export function ClockNotice({ meeting }: { meeting: Meeting }) {
  useEffect(watchClock, []);
  const [closed, setClosed] = useState<string | null>(null);
  const item = currentItem(meeting);
  const concerned = meeting.may.steer || item?.presenter?.id === session.value?.person.id;
  if (!item || !concerned || meeting.state !== 'in_progress') return null;
  const { left, pace } = itemTime(meeting, item, serverClock.value);
  const what = `${item.id} ${pace}`;
  if (left === null || pace === 'fine' || closed === what) return null;
  const words = t().steering;
  // In whole minutes, so that it is read out once and not every second.
  const minutes = clockText(Math.ceil(Math.abs(left) / 60_000) * 60_000);
  return (
    <p class={`clock-notice ${pace}`} role="status">
      <AlarmClock size={20} aria-hidden="true" />
      <span class="numbers">{pace === 'over' ? words.over(itemNumber(item), minutes) : words.soon(itemNumber(item), minutes)}</span>
      <button type="button" class="icon-button" aria-label={t().common.close} onClick={() => setClosed(what)}>
        <X size={20} aria-hidden="true" />
      </button>
    </p>
  );
}
