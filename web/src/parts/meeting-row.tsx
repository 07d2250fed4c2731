// SPDX-License-Identifier: GPL-3.0-or-later
//
// A meeting in a list, and the running one, which comes first and largest.
import { ArrowRight, Clock, MapPin, UserRound } from 'lucide-preact';
import type { Schemas } from '../api';
import { fmtDate, fmtDateTime, fmtTime, t } from '../i18n';
import { MeetingState } from './meeting-state';
import { VoteCall } from '../vote/call';

type Row = Schemas['MeetingRow'];

function where(m: Row): string {
  return [m.room_name ?? m.place, m.online ? t().home.online : null].filter(Boolean).join(', ');
}

export function RunningCard({ meeting: m }: { meeting: Row }) {
  const w = t().home;
  const place = where(m);
  return (
    <section class="running" aria-labelledby={`running-${m.id}`}>
      <div class="running-words">
        <p class="running-state">
          <span class="running-dot" aria-hidden="true" />
          {m.state === 'paused' ? w.paused : w.running}
        </p>
        <h2 id={`running-${m.id}`}>{m.title}</h2>
        <ul class="running-facts">
          <li>
            <Clock size={18} aria-hidden="true" />
            {m.resumes_at ? t().steering.goesOn(fmtDateTime(m.resumes_at)) : fmtTime(m.starts_at)}
          </li>
          {place && (
            <li>
              <MapPin size={18} aria-hidden="true" />
              {place}
            </li>
          )}
          {m.chair && (
            <li>
              <UserRound size={18} aria-hidden="true" />
              {w.chair(m.chair.full_name)}
            </li>
          )}
        </ul>
        <VoteCall meeting={m.id} />
      </div>
      <a class="button act running-enter" href={`/meetings/${m.id}/live`}>
        {w.enter}
        <ArrowRight size={20} aria-hidden="true" />
      </a>
    </section>
  );
}

export function MeetingRowCard({ meeting: m, timeOnly }: { meeting: Row; timeOnly?: boolean }) {
  const w = t().home;
  return (
    <li>
      <a class="row-link" href={`/meetings/${m.id}`}>
        <span class="row-time numbers">
          <strong>{fmtTime(m.starts_at)}</strong>
          {!timeOnly && <small>{fmtDate(m.starts_at)}</small>}
        </span>
        <span class="row-words">
          <strong>{m.title}</strong>
          <small>{[where(m), m.items ? w.items(m.items) : null, m.papers ? w.papers(m.papers) : null].filter(Boolean).join(' · ')}</small>
          <span class="tags">
            <MeetingState state={m.state} />
            <span class="tag tag-grey">{w.role[m.my_role]}</span>
          </span>
        </span>
      </a>
    </li>
  );
}
