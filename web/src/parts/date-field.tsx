// SPDX-License-Identifier: GPL-3.0-or-later
//
// A civil date as people here write it, day first, whatever language the
// browser speaks; the browser's own calendar opens from the button.
import { useEffect, useRef, useState } from 'preact/hooks';
import { CalendarDays } from 'lucide-preact';
import { fmtDate, t } from '../i18n';
import { Field } from './form';

/** "22/11/2026", "22-11-2026" or "2026-11-22" as ISO; null when it is no date. */
export function isoDate(text: string): string | null {
  const m = /^(\d{1,2})\D(\d{1,2})\D(\d{4})$/.exec(text.trim()) ?? /^(\d{1,2})(\d{2})(\d{4})$/.exec(text.trim());
  const iso = m ? `${m[3]}-${m[2]?.padStart(2, '0')}-${m[1]?.padStart(2, '0')}` : text.trim();
  const parsed = new Date(`${iso}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(iso) && !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(iso) ? iso : null;
}

interface DateInputProps {
  value: string;
  onValue: (iso: string) => void;
  id?: string;
  name?: string;
  required?: boolean;
  'aria-label'?: string;
  'aria-invalid'?: 'true';
  'aria-describedby'?: string;
}

export function DateInput({ value, onValue, ...rest }: DateInputProps) {
  const [text, setText] = useState(fmtDate(value));
  const calendar = useRef<HTMLInputElement>(null);
  const typed = useRef<HTMLInputElement>(null);
  useEffect(() => setText(fmtDate(value)), [value]);
  const leave = () => {
    const iso = text.trim() ? isoDate(text) : '';
    typed.current?.setCustomValidity(iso === null ? t().common.dateWrong : '');
    if (iso !== null && iso !== value) onValue(iso);
    if (iso) setText(fmtDate(iso));
  };
  return (
    <span class="input-with-button">
      <input
        {...rest}
        ref={typed}
        class="input numbers"
        type="text"
        inputMode="numeric"
        autocomplete="off"
        placeholder={t().common.dateForm}
        value={text}
        onInput={(e) => {
          setText(e.currentTarget.value);
          e.currentTarget.setCustomValidity('');
        }}
        onBlur={leave}
        onKeyDown={(e) => e.key === 'Enter' && leave()}
      />
      <input ref={calendar} class="calendar" type="date" tabIndex={-1} aria-hidden="true" value={value} onInput={(e) => onValue(e.currentTarget.value)} />
      <button type="button" class="icon-button" aria-label={t().common.calendar} onClick={() => calendar.current?.showPicker()}>
        <CalendarDays size={20} aria-hidden="true" />
      </button>
    </span>
  );
}

interface DateFieldProps {
  name: string;
  label: string;
  hint?: string;
  required?: boolean;
  value: string;
  onValue: (iso: string) => void;
}

export function DateField({ name, label, hint, required, value, onValue }: DateFieldProps) {
  return (
    <Field name={name} label={label} {...(hint && { hint })} {...(required && { required })}>
      {(control) => <DateInput {...control} value={value} onValue={onValue} />}
    </Field>
  );
}
