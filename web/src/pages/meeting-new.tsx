// SPDX-License-Identifier: GPL-3.0-or-later
//
// A new meeting: its facts. Agenda and invitations follow on the page where it
// is prepared.
import { useRef, useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso';
import { ChevronLeft } from 'lucide-preact';
import { api, ask } from '../api';
import { isDay } from '../calendar/span';
import { t } from '../i18n';
import { Form } from '../parts/form';
import { session } from '../session';
import { emptyFacts, factsBody, same, type FactsDraft, type InviteeDraft } from '../meeting/draft';
import { useTaken } from '../meeting/taken';
import { FactsFields } from '../meeting/facts-fields';
import '../meeting/meeting.css';

/** Invitations follow where it is prepared. */
const NOBODY: InviteeDraft[] = [];

/** When a tap on the calendar said it is: "2026-11-24T08:00", or the day alone. */
function startOf(starts = ''): Partial<FactsDraft> {
  const [day = '', from = ''] = starts.split('T');
  return isDay(day) ? { day, ...(/^([01]\d|2[0-3]):[0-5]\d$/.test(from) && { from }) } : {};
}

/** The one who makes it is its secretary until they say otherwise. */
function firstFacts(query: Readonly<Record<string, string>>): FactsDraft {
  const me = session.peek()?.person;
  const position = me?.positions.find((one) => one.main) ?? me?.positions[0];
  return {
    ...emptyFacts(),
    secretaries: me ? [{ id: me.id, name: me.full_name }] : [],
    hostUnit: position ? { id: position.unit.id, name: position.unit.name } : null,
    ...startOf(query['starts']),
    ...(query['room'] && { room: query['room'] }),
  };
}

export default function MeetingNewPage() {
  const { route } = useLocation();
  const { query } = useRoute();
  const [facts, setFacts] = useState(() => firstFacts(query));
  const taken = useTaken(facts, NOBODY, null);
  const start = useRef(facts);
  const key = useRef({ body: '', id: '' });
  const create = async () => {
    const body = factsBody(facts);
    // The same words sent twice make one meeting; changed words make another request.
    const text = JSON.stringify(body);
    if (key.current.body !== text) key.current = { body: text, id: crypto.randomUUID() };
    const made = await ask(api.POST('/api/meetings', { body, headers: { 'Idempotency-Key': key.current.id } }));
    start.current = facts;
    route(`/meetings/${made.id}/edit`, true);
  };
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
        <Form submit={t().meeting.create} dirty={!same(facts, start.current)} onSubmit={create} onCancel={() => route('/meetings')}>
          <FactsFields facts={facts} taken={taken} onFacts={setFacts} />
        </Form>
      </section>
    </>
  );
}
