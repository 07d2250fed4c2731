// SPDX-License-Identifier: GPL-3.0-or-later
//
// A form's life: busy while it is sent, the server's problem at the field it
// names or above the buttons, a question before unsaved words are lost. The
// server checks values; here only what the browser checks by itself.
import type { ComponentChildren, JSX } from 'preact';
import { createContext } from 'preact';
import { useContext, useEffect, useId, useRef, useState } from 'preact/hooks';
import { asProblem, type Problem } from '../api';
import { t } from '../i18n';
import { confirmFirst } from './dialog';
import { problemText, slugText } from './problem';
import { Notice } from './states';

const FormProblem = createContext<{ problem: Problem | null; claim: (name: string) => void }>({ problem: null, claim: () => {} });

/** What the server last said against the form around. */
export const useFormProblem = () => useContext(FormProblem).problem;

interface FormProps {
  onSubmit: () => Promise<void>;
  children: ComponentChildren;
  submit: string;
  onCancel?: () => void;
  /** Cancelling also stops what is being sent. */
  stoppable?: boolean;
  /** Ask before leaving the page. */
  dirty?: boolean;
  class?: string;
  danger?: boolean;
}

export function Form({ onSubmit, children, submit, onCancel, stoppable = false, dirty = false, class: className, danger }: FormProps) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const fields = useRef(new Set<string>());
  const form = useRef<HTMLFormElement>(null);
  useUnsaved(dirty && !busy);
  useEffect(() => {
    if (problem) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [problem]);

  const send = async (e: Event) => {
    e.preventDefault();
    if (busy) return;
    setBusy(true);
    setProblem(null);
    try {
      await onSubmit();
    } catch (error) {
      setProblem(asProblem(error));
    }
    setBusy(false);
  };
  const atField = problem?.field && fields.current.has(problem.field);
  return (
    <FormProblem.Provider value={{ problem, claim: (name) => fields.current.add(name) }}>
      <form ref={form} class={`form ${className ?? ''}`} onSubmit={(e) => void send(e)} aria-busy={busy}>
        {children}
        {problem && !atField && <Notice kind="error">{problemText(problem)}</Notice>}
        <div class="form-actions">
          {onCancel && (
            <button type="button" class="button" onClick={onCancel} disabled={busy && !stoppable}>
              {t().common.cancel}
            </button>
          )}
          <button type="submit" class={danger ? 'button danger' : 'button primary'} disabled={busy}>
            {busy ? t().common.saving : submit}
          </button>
        </div>
      </form>
    </FormProblem.Provider>
  );
}

interface FieldProps {
  /** The body's field, as the server names it in a problem. */
  name: string;
  label: string;
  hint?: string;
  required?: boolean;
  wide?: boolean;
  children: (control: { id: string; name: string; required?: boolean; 'aria-invalid'?: 'true'; 'aria-describedby'?: string }) => ComponentChildren;
}

export function Field({ name, label, hint, required, wide, children }: FieldProps) {
  const id = useId();
  const { problem, claim } = useContext(FormProblem);
  claim(name);
  const wrong = problem?.field === name || (problem?.field?.startsWith(`${name}.`) ?? false);
  const described = [hint && `${id}-hint`, wrong && `${id}-wrong`].filter(Boolean).join(' ');
  return (
    <div class={wide ? 'field field-wide' : 'field'}>
      <label for={id}>
        {label}
        {required && (
          <span class="field-required" title={t().common.required}>
            {' *'}
          </span>
        )}
      </label>
      {children({ id, name, ...(required && { required }), ...(wrong && { 'aria-invalid': 'true' as const }), ...(described && { 'aria-describedby': described }) })}
      {hint && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {wrong && problem && (
        <p class="field-wrong" id={`${id}-wrong`}>
          {slugText(problem.slug)}
        </p>
      )}
    </div>
  );
}

type InputProps = Omit<JSX.IntrinsicElements['input'], 'value' | 'onInput' | 'name'> & Omit<FieldProps, 'children'> & { value: string; onValue: (value: string) => void };

/** The most common field: one line of text, a date, a number. */
export function TextField({ name, label, hint, required, wide, value, onValue, ...rest }: InputProps) {
  return (
    <Field name={name} label={label} {...(hint && { hint })} {...(required && { required })} {...(wide && { wide })}>
      {(control) => <input class="input" type="text" {...rest} {...control} value={value} onInput={(e) => onValue(e.currentTarget.value)} />}
    </Field>
  );
}

type AreaProps = Omit<FieldProps, 'children'> & { value: string; onValue: (value: string) => void; rows?: number; maxLength?: number; autofocus?: boolean };
export function AreaField({ name, label, hint, required, wide, value, onValue, rows = 3, ...rest }: AreaProps) {
  return (
    <Field name={name} label={label} {...(hint && { hint })} {...(required && { required })} {...(wide && { wide })}>
      {(control) => <textarea class="input" {...rest} {...control} rows={rows} value={value} onInput={(e) => onValue(e.currentTarget.value)} />}
    </Field>
  );
}

type SelectProps = Omit<FieldProps, 'children'> & { value: string; onValue: (value: string) => void; options: readonly { value: string; label: string }[]; empty?: string };
export function SelectField({ name, label, hint, required, wide, value, onValue, options, empty }: SelectProps) {
  return (
    <Field name={name} label={label} {...(hint && { hint })} {...(required && { required })} {...(wide && { wide })}>
      {(control) => (
        <select class="input" {...control} value={value} onChange={(e) => onValue(e.currentTarget.value)}>
          {empty !== undefined && <option value="">{empty}</option>}
          {options.map((o) => (
            <option key={o.value} value={o.value}>
              {o.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** Asks before a link or a reload throws away what was typed. */
export function useUnsaved(dirty: boolean): void {
  useEffect(() => {
    if (!dirty) return;
    const unload = (e: BeforeUnloadEvent) => e.preventDefault();
    const click = (e: MouseEvent) => {
      const link = e.composedPath().find((x): x is HTMLAnchorElement => x instanceof HTMLAnchorElement && !!x.href);
      if (!link || link.origin !== location.origin || link.target || link.hasAttribute('download') || e.ctrlKey || e.metaKey) return;
      e.preventDefault();
      e.stopImmediatePropagation();
      void confirmFirst({ title: t().common.unsavedTitle, text: t().common.unsavedText, yes: t().common.leave, no: t().common.stay }).then((yes) => {
        if (!yes) return;
        stop();
        link.click();
      });
    };
    const stop = () => {
      window.removeEventListener('beforeunload', unload);
      window.removeEventListener('click', click, true);
    };
    window.addEventListener('beforeunload', unload);
    window.addEventListener('click', click, true);
    return stop;
  }, [dirty]);
}
