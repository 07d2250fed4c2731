// SPDX-License-Identifier: GPL-3.0-or-later
//
// On the meeting's page: where I sit, and the way to the map. Nothing when the
// meeting has no room; for those who do not prepare it, nothing before anybody
// has been given a seat.
import { Armchair } from 'lucide-preact';
import { api, ask } from '../api';
import { t } from '../i18n';
import { useLoad } from '../parts/load';
import { isRunning, type Meeting } from '../meeting/data';
import './seats.css';

export function MySeat({ meeting }: { meeting: Meeting }) {
  // a running meeting changes every minute, and its seats hardly
  const { data } = useLoad(() => ask(api.GET('/api/meetings/{meeting}/my-seat', { params: { path: { meeting: meeting.id } } })), [meeting.id, meeting.room_id, isRunning(meeting) ? -1 : meeting.revision]);
  const words = t().seats;
  if (!meeting.room_id || !data || (data.placed === 0 && !meeting.may.edit)) return null;
  return (
    <section class="card" aria-labelledby="my-seat">
      <div class="card-head">
        <h2 id="my-seat">{words.mine}</h2>
        {meeting.may.edit && data.chairs > 0 && <span class="muted numbers">{words.placed(data.placed, data.chairs)}</span>}
      </div>
      <p class={data.label ? 'my-seat' : 'muted'}>{data.label ?? words.mineNone}</p>
      <a class="button" href={`/meetings/${meeting.id}/seats`}>
        <Armchair size={20} aria-hidden="true" />
        {meeting.may.edit ? words.arrange : words.open}
      </a>
    </section>
  );
}
