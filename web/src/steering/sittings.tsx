// SPDX-License-Identifier: GPL-3.0-or-later
//
// When a meeting sat, and when it goes on.
import { fmtDate, fmtDateTime, fmtTime, t } from '../i18n';
import type { Meeting } from '../meeting/data';

type Sitting = Meeting['sittings'][number];

/** "08:00 – 11:30 22/11/2026", with both days where it went over midnight. */
function timesOf({ started_at, ended_at, planned_at }: Sitting): string {
  const words = t().steering;
  if (!started_at) return words.planned(fmtDateTime(planned_at));
  if (!ended_at) return words.sitsSince(fmtDateTime(started_at));
  const same = fmtDate(started_at) === fmtDate(ended_at);
  return words.sat(same ? fmtTime(started_at) : fmtDateTime(started_at), fmtDateTime(ended_at));
}

/** Nothing for a meeting of one sitting: its own times say it. */
export function Sittings({ meeting }: { meeting: Meeting }) {
  if (meeting.sittings.length < 2) return null;
  return (
    <ul class="sittings">
      {meeting.sittings.map((one) => (
        <li key={one.id}>
          <span>{t().steering.sitting(one.number)}</span> <span class="numbers">{timesOf(one)}</span>
        </li>
      ))}
    </ul>
  );
}

/** What is said during a pause: until when, where that is known. */
export function pauseWords(meeting: Meeting): { title: string; text: string } {
  const { pausedTitle, pausedText } = t().meeting;
  const words = t().steering;
  return meeting.resumes_at ? { title: words.goesOnTitle, text: words.goesOn(fmtDateTime(meeting.resumes_at)) } : { title: pausedTitle, text: pausedText };
}
