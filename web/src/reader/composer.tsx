// SPDX-License-Identifier: GPL-3.0-or-later
//
// A few lines to write and send. It keeps nothing: the words belong to whoever
// shows it, so that they survive when it is closed.
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../i18n';

const LONGEST = 5000;

interface ComposerProps {
  body: string;
  onBody: (body: string) => void;
  submit: string;
  /** What is written, when it is no comment. */
  label?: string;
  onSend: (body: string) => Promise<void>;
  onCancel: () => void;
}

export function Composer({ body, onBody, submit, label = t().reader.writing, onSend, onCancel }: ComposerProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [busy, setBusy] = useState(false);
  // After the panel that opens with it has taken the focus for its heading.
  useEffect(() => queueMicrotask(() => field.current?.focus({ preventScroll: true })), []);
  const send = async () => {
    if (busy || body.trim() === '') return;
    setBusy(true);
    await onSend(body.trim());
    setBusy(false);
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <textarea
        ref={field}
        class="input"
        rows={3}
        maxLength={LONGEST}
        aria-label={label}
        placeholder={label}
        value={body}
        onInput={(event) => onBody(event.currentTarget.value)}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send();
          if (event.key === 'Escape') onCancel();
        }}
      />
      <div class="row end">
        <button type="button" class="button" onClick={onCancel} disabled={busy}>
          {t().common.cancel}
        </button>
        <button type="submit" class="button primary" disabled={busy || body.trim() === ''}>
          {submit}
        </button>
      </div>
    </form>
  );
}
