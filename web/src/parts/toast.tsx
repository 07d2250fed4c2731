// SPDX-License-Identifier: GPL-3.0-or-later
//
// Short words at the foot of the screen about what has just happened, read out
// by screen readers. What must be acted on does not belong here.
import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { CircleAlert, CircleCheck, X } from 'lucide-preact';
import { t } from '../i18n';
import { problemText } from './problem';

interface Toast {
  id: number;
  text: string;
  bad: boolean;
}

const toasts = signal<Toast[]>([]);
let last = 0;

function drop(id: number): void {
  toasts.value = toasts.value.filter((x) => x.id !== id);
}
function show(text: string, bad: boolean): void {
  last += 1;
  const id = last;
  toasts.value = [...toasts.value.slice(-2), { id, text, bad }];
  window.setTimeout(() => drop(id), bad ? 9000 : 4500);
}

export function toast(text: string): void {
  show(text, false);
}
export function toastProblem(error: unknown): void {
  show(problemText(error), true);
}

/** A refusal that is told more exactly than its slug is. */
export function toastRefused(text: string): void {
  show(text, true);
}

export function Toasts() {
  const root = useRef<HTMLDivElement>(null);
  const count = toasts.value.length;
  useEffect(() => {
    // As a popover, and the last one shown, it stands above an open dialog.
    root.current?.hidePopover();
    if (count) root.current?.showPopover();
  }, [toasts.value]);
  return (
    <div ref={root} class="toasts" role="status" aria-live="polite" popover="manual">
      {toasts.value.map((x) => (
        <div key={x.id} class={x.bad ? 'toast toast-bad' : 'toast'}>
          {x.bad ? <CircleAlert size={20} aria-hidden="true" /> : <CircleCheck size={20} aria-hidden="true" />}
          <span>{x.text}</span>
          <button type="button" class="icon-button" aria-label={t().common.close} onClick={() => drop(x.id)}>
            <X size={18} aria-hidden="true" />
          </button>
        </div>
      ))}
    </div>
  );
}
