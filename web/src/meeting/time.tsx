// SPDX-License-Identifier: GPL-3.0-or-later
//
// The clock of an agenda item: what is left when it has minutes, else what was
// used; colour and word change together when the time is nearly up and when it is over.
import { useEffect } from 'preact/hooks';
import { t } from '../i18n';
import { clockText, itemTime, serverClock, watchClock, type ItemTime } from './clock';
import type { AgendaItem, Meeting } from './data';

/** What the clock says, in a word and in figures. */
export function timeWords({ spent, left, pace }: ItemTime): { label: string; time: string } {
  const words = t().meeting;
  if (left === null) return { label: words.elapsed, time: clockText(spent) };
  const label = pace === 'over' ? words.over : pace === 'soon' ? words.soon : words.left;
  return { label, time: clockText(left) };
}

export function ItemClock({ meeting, item, large }: { meeting: Meeting; item: AgendaItem; large?: boolean }) {
  useEffect(watchClock, []);
  const time = itemTime(meeting, item, serverClock.value);
  const { label, time: figures } = timeWords(time);
  const share = item.minutes ? Math.min(1, time.spent / (item.minutes * 60_000)) : 0;
  return (
    <div class={`item-clock ${time.pace}${large ? ' large' : ''}`} role="timer" aria-label={t().meeting.clock(label, figures)}>
      <span class="item-clock-label">{label}</span>
      <span class="item-clock-time numbers">{figures}</span>
      {large && item.minutes ? (
        <>
          <span class="item-clock-track" aria-hidden="true">
            <span style={{ transform: `scaleX(${share})` }} />
          </span>
          <span class="item-clock-note numbers">
            {t().meeting.clock(t().meeting.elapsed, clockText(time.spent))} · {t().meeting.planned(item.minutes)}
          </span>
        </>
      ) : null}
    </div>
  );
}
