// SPDX-License-Identifier: GPL-3.0-or-later
//
// The positions a person holds and held, each dated; appointing and retiring.
import { useState } from 'preact/hooks';
import { Plus } from 'lucide-preact';
import { api, ask, Problem, type Schemas, SendKey } from '../api';
import { entryName, useCatalogue } from '../catalogue';
import { civilDate, fmtDate, t } from '../i18n';
import { DateField } from './date-field';
import { Dialog } from './dialog';
import { Field, Form, SelectField } from './form';
import { OnePrincipal } from './principals';
import { toast } from './toast';

type Person = Schemas['Person'];
type Position = Schemas['Position'];

function Appoint({ person, onClose, onDone }: { person: Person; onClose: () => void; onDone: () => void }) {
  const titles = useCatalogue('title');
  const [unit, setUnit] = useState<{ id: string; name: string } | null>(null);
  const [title, setTitle] = useState('');
  const [from, setFrom] = useState(civilDate());
  const [to, setTo] = useState('');
  const [main, setMain] = useState(person.positions.length === 0);
  const [key] = useState(() => new SendKey());
  const w = t().people;
  return (
    <Dialog title={w.addPosition} onClose={onClose}>
      <Form
        submit={w.addPosition}
        onCancel={onClose}
        onSubmit={async () => {
          if (!unit) throw new Problem('missing-field', 0, 'unit_id');
          const body = { unit_id: unit.id, title_id: title, from: from || null, to: to || null, main };
          await ask(api.POST('/api/people/{person}/positions', { params: { path: { person: person.id } }, headers: key.for(body), body }));
          toast(t().common.saved);
          onDone();
        }}
      >
        <Field name="unit_id" label={w.unit} required>
          {({ id }) => <OnePrincipal id={id} label={w.unit} kinds={['unit']} value={unit} onValue={setUnit} />}
        </Field>
        <SelectField name="title_id" label={w.position} required value={title} onValue={setTitle} empty="" options={titles.map((e) => ({ value: e.id, label: entryName(e) }))} />
        <div class="form-grid">
          <DateField name="from" label={w.from} value={from} onValue={setFrom} />
          <DateField name="to" label={w.to} value={to} onValue={setTo} />
        </div>
        <label class="check">
          <input type="checkbox" checked={main} onChange={(e) => setMain(e.currentTarget.checked)} />
          {w.mainPosition}
        </label>
      </Form>
    </Dialog>
  );
}

function Retire({ position, onClose, onDone }: { position: Position; onClose: () => void; onDone: () => void }) {
  const [on, setOn] = useState(civilDate());
  const w = t().people;
  return (
    <Dialog title={w.endPosition} onClose={onClose}>
      <Form
        submit={w.endPosition}
        danger
        onCancel={onClose}
        onSubmit={async () => {
          await ask(api.POST('/api/positions/{position}/end', { params: { path: { position: position.id } }, body: { on } }));
          toast(t().common.saved);
          onDone();
        }}
      >
        <p>
          <strong>{`${position.title}, ${position.unit.name}`}</strong>
        </p>
        <p class="muted">{w.endText}</p>
        <DateField name="on" label={w.endOn} required value={on} onValue={setOn} />
      </Form>
    </Dialog>
  );
}

export function PersonPositions({ person: p, onChanged }: { person: Person; onChanged: () => void }) {
  const [act, setAct] = useState<'appoint' | Position | null>(null);
  const w = t().people;
  const done = () => {
    setAct(null);
    onChanged();
  };
  return (
    <section class="card" aria-labelledby="positions">
      <div class="card-head">
        <h2 id="positions">{w.positions}</h2>
        <button type="button" class="button" onClick={() => setAct('appoint')}>
          <Plus size={20} aria-hidden="true" />
          {w.addPosition}
        </button>
      </div>
      {p.positions.length === 0 ? (
        <p class="muted">{w.noPositions}</p>
      ) : (
        <ul class="grants">
          {p.positions.map((x) => {
            const over = x.to !== null && x.to <= civilDate();
            return (
              <li key={x.id}>
                <span class="row-words">
                  <strong>{`${x.title}, ${x.unit.name}`}</strong>
                  <small class="numbers">{x.to ? w.period(fmtDate(x.from), fmtDate(x.to)) : w.since(fmtDate(x.from))}</small>
                  <span class="tags">
                    {x.main && <span class="tag">{w.mainPosition}</span>}
                    {over && <span class="tag tag-grey">{w.ended}</span>}
                  </span>
                </span>
                {!x.to && (
                  <button type="button" class="button" onClick={() => setAct(x)}>
                    {w.endPosition}
                  </button>
                )}
              </li>
            );
          })}
        </ul>
      )}
      {act === 'appoint' && <Appoint person={p} onClose={() => setAct(null)} onDone={done} />}
      {act && act !== 'appoint' && <Retire position={act} onClose={() => setAct(null)} onDone={done} />}
    </section>
  );
}
