// SPDX-License-Identifier: GPL-3.0-or-later
//
// Writing a proposal, new or returned to be mended: what, for which meeting or
// to which unit, with which papers. It goes out when it is sent, not before.
import { useRef, useState } from 'preact/hooks';
import { FileText, Plus, X } from 'lucide-preact';
import { api, ask, ifMatch, type Schemas } from '../api';
import { fmtDateTime, t } from '../i18n';
import type { PaperDraft } from '../meeting/draft';
import { PaperPicker } from '../meeting/paper-picker';
import { DateField } from '../parts/date-field';
import { Dialog } from '../parts/dialog';
import { AreaField, Field, Form, SelectField, TextField } from '../parts/form';
import { useLoad } from '../parts/load';
import { OnePrincipal } from '../parts/principals';
import { toast } from '../parts/toast';
import { openMeetings, type Proposal } from './data';

interface EditProps {
  /** Null: a new one. */
  proposal: Proposal | null;
  units: readonly Schemas['UnitRef'][];
  /** Chosen beforehand. */
  meeting?: string;
  onDone: () => void;
  onClose: () => void;
}
type Named = { id: string; name: string } | null;
type Paper = Pick<PaperDraft, 'document' | 'version' | 'subject'>;

function Papers({ papers, onPapers }: { papers: readonly Paper[]; onPapers: (papers: Paper[]) => void }) {
  const [picking, setPicking] = useState(false);
  return (
    <div class="field field-wide">
      <span class="field-label">{t().proposals.papers}</span>
      <ul>
        {papers.map((paper) => (
          <li key={paper.document} class="paper-row">
            <FileText size={22} aria-hidden="true" />
            <span class="row-words">
              <strong>{paper.subject}</strong>
              <small class="numbers">{t().meeting.version(paper.version)}</small>
            </span>
            <button type="button" class="icon-button" aria-label={t().meeting.removePaper(paper.subject)} onClick={() => onPapers(papers.filter((other) => other !== paper))}>
              <X size={20} aria-hidden="true" />
            </button>
          </li>
        ))}
      </ul>
      <button type="button" class="button" onClick={() => setPicking(true)}>
        <Plus size={20} aria-hidden="true" />
        {t().meeting.addPaper}
      </button>
      <p class="field-hint">{t().proposals.papersHint}</p>
      {picking && <PaperPicker taken={papers.map((paper) => paper.document)} onPick={(paper) => onPapers([...papers, paper])} onClose={() => setPicking(false)} />}
    </div>
  );
}

export function ProposalEdit({ proposal, units, meeting: wanted = '', onDone, onClose }: EditProps) {
  const words = t().proposals;
  const [unit, setUnit] = useState(proposal?.unit.id ?? units[0]?.id ?? '');
  const [title, setTitle] = useState(proposal?.title ?? '');
  const [explanation, setExplanation] = useState(proposal?.explanation ?? '');
  const [kind, setKind] = useState<string>(proposal?.kind ?? 'discussion');
  const [minutes, setMinutes] = useState(proposal ? String(proposal.minutes ?? '') : '15');
  const [presenter, setPresenter] = useState<Named>(proposal?.presenter ? { id: proposal.presenter.id, name: proposal.presenter.full_name } : null);
  const [meeting, setMeeting] = useState(proposal?.meeting?.id ?? wanted);
  const [host, setHost] = useState<Named>(proposal?.host_unit ?? null);
  const [wishedOn, setWishedOn] = useState(proposal?.wished_on ?? '');
  const [papers, setPapers] = useState<Paper[]>(() => (proposal?.papers ?? []).map((paper) => ({ document: paper.document_id, version: paper.version, subject: paper.subject })));
  const key = useRef({ body: '', id: '' });
  const { data: rows } = useLoad(openMeetings, []);
  const meetings = (rows ?? []).map((row) => ({ value: row.id, label: `${row.title} · ${fmtDateTime(row.starts_at)}` }));
  // One that is not in the list of the coming ones stays chosen.
  const held = proposal?.meeting;
  if (held && !meetings.some((one) => one.value === held.id)) meetings.push({ value: held.id, label: held.title });
  const kinds = (['information', 'discussion', 'vote'] as const).map((value) => ({ value, label: t().meeting.kinds[value] }));
  const send = async () => {
    const body = {
      title: title.trim(),
      explanation: explanation.trim() || null,
      kind: kind as Proposal['kind'],
      minutes: minutes === '' ? null : Number(minutes),
      presenter_id: presenter?.id ?? null,
      meeting_id: meeting || null,
      host_unit_id: host?.id ?? null,
      wished_on: wishedOn || null,
      papers: papers.map((paper) => ({ document_id: paper.document, version: paper.version })),
    };
    if (proposal) {
      await ask(api.PATCH('/api/proposals/{proposal}', { params: { path: { proposal: proposal.id }, header: ifMatch(proposal.edit_version) }, body }));
    } else {
      const text = JSON.stringify(body);
      if (key.current.body !== text) key.current = { body: text, id: crypto.randomUUID() };
      await ask(api.POST('/api/proposals', { body: { ...body, unit_id: unit }, headers: { 'Idempotency-Key': key.current.id } }));
    }
    toast(words.sent);
    onDone();
    onClose();
  };
  return (
    <Dialog title={proposal ? words.change : words.create} onClose={onClose} wide>
      <Form submit={words.send} onCancel={onClose} onSubmit={send}>
        <div class="form-grid form-grid-two">
          {!proposal && units.length > 1 && (
            <SelectField name="unit_id" label={words.unit} wide value={unit} onValue={setUnit} options={units.map((one) => ({ value: one.id, label: one.name }))} />
          )}
          <TextField name="title" label={words.itemTitle} required wide maxLength={500} autofocus value={title} onValue={setTitle} />
          <AreaField name="explanation" label={words.explanation} wide rows={4} maxLength={5000} value={explanation} onValue={setExplanation} />
          <SelectField name="kind" label={t().meeting.kind} value={kind} onValue={setKind} options={kinds} />
          <TextField name="minutes" type="number" inputMode="numeric" min={0} max={1440} label={t().meeting.minutes} value={minutes} onValue={setMinutes} />
          <div class="field">
            <span class="field-label">{t().meeting.presenter}</span>
            <OnePrincipal label={t().meeting.presenter} kinds={['person']} value={presenter} onValue={setPresenter} />
          </div>
          <DateField name="wished_on" label={words.wishedOn} value={wishedOn} onValue={setWishedOn} />
          <SelectField name="meeting_id" label={words.meeting} wide empty={words.noMeeting} options={meetings} value={meeting} onValue={setMeeting} />
          {!meeting && (
            <Field name="host_unit_id" label={words.host} hint={words.hostHint} required wide>
              {({ id }) => <OnePrincipal id={id} label={words.host} kinds={['unit']} value={host} onValue={setHost} />}
            </Field>
          )}
          <Papers papers={papers} onPapers={setPapers} />
        </div>
      </Form>
    </Dialog>
  );
}
