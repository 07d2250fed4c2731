// SPDX-License-Identifier: GPL-3.0-or-later
//
// A password that can be shown while it is typed, with a word about caps lock.
import { useState } from 'preact/hooks';
import { Eye, EyeOff } from 'lucide-preact';
import { t } from '../i18n';
import { Field } from './form';

interface PasswordFieldProps {
  name: string;
  label: string;
  value: string;
  onValue: (value: string) => void;
  autocomplete: 'current-password' | 'new-password';
  hint?: string;
}

export function PasswordField({ name, label, value, onValue, autocomplete, hint }: PasswordFieldProps) {
  const [shown, setShown] = useState(false);
  const [caps, setCaps] = useState(false);
  const w = t().account;
  const look = (e: KeyboardEvent) => setCaps(e.getModifierState('CapsLock'));
  const under = caps ? w.capsLock : hint;
  return (
    <Field name={name} label={label} required {...(under && { hint: under })}>
      {(control) => (
        <span class="input-with-button">
          <input
            class="input"
            {...control}
            type={shown ? 'text' : 'password'}
            autocomplete={autocomplete}
            autocapitalize="off"
            spellcheck={false}
            value={value}
            onInput={(e) => onValue(e.currentTarget.value)}
            onKeyUp={look}
            onKeyDown={look}
          />
          <button type="button" class="icon-button" aria-pressed={shown} aria-label={shown ? w.hidePassword : w.showPassword} onClick={() => setShown(!shown)}>
            {shown ? <EyeOff size={20} aria-hidden="true" /> : <Eye size={20} aria-hidden="true" />}
          </button>
        </span>
      )}
    </Field>
  );
}
