// SPDX-License-Identifier: GPL-3.0-or-later
//
// Says over the paper that notes are not safe on this device, or wait in the tray
// until someone looks there, and what to do while one of them is being placed.
import { t } from '../i18n';
import { keeping, unsent } from '../outbox';
import { KeepingNotice } from '../outbox/show';
import { Notice } from '../parts/states';
import type { Desk } from './desk';
import { inTray } from './tray';

export function NoteNotice({ desk, onSee }: { desk: Desk; onSee: () => void }) {
  const words = t().notes;
  if (desk.placing.value) {
    return (
      <div class="note-notice">
        <Notice>
          <span>{words.placeHint}</span>
          <button type="button" class="button" onClick={() => desk.placeNext(null)}>
            {t().common.cancel}
          </button>
        </Notice>
      </div>
    );
  }
  if (keeping.value !== 'kept' && unsent.value > 0) {
    return (
      <div class="note-notice">
        <KeepingNotice />
      </div>
    );
  }
  const refused = desk.data.refused.value.length;
  const waiting = desk.data.items.value.filter(inTray).length;
  if (refused + waiting === 0) return null;
  return (
    <div class="note-notice">
      <Notice kind="warn">
        <span>{refused > 0 ? words.refusedNotice(refused) : words.trayNotice(waiting)}</span>
        <button type="button" class="button" onClick={onSee}>
          {words.see}
        </button>
      </Notice>
    </div>
  );
}
