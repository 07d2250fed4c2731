// SPDX-License-Identifier: GPL-3.0-or-later
//
// A new meeting: its facts. Agenda and invitations follow on the page where it
// is prepared.
import { useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { ChevronLeft } from 'lucide-preact';
import { api, ask } from '../api';
import { t } from '../i18n';
import { Form } from '../parts/form';
import { session } from '../session';
import { emptyFacts, factsBody, same, type FactsDraft } from '../meeting/draft';
import { FactsFields } from '../meeting/facts-fields';
import '../meeting/meeting.css';

/** The one who makes it is its secretary until they say otherwise. */
function firstFacts(): FactsDraft {
  const me = session.peek()?.person;
  const position = me?.positions.find((one) => one.main) ?? me?.positions[0];
  return {
    ...emptyFacts(),
    secretaries: me ? [{ id: me.id, name: me.full_name }] : [],
    hostUnit: position ? { id: position.unit.id, name: position.unit.name } : null,
  };
}

export default function MeetingNewPage() {
  const { route } = useLocation();
  const [facts, setFacts] = useState(firstFacts);
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
          <FactsFields facts={facts} onFacts={setFacts} />
        </Form>
      </section>
    </>
  );
}
