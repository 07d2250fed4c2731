// SPDX-License-Identifier: GPL-3.0-or-later
//
// Giving a task, from a conclusion or of a meeting alone, and changing one. A
// change asks why; what was before is kept by the server (rule 35).
import { useRef, useState } from 'preact/hooks';
import { api, ask, ifMatch, type Schemas } from '../api';
import { t } from '../i18n';
import { DateField } from '../parts/date-field';
import { Dialog } from '../parts/dialog';
import { AreaField, Field, Form, SelectField, TextField } from '../parts/form';
import { useLoad } from '../parts/load';
import { OnePrincipal, PrincipalChip, PrincipalPicker } from '../parts/principals';
import { Notice } from '../parts/states';
import { toast } from '../parts/toast';
import type { Task } from './data';

type Named = { id: string; name: string } | null;
type Conclusion = Schemas['Conclusion'];

interface EditProps {
  meeting: string;
  /** Null: a new one. */
  task: Task | null;
  /** Chosen beforehand. */
  conclusion?: Conclusion;
  /** Items that are there for a circle alone: their words are not taken over (rule 24). */
  restricted?: ReadonlySet<string>;
  onDone: (task: Task) => void;
  onClose: () => void;
}

function Units({ value, onValue }: { value: Schemas['UnitRef'][]; onValue: (units: Schemas['UnitRef'][]) => void }) {
  return (
    <Field name="support_unit_ids" label={t().tasks.supports} wide>
      {({ id }) => (
        <>
          {value.length > 0 && (
            <div class="chips">
              {value.map((unit) => (
                <PrincipalChip key={unit.id} kind="unit" name={unit.name} onRemove={() => onValue(value.filter((one) => one.id !== unit.id))} />
              ))}
            </div>
          )}
          <PrincipalPicker
            id={id}
            label={t().tasks.supports}
            kinds={['unit']}
            except={value.map((unit) => unit.id)}
            onPick={(unit) => onValue([...value, { id: unit.id, name: unit.name, short_name: null }])}
          />
        </>
      )}
    </Field>
  );
}

export function TaskEdit({ meeting, task, conclusion: wanted, restricted = new Set(), onDone, onClose }: EditProps) {
  const w = t().tasks;
  const { data } = useLoad(() => ask(api.GET('/api/meetings/{meeting}/conclusions', { params: { path: { meeting } } })), [meeting]);
  const conclusions = (data?.items ?? (wanted ? [wanted] : [])).filter((one) => !one.draft);
  const apart = (one: Conclusion | undefined) => Boolean(one?.item_id && restricted.has(one.item_id));
  const [source, setSource] = useState(task?.conclusion?.id ?? wanted?.id ?? '');
  const [title, setTitle] = useState(task?.title ?? (wanted && !apart(wanted) ? wanted.text.slice(0, 500) : ''));
  const [description, setDescription] = useState(task?.description ?? '');
  const [unit, setUnit] = useState<Named>(task?.lead_unit ?? wanted?.lead_unit ?? null);
  const person0 = task ? task.person : wanted?.person;
  const [person, setPerson] = useState<Named>(person0 ? { id: person0.id, name: person0.full_name } : null);
  const [supports, setSupports] = useState<Schemas['UnitRef'][]>(task?.supports ?? wanted?.supports ?? []);
  const [due, setDue] = useState(task?.due_on ?? wanted?.due_on ?? '');
  const [why, setWhy] = useState('');
  const key = useRef(crypto.randomUUID());
  const choose = (id: string) => {
    setSource(id);
    const one = conclusions.find((known) => known.id === id);
    if (task || !one) return;
    if (!apart(one)) setTitle(one.text.slice(0, 500));
    if (one.lead_unit) setUnit(one.lead_unit);
    if (one.person) setPerson({ id: one.person.id, name: one.person.full_name });
    if (one.supports.length > 0) setSupports(one.supports);
    if (one.due_on) setDue(one.due_on);
  };
  const send = async () => {
    const body = {
      title: title.trim(),
      description: description.trim() || null,
      lead_unit_id: unit?.id ?? null,
      person_id: person?.id ?? null,
      support_unit_ids: supports.map((one) => one.id),
      due_on: due || null,
    };
    const path = { params: { path: { meeting } } };
    const made = task
      ? await ask(
          api.PATCH('/api/tasks/{task}', {
            params: { path: { task: task.id }, header: ifMatch(task.edit_version) },
            body: { ...body, words: why.trim() || null, ...((task.conclusion?.id ?? '') !== source && { conclusion_id: source || null }) },
          }),
        )
      : await ask(api.POST('/api/meetings/{meeting}/tasks', { ...path, body: { ...body, conclusion_id: source || null }, headers: { 'Idempotency-Key': key.current } }));
    toast(task ? w.done.change : w.given);
    onDone(made);
    onClose();
  };
  return (
    <Dialog title={task ? w.acts.change : w.give} onClose={onClose} wide>
      <Form submit={task ? t().common.save : w.give} onCancel={onClose} onSubmit={send}>
        <div class="form-grid form-grid-two">
          <SelectField
            name="conclusion_id"
            label={w.conclusion}
            wide
            empty={w.noConclusion}
            value={source}
            onValue={choose}
            options={conclusions.map((one) => ({ value: one.id, label: one.text.length > 110 ? `${one.text.slice(0, 108)}…` : one.text }))}
          />
          {apart(conclusions.find((one) => one.id === source)) && (
            <div class="field-wide">
              <Notice kind="warn">{w.restrictedHint}</Notice>
            </div>
          )}
          <AreaField name="title" label={w.name} required wide rows={2} maxLength={500} value={title} onValue={setTitle} />
          <AreaField name="description" label={w.description} wide rows={3} maxLength={5000} value={description} onValue={setDescription} />
          <Field name="lead_unit_id" label={w.leadUnit} required>
            {({ id }) => <OnePrincipal id={id} label={w.leadUnit} kinds={['unit']} value={unit} onValue={setUnit} />}
          </Field>
          <Field name="person_id" label={w.person} hint={w.personHint}>
            {({ id }) => <OnePrincipal id={id} label={w.person} kinds={['person']} value={person} onValue={setPerson} />}
          </Field>
          <Units value={supports} onValue={setSupports} />
          <DateField name="due_on" label={w.dueOn} required value={due} onValue={setDue} />
          {task && <TextField name="words" label={w.words.change} wide maxLength={1000} value={why} onValue={setWhy} />}
        </div>
      </Form>
    </Dialog>
  );
}
