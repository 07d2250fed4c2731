// SPDX-License-Identifier: GPL-3.0-or-later
//
// Before anything else: a password that only this person knows (A3).
import { t } from '../i18n';
import { Wordmark } from '../parts/mark';
import { PasswordForm } from '../parts/password-form';
import { sessionLoad, signOut } from '../session';
import { toast, toastProblem } from '../parts/toast';

export function PasswordFirst() {
  const w = t().account;
  return (
    <main class="gate">
      <div class="gate-card">
        <Wordmark size={44} />
        <h1>{w.firstTitle}</h1>
        <p class="muted">{w.firstText}</p>
        <PasswordForm
          submit={w.changePassword}
          onDone={async () => {
            toast(w.passwordChanged);
            await sessionLoad();
          }}
        />
        <button type="button" class="button quiet" onClick={() => void signOut().catch(toastProblem)}>
          {t().shell.signOut}
        </button>
      </div>
    </main>
  );
}
