// SPDX-License-Identifier: GPL-3.0-or-later
//
// One entry of a catalogue, new or changed; only the fields its catalogue has.
import { useState } from 'preact/hooks';
import { api, ask, ifMatch, SendKey } from '../api';
import type { CatalogueName, Entry } from '../catalogue';
import { t } from '../i18n';
import { DateField } from './date-field';
import { Dialog } from './dialog';
import { Form, TextField } from './form';
import { toast } from './toast';

interface EntryEditProps {
  catalogue: CatalogueName;
  entry: Entry | null;
  onClose: () => void;
  onSaved: () => void;
}

export function EntryEdit({ catalogue, entry, onClose, onSaved }: EntryEditProps) {
  const [name, setName] = useState(entry?.name ?? '');
  const [nameEn, setNameEn] = useState(entry?.name_en ?? '');
  const [code, setCode] = useState(entry?.code ?? '');
  const [on, setOn] = useState(entry?.on ?? '');
  const [seats, setSeats] = useState(entry?.seats === null || entry?.seats === undefined ? '' : String(entry.seats));
  const [sort, setSort] = useState(entry ? String(entry.sort) : '');
  const [active, setActive] = useState(entry?.active ?? true);
  const [key] = useState(() => new SendKey());
  const w = t().catalogues;
  const coded = catalogue === 'document-type' || catalogue === 'meeting-type' || catalogue === 'title';
  return (
    <Dialog title={entry ? w.edit : w.create} onClose={onClose}>
      <Form
        submit={t().common.save}
        onCancel={onClose}
        onSubmit={async () => {
          const body = {
            name,
            name_en: nameEn || null,
            ...(coded && { code: code || null }),
            ...(catalogue === 'holiday' && { on: on || null }),
            ...(catalogue === 'room' && { seats: seats ? Number(seats) : null }),
            ...(sort && { sort: Number(sort) }),
          };
          if (entry) {
            const params = { path: { catalogue, entry: entry.id }, header: ifMatch(entry.edit_version) };
            await ask(api.PATCH('/api/catalogues/{catalogue}/{entry}', { params, body: { ...body, active } }));
          } else await ask(api.POST('/api/catalogues/{catalogue}', { params: { path: { catalogue } }, headers: key.for(body), body }));
          toast(t().common.saved);
          onSaved();
        }}
      >
        <TextField name="name" label={w.name} required value={name} onValue={setName} maxLength={200} />
        <TextField name="name_en" label={w.nameEn} value={nameEn} onValue={setNameEn} maxLength={200} />
        <div class="form-grid">
          {coded && <TextField name="code" label={w.code} {...(catalogue === 'document-type' && { hint: w.codeHint, required: true })} value={code} onValue={setCode} maxLength={20} />}
          {catalogue === 'holiday' && <DateField name="on" label={w.date} required value={on} onValue={setOn} />}
          {catalogue === 'room' && <TextField name="seats" label={w.seats} type="number" min={0} value={seats} onValue={setSeats} />}
          <TextField name="sort" label={w.sort} type="number" min={0} value={sort} onValue={setSort} />
        </div>
        {entry && (
          <label class="check">
            <input type="checkbox" checked={active} onChange={(e) => setActive(e.currentTarget.checked)} />
            {w.active}
          </label>
        )}
      </Form>
    </Dialog>
  );
}
