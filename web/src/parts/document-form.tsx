// SPDX-License-Identifier: GPL-3.0-or-later
//
// The decree's metadata of a document (B1) as fields, for making one and for
// editing one. It holds what is typed; sending it is the page's part.
import { entryName, useCatalogue } from '../catalogue';
import type { Schemas } from '../api';
import { t } from '../i18n';
import { AreaField, Field, SelectField, TextField } from './form';
import { OnePrincipal } from './principals';
import { DateField } from './date-field';
import { TypeChoice } from './type-choice';

export interface DocumentDraft {
  type: string;
  subject: string;
  number: string;
  symbol: string;
  issued_on: string;
  issuer: string;
  signer_name: string;
  signer_position: string;
  recipients: string;
  urgency: string;
  secrecy: string;
  due_on: string;
  direction: string;
  description: string;
  unit: { id: string; name: string } | null;
}

export const emptyDraft: DocumentDraft = {
  type: '',
  subject: '',
  number: '',
  symbol: '',
  issued_on: '',
  issuer: '',
  signer_name: '',
  signer_position: '',
  recipients: '',
  urgency: '',
  secrecy: '',
  due_on: '',
  direction: 'internal',
  description: '',
  unit: null,
};

export function draftOf(d: Schemas['Document']): DocumentDraft {
  return {
    type: d.type,
    subject: d.subject,
    number: d.number ?? '',
    symbol: d.symbol ?? '',
    issued_on: d.issued_on ?? '',
    issuer: d.issuer ?? '',
    signer_name: d.signer_name ?? '',
    signer_position: d.signer_position ?? '',
    recipients: d.recipients.join('\n'),
    urgency: d.urgency ?? '',
    secrecy: d.secrecy ?? '',
    due_on: d.due_on ?? '',
    direction: d.direction,
    description: d.description ?? '',
    unit: d.unit ? { id: d.unit.id, name: d.unit.name } : null,
  };
}

/** As the server takes it: what is empty is null. */
export function draftBody(d: DocumentDraft): Schemas['NewDocument'] {
  const some = (text: string) => text.trim() || null;
  return {
    type: d.type,
    subject: d.subject.trim(),
    number: some(d.number),
    symbol: some(d.symbol),
    issued_on: d.issued_on || null,
    issuer: some(d.issuer),
    signer_name: some(d.signer_name),
    signer_position: some(d.signer_position),
    recipients: d.recipients
      .split('\n')
      .map((r) => r.trim())
      .filter(Boolean),
    urgency: (d.urgency || null) as Schemas['NewDocument']['urgency'],
    secrecy: (d.secrecy || null) as Schemas['NewDocument']['secrecy'],
    due_on: d.due_on || null,
    direction: d.direction as Schemas['NewDocument']['direction'],
    description: some(d.description),
    unit_id: d.unit?.id ?? null,
  };
}

export function DocumentFields({ draft, onDraft }: { draft: DocumentDraft; onDraft: (d: DocumentDraft) => void }) {
  const w = t().documents;
  const issuers = useCatalogue('issuer');
  const set = (k: keyof DocumentDraft) => (value: string) => onDraft({ ...draft, [k]: value });
  return (
    <>
      <fieldset class="form-group">
        <legend>{w.groupMain}</legend>
        <div class="form-grid form-grid-two">
          <TypeChoice value={draft.type} onValue={set('type')} />
          <SelectField
            name="direction"
            label={w.direction}
            value={draft.direction}
            onValue={set('direction')}
            options={(['incoming', 'outgoing', 'internal'] as const).map((v) => ({ value: v, label: w[v] }))}
          />
          <AreaField name="subject" label={w.subject} required wide rows={2} maxLength={500} value={draft.subject} onValue={set('subject')} />
        </div>
      </fieldset>
      <fieldset class="form-group">
        <legend>{w.groupNumber}</legend>
        <div class="form-grid">
          <TextField name="number" label={w.number} value={draft.number} onValue={set('number')} maxLength={11} />
          <TextField name="symbol" label={w.symbol} value={draft.symbol} onValue={set('symbol')} maxLength={30} />
          <DateField name="issued_on" label={w.issuedOn} value={draft.issued_on} onValue={set('issued_on')} />
          <TextField name="issuer" label={w.issuer} value={draft.issuer} onValue={set('issuer')} maxLength={200} list="issuers" />
          <TextField name="signer_name" label={w.signer} value={draft.signer_name} onValue={set('signer_name')} maxLength={50} />
          <TextField name="signer_position" label={w.signerPosition} value={draft.signer_position} onValue={set('signer_position')} maxLength={100} />
          <datalist id="issuers">
            {issuers.map((e) => (
              <option key={e.id} value={entryName(e)} />
            ))}
          </datalist>
        </div>
      </fieldset>
      <fieldset class="form-group">
        <legend>{w.groupHandling}</legend>
        <div class="form-grid">
          <SelectField
            name="urgency"
            label={w.urgency}
            value={draft.urgency}
            onValue={set('urgency')}
            empty={w.urgencyNone}
            options={(['urgent', 'very_urgent', 'express'] as const).map((v) => ({ value: v, label: w[v] }))}
          />
          <SelectField
            name="secrecy"
            label={w.secrecy}
            value={draft.secrecy}
            onValue={set('secrecy')}
            empty={w.secrecyNone}
            options={(['confidential', 'secret', 'top_secret'] as const).map((v) => ({ value: v, label: w[v] }))}
          />
          <DateField name="due_on" label={w.dueOn} value={draft.due_on} onValue={set('due_on')} />
          <Field name="unit_id" label={w.unit} wide>
            {({ id }) => <OnePrincipal id={id} label={w.unit} kinds={['unit']} value={draft.unit} onValue={(p) => onDraft({ ...draft, unit: p })} />}
          </Field>
          <AreaField name="recipients" label={w.recipients} hint={w.recipientsHint} wide value={draft.recipients} onValue={set('recipients')} />
          <AreaField name="description" label={w.description} wide rows={2} maxLength={500} value={draft.description} onValue={set('description')} />
        </div>
      </fieldset>
    </>
  );
}
