// SPDX-License-Identifier: GPL-3.0-or-later
//
// Small words about what waits: that it is not safe on this device, that one
// thing is not sent yet.
import { CloudUpload } from 'lucide-preact';
import { t } from '../i18n';
import { Notice } from '../parts/states';
import { entries, keeping } from './box';

/** Says that what is written is not kept by this device; nothing while it is. */
export function KeepingNotice() {
  const state = keeping.value;
  const waits = [...entries.value.values()].some((entry) => entry.kind !== 'reading');
  if (state === 'kept' || !waits) return null;
  return <Notice kind="error">{state === 'full' ? t().outbox.full : t().outbox.memory}</Notice>;
}

export function UnsentMark() {
  return (
    <span class="unsent-mark">
      <CloudUpload size={16} aria-hidden="true" />
      {t().outbox.notSent}
    </span>
  );
}
