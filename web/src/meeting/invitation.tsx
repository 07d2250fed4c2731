// SPDX-License-Identifier: GPL-3.0-or-later
//
// The invitation as a paper (E6): a link to it, and for those who prepare the
// meeting the card with what the paper says and the meeting does not know. The
// server draws it; nothing here knows its form.
import { useState } from 'preact/hooks';
import { FileText } from 'lucide-preact';
import { api, ask, asProblem, type Schemas } from '../api';
import { t } from '../i18n';
import { DateField } from '../parts/date-field';
import { AreaField, Field, Form, SelectField, TextField } from '../parts/form';
import { useLoad } from '../parts/load';
import { OnePrincipal } from '../parts/principals';
import { Failure, Skeleton } from '../parts/states';
import { toast } from '../parts/toast';
import type { Meeting } from './data';
import './invitation.css';

type Paper = Schemas['InvitationPaper'];
type Body = Schemas['InvitationPaperChange'];
type Authority = NonNullable<Paper['authority']>;

const address = (meeting: string, to = '') => `/api/meetings/${meeting}/invitation${to ? `?to=${to}` : ''}`;
const paperLoad = (meeting: string) => ask(api.GET('/api/meetings/{meeting}/invitation/paper', { params: { path: { meeting } } }));

/** In a tab of its own, where the tablet's viewer prints and keeps it. */
export function InvitationLink({ meeting, to, label }: { meeting: string; to?: string; label?: string }) {
  return (
    <a class="button" href={address(meeting, to)} target="_blank" rel="noopener">
      <FileText size={20} aria-hidden="true" />
      {label ?? t().invitation.open}
    </a>
  );
}

interface Draft {
  number: string;
  symbol: string;
  place: string;
  issuedOn: string;
  signer: { id: string; name: string } | null;
  authority: string;
  actsFor: string;
  answerBy: string;
  note: string;
}

const draftOf = (paper: Paper): Draft => ({
  number: paper.number ?? '',
  symbol: paper.symbol ?? '',
  place: paper.place_name ?? '',
  issuedOn: paper.issued_on ?? '',
  signer: paper.signer && { id: paper.signer.id, name: paper.signer.full_name },
  authority: paper.authority ?? '',
  actsFor: paper.acts_for ?? '',
  answerBy: paper.answer_by ?? '',
  note: paper.note ?? '',
});

const bodyOf = (draft: Draft): Body => ({
  number: draft.number || null,
  symbol: draft.symbol || null,
  place_name: draft.place || null,
  issued_on: draft.issuedOn || null,
  signer_id: draft.signer?.id ?? null,
  authority: (draft.authority || null) as Authority | null,
  acts_for: draft.actsFor || null,
  answer_by: draft.answerBy || null,
  note: draft.note || null,
});

function Fields({ paper, draft, set }: { paper: Paper; draft: Draft; set: (part: Partial<Draft>) => void }) {
  const words = t().invitation;
  const authorities = Object.entries(words.authorities).map(([value, label]) => ({ value, label }));
  return (
    <div class="form-grid">
      <TextField name="number" label={words.number} maxLength={20} value={draft.number} onValue={(number) => set({ number })} />
      <TextField name="symbol" label={words.symbol} hint={words.symbolHint(paper.usual_symbol)} maxLength={60} value={draft.symbol} onValue={(symbol) => set({ symbol })} />
      <TextField name="place_name" label={words.placeName} maxLength={100} placeholder={paper.usual_place ?? ''} value={draft.place} onValue={(place) => set({ place })} />
      <DateField name="issued_on" label={words.issuedOn} value={draft.issuedOn} onValue={(issuedOn) => set({ issuedOn })} />
      <Field name="signer_id" label={words.signer}>
        {({ id }) => (
          <OnePrincipal id={id} label={words.signer} kinds={['person']} value={draft.signer} onValue={(found) => set({ signer: found && { id: found.id, name: found.name } })} />
        )}
      </Field>
      <SelectField
        name="authority"
        label={words.authority}
        value={draft.authority}
        onValue={(authority) => set({ authority })}
        options={authorities}
        empty={words.direct}
      />
      {['KT', 'TM_KT', 'TL', 'TUQ'].includes(draft.authority) && (
        <TextField name="acts_for" label={words.actsFor} hint={words.actsForHint} maxLength={100} value={draft.actsFor} onValue={(actsFor) => set({ actsFor })} />
      )}
      <DateField name="answer_by" label={words.answerBy} value={draft.answerBy} onValue={(answerBy) => set({ answerBy })} />
      <AreaField name="note" label={words.note} wide maxLength={2000} value={draft.note} onValue={(note) => set({ note })} />
    </div>
  );
}

function Card({ meeting, first }: { meeting: Meeting; first: Paper }) {
  const [paper, setPaper] = useState(first);
  const [draft, setDraft] = useState(() => draftOf(first));
  const [to, setTo] = useState('');
  const words = t().invitation;
  const receivers = meeting.invitees.map((invitee) => ({ value: invitee.principal_id, label: invitee.name }));
  const save = async () => {
    const next = await ask(
      api.PUT('/api/meetings/{meeting}/invitation/paper', {
        params: { path: { meeting: meeting.id } },
        headers: { 'If-Match': `"${paper.edit_version}"` },
        body: bodyOf(draft),
      }),
    );
    setPaper(next);
    setDraft(draftOf(next));
    toast(t().common.saved);
  };
  const dirty = JSON.stringify(draft) !== JSON.stringify(draftOf(paper));
  return (
    <>
      <p class="muted">{words.about}</p>
      {paper.issuer && (
        <p>
          {words.issuer}: <strong>{paper.issuer.name}</strong>
        </p>
      )}
      <Form class="invitation-paper" submit={words.save} dirty={dirty} onSubmit={save}>
        <Fields paper={paper} draft={draft} set={(part) => setDraft({ ...draft, ...part })} />
      </Form>
      <div class="invitation-view">
        <label>
          <span>{words.previewFor}</span>
          <select class="input" value={to} onChange={(event) => setTo(event.currentTarget.value)}>
            <option value="">{words.everybody}</option>
            {receivers.map((receiver) => (
              <option key={receiver.value} value={receiver.value}>
                {receiver.label}
              </option>
            ))}
          </select>
        </label>
        <InvitationLink meeting={meeting.id} to={to} label={words.preview} />
      </div>
    </>
  );
}

/** On the page where a meeting is prepared, below its own form: saved by itself. */
export function InvitationCard({ meeting }: { meeting: Meeting }) {
  const { data, problem, reload } = useLoad(() => paperLoad(meeting.id), [meeting.id]);
  return (
    <section class="card invitation-card">
      <div class="card-head">
        <h2>{t().invitation.title}</h2>
      </div>
      {data ? <Card meeting={meeting} first={data} /> : problem ? <Failure problem={asProblem(problem)} retry={() => void reload()} /> : <Skeleton lines={5} height={32} />}
    </section>
  );
}
