// SPDX-License-Identifier: GPL-3.0-or-later
//
// A newer release of the pages waits: said at the foot of the screen until the
// person takes it. Nothing is loaded anew by itself, for something may be half written.
import { signal } from '@preact/signals';
import { Sparkles } from 'lucide-preact';
import { t } from '../i18n';
import './release.css';

/** What takes the new release; null while there is none. */
export const release = signal<(() => void) | null>(null);

export function Release() {
  const take = release.value;
  return (
    <div class="release" role="status">
      {take && (
        <div class="release-box">
          <Sparkles size={20} aria-hidden="true" />
          <span>{t().offline.release}</span>
          <button type="button" class="button" onClick={take}>
            {t().common.reload}
          </button>
        </div>
      )}
    </div>
  );
}
