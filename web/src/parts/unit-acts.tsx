// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is done to a unit, each from a date on: made, renamed, moved, dissolved
// or merged; and what carries no date, corrected.
import { useState } from 'preact/hooks';
import { api, ask, ifMatch, type Schemas, SendKey } from '../api';
import { t } from '../i18n';
import { DateField } from './date-field';
import { Dialog } from './dialog';
import { Field, Form, TextField } from './form';
import { OnePrincipal } from './principals';
import { toast } from './toast';

export type Unit = Schemas['Unit'];
type Ref = { id: string; name: string } | null;

interface ActProps {
  onClose: () => void;
  onDone: (unit: Unit) => void;
}

function UnitField({ name, label, hint, value, onValue }: { name: string; label: string; hint?: string; value: Ref; onValue: (v: Ref) => void }) {
  return (
    <Field name={name} label={label} {...(hint && { hint })} wide>
      {({ id }) => <OnePrincipal id={id} label={label} kinds={['unit']} value={value} onValue={onValue} />}
    </Field>
  );
}

export function UnitCreate({ onClose, onDone, parent: under }: ActProps & { parent?: Unit }) {
  const [u, setU] = useState({ name: '', short_name: '', symbol: '', code: '', on: '', is_agency: false });
  const [parent, setParent] = useState<Ref>(under ? { id: under.id, name: under.name } : null);
  const [key] = useState(() => new SendKey());
  const w = t().units;
  const set = (k: 'name' | 'short_name' | 'symbol' | 'code' | 'on') => (v: string) => setU({ ...u, [k]: v });
  return (
    <Dialog title={w.create} onClose={onClose}>
      <Form
        submit={w.create}
        onCancel={onClose}
        onSubmit={async () => {
          const body = { name: u.name, short_name: u.short_name || null, symbol: u.symbol || null, code: u.code || null, on: u.on || null, is_agency: u.is_agency, parent_id: parent?.id ?? null };
          onDone(await ask(api.POST('/api/units', { headers: key.for(body), body })));
          toast(w.created);
        }}
      >
        <div class="form-grid">
          <TextField name="name" label={w.name} required wide value={u.name} onValue={set('name')} maxLength={200} />
          <UnitField name="parent_id" label={w.parent} value={parent} onValue={setParent} />
          <TextField name="short_name" label={w.shortName} value={u.short_name} onValue={set('short_name')} maxLength={60} />
          <TextField name="symbol" label={w.symbol} value={u.symbol} onValue={set('symbol')} maxLength={20} />
          <TextField name="code" label={w.code} hint={w.codeHint} value={u.code} onValue={set('code')} maxLength={13} />
          <DateField name="on" label={w.on} hint={w.onHint} value={u.on} onValue={set('on')} />
        </div>
        <label class="check">
          <input type="checkbox" checked={u.is_agency} onChange={(e) => setU({ ...u, is_agency: e.currentTarget.checked })} />
          {w.isAgency}
        </label>
      </Form>
    </Dialog>
  );
}

export function UnitRename({ unit, onClose, onDone }: ActProps & { unit: Unit }) {
  const [name, setName] = useState(unit.name);
  const [shortName, setShortName] = useState(unit.short_name ?? '');
  const [symbol, setSymbol] = useState(unit.symbol ?? '');
  const [on, setOn] = useState('');
  const w = t().units;
  return (
    <Dialog title={w.rename} onClose={onClose}>
      <Form
        submit={w.rename}
        onCancel={onClose}
        onSubmit={async () => {
          const body = { name, short_name: shortName || null, symbol: symbol || null, on: on || null };
          onDone(await ask(api.POST('/api/units/{unit}/rename', { params: { path: { unit: unit.id } }, body })));
          toast(t().common.saved);
        }}
      >
        <p class="muted">{w.renameText}</p>
        <div class="form-grid">
          <TextField name="name" label={w.name} required wide value={name} onValue={setName} maxLength={200} />
          <TextField name="short_name" label={w.shortName} value={shortName} onValue={setShortName} maxLength={60} />
          <TextField name="symbol" label={w.symbol} value={symbol} onValue={setSymbol} maxLength={20} />
          <DateField name="on" label={w.on} hint={w.onHint} value={on} onValue={setOn} />
        </div>
      </Form>
    </Dialog>
  );
}

export function UnitMove({ unit, onClose, onDone }: ActProps & { unit: Unit }) {
  const [parent, setParent] = useState<Ref>(null);
  const [on, setOn] = useState('');
  const w = t().units;
  return (
    <Dialog title={w.move} onClose={onClose}>
      <Form
        submit={w.move}
        onCancel={onClose}
        onSubmit={async () => {
          onDone(await ask(api.POST('/api/units/{unit}/move', { params: { path: { unit: unit.id } }, body: { parent_id: parent?.id ?? null, on: on || null } })));
          toast(t().common.saved);
        }}
      >
        <UnitField name="parent_id" label={w.parent} hint={parent ? '' : w.noParent} value={parent} onValue={setParent} />
        <DateField name="on" label={w.on} hint={w.onHint} value={on} onValue={setOn} />
      </Form>
    </Dialog>
  );
}

export function UnitDissolve({ unit, onClose, onDone }: ActProps & { unit: Unit }) {
  const [successor, setSuccessor] = useState<Ref>(null);
  const [on, setOn] = useState('');
  const w = t().units;
  return (
    <Dialog title={w.dissolve} onClose={onClose}>
      <Form
        submit={w.dissolve}
        danger
        onCancel={onClose}
        onSubmit={async () => {
          onDone(await ask(api.POST('/api/units/{unit}/dissolve', { params: { path: { unit: unit.id } }, body: { successor_id: successor?.id ?? null, on: on || null } })));
          toast(t().common.saved);
        }}
      >
        <p class="muted">{w.dissolveText}</p>
        <UnitField name="successor_id" label={w.successor} hint={w.successorHint} value={successor} onValue={setSuccessor} />
        <DateField name="on" label={w.on} hint={w.onHint} value={on} onValue={setOn} />
      </Form>
    </Dialog>
  );
}

export function UnitChange({ unit, onClose, onDone }: ActProps & { unit: Unit }) {
  const [code, setCode] = useState(unit.code ?? '');
  const [sort, setSort] = useState(String(unit.sort));
  const [agency, setAgency] = useState(unit.is_agency);
  const w = t().units;
  return (
    <Dialog title={w.change} onClose={onClose}>
      <Form
        submit={t().common.save}
        onCancel={onClose}
        onSubmit={async () => {
          const params = { path: { unit: unit.id }, header: ifMatch(unit.edit_version) };
          onDone(await ask(api.PATCH('/api/units/{unit}', { params, body: { code: code || null, sort: Number(sort) || 0, is_agency: agency } })));
          toast(t().common.saved);
        }}
      >
        <div class="form-grid">
          <TextField name="code" label={w.code} hint={w.codeHint} value={code} onValue={setCode} maxLength={13} />
          <TextField name="sort" label={w.sort} type="number" min={0} value={sort} onValue={setSort} />
        </div>
        <label class="check">
          <input type="checkbox" checked={agency} onChange={(e) => setAgency(e.currentTarget.checked)} />
          {w.isAgency}
        </label>
      </Form>
    </Dialog>
  );
}
