// SPDX-License-Identifier: GPL-3.0-or-later
//
// Signing in (A3). With sample data it lists the accounts one may try; the
// address asked for stays in place, so that one lands where one wanted to go.
import { useEffect, useState } from 'preact/hooks';
import { Problem } from '../api';
import { language, languageSet, t } from '../i18n';
import { Form, TextField } from '../parts/form';
import { Wordmark } from '../parts/mark';
import { PasswordField } from '../parts/password-field';
import { initials } from '../parts/person-menu';
import { Notice } from '../parts/states';
import { sessionEnded, signIn } from '../session';
import { welcome, welcomeLoad } from '../welcome';

export function SignIn() {
  const [account, setAccount] = useState('');
  const [password, setPassword] = useState('');
  const [wait, setWait] = useState(0);
  const w = t().account;
  const hello = welcome.value;
  useEffect(() => {
    void welcomeLoad();
  }, []);
  useEffect(() => {
    if (wait <= 0) return;
    const tick = window.setTimeout(() => setWait(wait - 1), 1000);
    return () => window.clearTimeout(tick);
  }, [wait]);
  const samples = hello?.sample_accounts ?? [];
  const other = language.value === 'vi' ? 'en' : 'vi';
  return (
    <main class={samples.length ? 'gate gate-wide' : 'gate'}>
      <div class="gate-card">
        <Wordmark size={52} />
        <p class="gate-organisation">{hello?.organisation ?? t().shell.tagline}</p>
        <h1>{w.signInTitle}</h1>
        {sessionEnded.value && <Notice kind="warn">{w.expired}</Notice>}
        {wait > 0 && <Notice kind="warn">{w.wait(wait)}</Notice>}
        <Form
          submit={w.signIn}
          onSubmit={async () => {
            if (wait > 0) return;
            try {
              await signIn(account.trim(), password);
            } catch (error) {
              if (error instanceof Problem && error.slug === 'too-many-tries') {
                setWait(error.retryAfter ?? 30);
                return;
              }
              throw error;
            }
          }}
        >
          <TextField name="account" label={w.account} required value={account} onValue={setAccount} autocomplete="username" autocapitalize="off" spellcheck={false} autofocus />
          <PasswordField name="password" label={w.password} value={password} onValue={setPassword} autocomplete="current-password" />
        </Form>
        <p class="gate-foot">
          <button type="button" class="link" lang={other} onClick={() => void languageSet(other)}>
            {other === 'en' ? t().shell.english : t().shell.vietnamese}
          </button>
          {hello && <span>{w.version(hello.version)}</span>}
        </p>
      </div>
      {samples.length > 0 && (
        <section class="gate-samples" aria-labelledby="samples">
          <h2 id="samples">{w.sampleTitle}</h2>
          <p class="muted">{w.sampleText}</p>
          <ul>
            {samples.map((s) => (
              <li key={s.account}>
                <button
                  type="button"
                  class={s.account === account ? 'sample sample-chosen' : 'sample'}
                  aria-pressed={s.account === account}
                  onClick={() => {
                    setAccount(s.account);
                    setPassword(hello?.sample_password ?? '');
                  }}
                >
                  <span class="avatar" aria-hidden="true">
                    {initials(s.full_name)}
                  </span>
                  <span class="sample-words">
                    <strong>{s.full_name}</strong>
                    <small>{[s.title, s.unit].filter(Boolean).join(', ')}</small>
                  </span>
                  <code>{s.account}</code>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </main>
  );
}
