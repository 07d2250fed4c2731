// SPDX-License-Identifier: GPL-3.0-or-later
//
// What happened in a meeting ("Diễn biến"): in the secretary's panel while it
// happens, on the meeting's page afterwards. Newest first.
import { asProblem } from '../api';
import { civilDate, fmtDate, fmtTime, t } from '../i18n';
import { clockText } from '../meeting/clock';
import { Empty, Failure, Skeleton } from '../parts/states';
import { useEvents, type MeetingEvent } from './events-data';
import './record.css';

function head(event: MeetingEvent): string {
  const words = t().record;
  return (event.queue === 'question' && words.question[event.kind]) || (words.kind[event.kind] ?? words.otherKind);
}

function Row({ event }: { event: MeetingEvent }) {
  const words = t().record;
  const about = event.whom ?? (event.kind.startsWith('attendance-') ? event.person : null);
  const more = [
    event.title,
    event.state && !event.kind.startsWith('desk-') ? words.attendance[event.state] : null,
    event.kind === 'speech-ended' && event.spent_ms !== null ? words.spoke(clockText(event.spent_ms)) : null,
    event.reason,
  ].filter(Boolean);
  const by = event.person && about && event.person.id !== about.id ? words.by(event.person.full_name) : !about ? event.person?.full_name : null;
  const moved = event.kind === 'meeting-moved' || event.kind.startsWith('agenda-item-');
  return (
    <li class="event" data-event={event.kind}>
      <time class="event-at numbers" dateTime={event.at}>
        {fmtTime(event.at)}
      </time>
      <div class="event-words">
        <p>
          <strong>{head(event)}</strong>
          {about && `: ${about.full_name}`}
          {moved && event.item && `: ${[event.item.number, event.item.title].filter(Boolean).join('. ')}`}
        </p>
        {more.length > 0 && <p>{more.join(' · ')}</p>}
        <p class="muted">{[by, !moved && event.item?.number ? words.item(event.item.number) : null].filter(Boolean).join(' · ')}</p>
      </div>
    </li>
  );
}

/** Rows under the day they happened on: a meeting may go over midnight, or on another day. */
function Days({ items }: { items: MeetingEvent[] }) {
  const days = [...new Set(items.map((event) => civilDate(event.at)))];
  return (
    <>
      {days.map((day) => (
        <section key={day} aria-label={fmtDate(day)}>
          {days.length > 1 && <h3 class="event-day numbers">{fmtDate(day)}</h3>}
          <ol class="event-list">
            {items
              .filter((event) => civilDate(event.at) === day)
              .map((event) => (
                <Row key={event.id} event={event} />
              ))}
          </ol>
        </section>
      ))}
    </>
  );
}

/** The list alone, for a panel. */
export function EventList({ meeting }: { meeting: string }) {
  const events = useEvents(meeting);
  const page = events.page.value;
  const failure = events.failure.value;
  const words = t().record;
  if (!page) return failure ? <Failure problem={asProblem(failure)} retry={() => void events.reload()} /> : <Skeleton lines={6} height={36} />;
  if (page.items.length === 0) return <Empty title={words.noEvents} />;
  return (
    <>
      <Days items={page.items} />
      {page.next && (
        <p class="more">
          <button type="button" class="button" disabled={events.busy.value} onClick={() => void events.more()}>
            {events.busy.value ? t().common.loading : words.earlier}
          </button>
        </p>
      )}
    </>
  );
}

/** On the meeting's page once it has ended: folded, for most come for other things. */
export function EventsCard({ meeting }: { meeting: string }) {
  return (
    <section class="card events-card" aria-labelledby="events-title">
      <div class="card-head">
        <h2 id="events-title">{t().record.events}</h2>
      </div>
      <div class="events-scroll" tabIndex={0} role="group" aria-labelledby="events-title">
        <EventList meeting={meeting} />
      </div>
    </section>
  );
}
