// SPDX-License-Identifier: GPL-3.0-or-later
//
// A new meeting, or a series of them: blank with its facts, of a template, or
// after an earlier meeting. Agenda and invitations follow on the page where it
// is prepared. The address may say when (?starts=) and where (?room=), and what
// it begins with (?template=, ?meeting=).
import { useEffect, useRef, useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso';
import { ChevronLeft } from 'lucide-preact';
import { api, ask, SendKey, type Schemas } from '../api';
import { isDay } from '../calendar/span';
import { entryName, useCatalogue } from '../catalogue';
import { civilDate, fmtTime, t } from '../i18n';
import { DateField } from '../parts/date-field';
import { Form, SelectField, TextField } from '../parts/form';
import { TimeField } from '../parts/time-field';
import { toastProblem } from '../parts/toast';
import { session } from '../session';
import { emptyFacts, factsBody, momentOf, same, type FactsDraft, type InviteeDraft } from '../meeting/draft';
import { useTaken } from '../meeting/taken';
import { FactsFields } from '../meeting/facts-fields';
import { blank, SourceFields, sourceNamed, type Source } from '../meeting/new-source';
import { noRepeat, repeatBody, RepeatFields, useDates } from '../meeting/repeat-fields';
import { lastMade } from '../meeting/template-data';
import '../meeting/meeting.css';
import '../meeting/template.css';

/** Invitations follow where it is prepared. */
const NOBODY: InviteeDraft[] = [];

/** When a tap on the calendar said it is, by the office's clock: "2026-11-24T08:00", or the day alone; or a moment with its zone. */
function startOf(starts = ''): Partial<FactsDraft> {
  if (/(Z|[+-]\d\d:\d\d)$/.test(starts) && !Number.isNaN(Date.parse(starts))) return { day: civilDate(new Date(starts)), from: fmtTime(new Date(starts)) };
  const [day = '', from = ''] = starts.split('T');
  return isDay(day) ? { day, ...(/^([01]\d|2[0-3]):[0-5]\d$/.test(from) && { from }) } : {};
}

/** The one who makes it is its secretary until they say otherwise. */
function firstFacts(starts: string | undefined, room: string | undefined): FactsDraft {
  const me = session.peek()?.person;
  const position = me?.positions.find((one) => one.main) ?? me?.positions[0];
  return {
    ...emptyFacts(),
    secretaries: me ? [{ id: me.id, name: me.full_name }] : [],
    hostUnit: position ? { id: position.unit.id, name: position.unit.name } : null,
    room: room ?? '',
    ...startOf(starts),
  };
}

const DAY_MINUTES = 24 * 60;
/** So many minutes after a time of day; empty when that is another day. */
function later(time: string, minutes: number): string {
  const [h, m] = time.split(':').map(Number);
  const end = (h ?? 0) * 60 + (m ?? 0) + minutes;
  return time && end < DAY_MINUTES ? `${String(Math.floor(end / 60)).padStart(2, '0')}:${String(end % 60).padStart(2, '0')}` : '';
}

interface ShortProps {
  facts: FactsDraft;
  onFacts: (facts: FactsDraft) => void;
}

/** Of a template or an earlier meeting only what changes each time; the rest is on the next page. */
function ShortFacts({ facts, onFacts }: ShortProps) {
  const words = t().meeting;
  const rooms = useCatalogue('room');
  const set = (part: Partial<FactsDraft>) => onFacts({ ...facts, ...part });
  return (
    <div class="form-grid">
      <TextField name="title" label={words.name} required wide maxLength={300} value={facts.title} onValue={(title) => set({ title })} />
      <DateField name="day" label={words.day} required value={facts.day} onValue={(day) => set({ day })} />
      <div class="time-pair">
        <TimeField name="starts_at" label={words.startsAt} required value={facts.from} onValue={(from) => set({ from })} />
        <TimeField name="ends_at" label={words.endsAt} value={facts.to} onValue={(to) => set({ to })} />
      </div>
      <SelectField
        name="room_id"
        label={words.room}
        value={facts.room}
        onValue={(room) => set({ room })}
        options={rooms.map((entry) => ({ value: entry.id, label: entryName(entry) }))}
        empty={t().template.roomAs}
      />
    </div>
  );
}

/** What is sent: all facts of a blank meeting, of the others what was said here. */
function fromBody(source: Source, facts: FactsDraft, repeat: Schemas['Repeat'] | null): Schemas['MeetingFrom'] {
  const whole = factsBody(facts);
  if (source.kind === 'blank') return { ...whole, repeat };
  return {
    [source.kind === 'template' ? 'template_id' : 'meeting_id']: source.id,
    title: whole.title,
    starts_at: whole.starts_at,
    // Without an end it lasts as long as what was chosen.
    ...(facts.to && whole.ends_at && { ends_at: whole.ends_at }),
    ...(facts.room && { room_id: facts.room }),
    repeat,
  };
}

export default function MeetingNewPage() {
  const { route } = useLocation();
  const { query } = useRoute();
  const [facts, setFacts] = useState(() => firstFacts(query['starts'], query['room']));
  const [source, setSource] = useState<Source>(() => ({ ...blank, kind: query['template'] ? 'template' : query['meeting'] ? 'meeting' : 'blank' }));
  const [repeat, setRepeat] = useState(noRepeat);
  const taken = useTaken(facts, NOBODY, null);
  const start = useRef(facts);
  const [key] = useState(() => new SendKey());
  const startsAt = momentOf(facts.day, facts.from);
  const dates = useDates(repeat, startsAt);
  const count = dates.days?.filter((day) => !day.skipped).length ?? 0;
  const words = t().template;

  const take = (next: Source) => {
    setSource(next);
    if (next.kind === 'blank' || !next.id) return;
    setFacts((held) => {
      const from = held.from || next.from;
      return { ...held, title: next.title, from, to: next.minutes ? later(from, next.minutes) : '' };
    });
  };
  const change = (next: FactsDraft) => {
    // The end follows the beginning as long as nobody has said another.
    const follows = source.id && source.minutes && next.from !== facts.from && facts.to === later(facts.from, source.minutes);
    setFacts(follows && source.minutes ? { ...next, to: later(next.from, source.minutes) } : next);
  };
  const named = query['template'] ?? query['meeting'];
  useEffect(() => {
    if (named) void sourceNamed(query['template'] ? 'template' : 'meeting', named).then(take, toastProblem);
  }, [named]);

  const create = async () => {
    const body = fromBody(source, facts, repeatBody(repeat));
    const made = await ask(api.POST('/api/meetings/from', { body, headers: key.for(body) }));
    start.current = facts;
    lastMade.value = made;
    route(`/meetings/${made.meetings[0]?.id ?? ''}/edit`, true);
  };
  const chosen = source.kind === 'blank' || source.id;
  return (
    <>
      <div class="page-head">
        <div>
          <a class="crumb" href="/meetings">
            <ChevronLeft size={18} aria-hidden="true" />
            {t().meeting.title}
          </a>
          <h1>{t().meeting.create}</h1>
        </div>
      </div>
      <section class="card">
        <h2 class="source-head">{words.from}</h2>
        <SourceFields source={source} onSource={take} />
      </section>
      {chosen && (
        <section class="card">
          <Form
            submit={repeat.every && count > 1 ? words.createMany(count) : t().meeting.create}
            dirty={!same(facts, start.current)}
            onSubmit={create}
            onCancel={() => route('/meetings')}
          >
            {source.kind === 'blank' ? <FactsFields facts={facts} taken={taken} onFacts={setFacts} /> : <ShortFacts facts={facts} onFacts={change} />}
            <RepeatFields repeat={repeat} onRepeat={setRepeat} day={facts.day} dates={dates} />
          </Form>
        </section>
      )}
    </>
  );
}
