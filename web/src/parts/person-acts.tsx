// SPDX-License-Identifier: GPL-3.0-or-later
//
// What an administrator changes of a person: facts, and the password when it is
// forgotten.
import { useState } from 'preact/hooks';
import { api, ask, ifMatch, type Schemas } from '../api';
import { t } from '../i18n';
import { Dialog } from './dialog';
import { Form, TextField } from './form';
import { PasswordField } from './password-field';
import { toast } from './toast';

type Person = Schemas['Person'];

export function PersonEdit({ person: p, onClose, onSaved }: { person: Person; onClose: () => void; onSaved: (p: Person) => void }) {
  const [name, setName] = useState(p.full_name);
  const [email, setEmail] = useState(p.email ?? '');
  const [phone, setPhone] = useState(p.phone ?? '');
  const w = t().people;
  return (
    <Dialog title={w.edit} onClose={onClose}>
      <Form
        submit={t().common.save}
        onCancel={onClose}
        onSubmit={async () => {
          const params = { path: { person: p.id }, header: ifMatch(p.edit_version) };
          onSaved(await ask(api.PATCH('/api/people/{person}', { params, body: { full_name: name, email: email || null, phone: phone || null } })));
          toast(t().common.saved);
        }}
      >
        <TextField name="full_name" label={w.name} required value={name} onValue={setName} maxLength={100} />
        <TextField name="email" label={w.email} type="email" value={email} onValue={setEmail} />
        <TextField name="phone" label={w.phone} type="tel" value={phone} onValue={setPhone} maxLength={30} />
      </Form>
    </Dialog>
  );
}

export function PersonPasswordReset({ person: p, onClose, onDone }: { person: Person; onClose: () => void; onDone: () => void }) {
  const [password, setPassword] = useState('');
  const w = t().people;
  return (
    <Dialog title={w.resetPassword} onClose={onClose}>
      <Form
        submit={w.resetPassword}
        onCancel={onClose}
        onSubmit={async () => {
          await ask(api.POST('/api/people/{person}/password', { params: { path: { person: p.id } }, body: { password } }));
          toast(w.passwordReset);
          onClose();
          onDone();
        }}
      >
        <p class="muted">{w.resetText}</p>
        <PasswordField name="password" label={w.newPassword} hint={w.passwordHint} value={password} onValue={setPassword} autocomplete="new-password" />
      </Form>
    </Dialog>
  );
}
