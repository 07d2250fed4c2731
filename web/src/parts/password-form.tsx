// SPDX-License-Identifier: GPL-3.0-or-later
//
// Changing one's own password: the present one and the new one twice.
import { useState } from 'preact/hooks';
import { api, ask, Problem } from '../api';
import { t } from '../i18n';
import { Form } from './form';
import { PasswordField } from './password-field';

export function PasswordForm({ submit, onDone }: { submit: string; onDone: () => Promise<void> }) {
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const w = t().account;
  return (
    <Form
      submit={submit}
      onSubmit={async () => {
        if (password !== again) throw new Problem('not-the-same', 0, 'again');
        try {
          await ask(api.PUT('/api/password', { body: { current, password } }));
        } catch (error) {
          if (error instanceof Problem && error.slug === 'wrong-password') throw new Problem('wrong-current', error.status, 'current');
          throw error;
        }
        setCurrent('');
        setPassword('');
        setAgain('');
        await onDone();
      }}
    >
      <PasswordField name="current" label={w.current} value={current} onValue={setCurrent} autocomplete="current-password" />
      <PasswordField name="password" label={w.newPassword} value={password} onValue={setPassword} autocomplete="new-password" hint={w.passwordHint} />
      <PasswordField name="again" label={w.again} value={again} onValue={setAgain} autocomplete="new-password" />
    </Form>
  );
}
