// SPDX-License-Identifier: GPL-3.0-or-later
//
// Who waits for the floor, to read: for everybody who does not call.
import { t } from '../i18n';
import { session } from '../session';
import type { Floor } from './floor-data';

export function FloorQueue({ floor }: { floor: Floor }) {
  const words = t().floor;
  const me = session.value?.person.id;
  return (
    <>
      {floor.queues.map(({ queue, state }) => {
        const list = floor.waiting.filter((speech) => speech.queue === queue);
        if (state === 'off' && list.length === 0) return null;
        return (
          <section key={queue} class="floor-read">
            <h3>{words.queue[queue]}</h3>
            <p class="muted">{words.desk[state]}</p>
            {list.length === 0 ? (
              <p>{words.nobody}</p>
            ) : (
              <ol class="floor-list">
                {list.map((speech, index) => (
                  <li key={speech.id} aria-current={speech.person?.id === me ? 'true' : undefined}>
                    <span class="live-number numbers">{index + 1}</span>
                    <span class="row-words">
                      <strong>
                        {speech.person?.full_name} {speech.is_order && <span class="tag tag-warm">{words.orderTag}</span>}
                      </strong>
                      <small>{[speech.asked ? words.to(speech.asked.full_name) : null, speech.topic].filter(Boolean).join(' · ')}</small>
                    </span>
                  </li>
                ))}
              </ol>
            )}
          </section>
        );
      })}
    </>
  );
}
