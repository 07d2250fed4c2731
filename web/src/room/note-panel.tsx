// SPDX-License-Identifier: GPL-3.0-or-later
//
// My private notes during the meeting: on the item that is on, one tap away;
// those on the other items below it.
import { t } from '../i18n';
import { currentItem, itemNumber } from '../meeting/data';
import { PrivateNote } from '../meeting/talk';
import { useTalk } from '../meeting/talk-data';
import type { Room } from './room';

export function NotePanel({ room }: { room: Room }) {
  const data = useTalk(room.meeting.id);
  const current = currentItem(room.meeting);
  const others = room.meeting.agenda.filter((item) => item !== current);
  const words = t().room;
  return (
    <div class="note-panel">
      {current && (
        <section>
          <h3>{words.noteOn(itemNumber(current))}</h3>
          <PrivateNote key={current.id} item={current.id} title={current.title} data={data} />
        </section>
      )}
      {others.map((item) => (
        <details key={item.id} class="note-other" open={!current}>
          <summary>
            <span class="numbers">{itemNumber(item)}</span> {item.title}
            {data.noteOf(item.id) && <small>{data.noteOf(item.id)}</small>}
          </summary>
          <PrivateNote item={item.id} title={item.title} data={data} />
        </details>
      ))}
    </div>
  );
}
