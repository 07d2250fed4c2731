// SPDX-License-Identifier: GPL-3.0-or-later
//
// What everybody in the meeting sees at any moment: the item, its time, and who
// speaks. It never scrolls away.
import { t } from '../i18n';
import { itemFacts } from '../meeting/agenda-list';
import { itemNumber, type AgendaItem } from '../meeting/data';
import { RestrictedTag } from '../meeting/restricted';
import { Speaker } from '../meeting/speaker';
import { ItemClock } from '../meeting/time';
import { pauseWords } from '../steering/sittings';
import type { Room } from './room';

export function Now({ room, item }: { room: Room; item: AgendaItem | null }) {
  const { meeting, floor } = room;
  const words = t().meeting;
  return (
    <div class="live-now">
      {item && (
        <section class="now" data-current-item={item.id} aria-label={words.now} aria-live="polite">
            <p class="now-number numbers">
              {words.item(itemNumber(item))} <span class="muted">/ {meeting.agenda.length}</span>
              {item.restricted && <RestrictedTag />}
              {item.late && <span class="tag tag-warm">{words.lateItem}</span>}
            </p>
            <h2 title={item.title}>{item.title}</h2>
            <p class="now-facts muted">{itemFacts(item)}</p>
          <ItemClock meeting={meeting} item={item} />
        </section>
      )}
      {meeting.state === 'paused' && item && (
        <p class="now-paused" role="status">
          <strong>{pauseWords(meeting).title}.</strong> {pauseWords(meeting).text}
        </p>
      )}
      {floor && <Speaker floor={floor} onFloor={room.onFloor} />}
    </div>
  );
}
