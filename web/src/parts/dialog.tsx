// SPDX-License-Identifier: GPL-3.0-or-later
//
// A dialog: the browser's own <dialog>, which keeps focus inside and closes on
// Escape, with our frame; and questions that wait for yes or no.
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { signal } from '@preact/signals';
import { X } from 'lucide-preact';
import { t } from '../i18n';

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
  /** Buttons at the foot; a form inside may bring its own instead. */
  foot?: ComponentChildren;
  wide?: boolean;
}

export function Dialog({ title, onClose, children, foot, wide }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    if (dialog && !dialog.open) dialog.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={ref}
      class={wide ? 'dialog dialog-wide' : 'dialog'}
      aria-labelledby={id}
      onCancel={(e) => {
        e.preventDefault();
        onClose();
      }}
    >
      <header class="dialog-head">
        <h2 id={id}>{title}</h2>
        <button type="button" class="icon-button" aria-label={t().common.close} onClick={onClose}>
          <X size={22} aria-hidden="true" />
        </button>
      </header>
      <div class="dialog-body">{children}</div>
      {foot && <footer class="dialog-foot">{foot}</footer>}
    </dialog>
  );
}

interface Question {
  title: string;
  text: string;
  yes: string;
  no?: string;
  danger?: boolean;
  answer: (yes: boolean) => void;
}
const question = signal<Question | null>(null);

/** Asks before something that cannot be undone; true when the person agrees. */
export function confirmFirst(q: Omit<Question, 'answer'>): Promise<boolean> {
  return new Promise((resolve) => {
    question.value?.answer(false);
    question.value = {
      ...q,
      answer: (yes) => {
        question.value = null;
        resolve(yes);
      },
    };
  });
}

export function Questions() {
  const q = question.value;
  if (!q) return null;
  return (
    <Dialog
      title={q.title}
      onClose={() => q.answer(false)}
      foot={
        <>
          <button type="button" class="button" onClick={() => q.answer(false)}>
            {q.no ?? t().common.cancel}
          </button>
          <button type="button" class={q.danger ? 'button danger' : 'button primary'} onClick={() => q.answer(true)}>
            {q.yes}
          </button>
        </>
      }
    >
      <p>{q.text}</p>
    </Dialog>
  );
}
