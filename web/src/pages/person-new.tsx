// SPDX-License-Identifier: GPL-3.0-or-later
//
// A new account, with a first password that must be changed (A3).
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { ChevronLeft } from 'lucide-preact';
import { api, ask, SendKey } from '../api';
import { t } from '../i18n';
import { Form, TextField } from '../parts/form';
import { PasswordField } from '../parts/password-field';
import { toast } from '../parts/toast';

const empty = { full_name: '', account: '', email: '', phone: '', password: '' };

export default function PersonNewPage() {
  const [p, setP] = useState(empty);
  const [key] = useState(() => new SendKey());
  const { route } = useLocation();
  const w = t().people;
  const set = (k: keyof typeof empty) => (v: string) => setP({ ...p, [k]: v });
  return (
    <>
      <div class="page-head">
        <div>
          <a class="crumb" href="/people">
            <ChevronLeft size={18} aria-hidden="true" />
            {w.title}
          </a>
          <h1>{w.create}</h1>
        </div>
      </div>
      <section class="card narrow">
        <Form
          submit={w.create}
          dirty={p !== empty}
          onSubmit={async () => {
            const body = { ...p, email: p.email || null, phone: p.phone || null };
            const made = await ask(api.POST('/api/people', { headers: key.for(body), body }));
            toast(w.created);
            route(`/people/${made.id}`);
          }}
        >
          <div class="form-grid">
            <TextField name="full_name" label={w.name} required value={p.full_name} onValue={set('full_name')} maxLength={100} autocomplete="off" />
            <TextField name="account" label={w.account} hint={w.accountHint} required value={p.account} onValue={set('account')} maxLength={60} autocomplete="off" autocapitalize="off" spellcheck={false} />
            <TextField name="email" label={w.email} type="email" value={p.email} onValue={set('email')} autocomplete="off" />
            <TextField name="phone" label={w.phone} type="tel" value={p.phone} onValue={set('phone')} maxLength={30} autocomplete="off" />
          </div>
          <PasswordField name="password" label={w.password} hint={w.passwordHint} value={p.password} onValue={set('password')} autocomplete="new-password" />
        </Form>
      </section>
    </>
  );
}
