// SPDX-License-Identifier: GPL-3.0-or-later
//
// A tap that went to the wrong item is taken back for some seconds: it goes to
// where the meeting came from. Only the one who tapped is asked.
import { useEffect, useState } from 'preact/hooks';
import { Undo2 } from 'lucide-preact';
import { t } from '../i18n';
import { currentItem, itemNumber, type AgendaItem, type Meeting } from '../meeting/data';

const OFFERED_MS = 8000;

/** Where the meeting stood before this chair's last step; null when there is nothing to take back. */
export interface Moved {
  from: string;
  to: string;
}

export function Undo({ meeting, moved, onGo }: { meeting: Meeting; moved: Moved | null; onGo: (item: AgendaItem) => void }) {
  const [over, setOver] = useState(false);
  useEffect(() => {
    setOver(false);
    if (!moved) return;
    const timer = setTimeout(() => setOver(true), OFFERED_MS);
    return () => clearTimeout(timer);
  }, [moved]);
  const item = currentItem(meeting);
  const before = meeting.agenda.find((one) => one.id === moved?.from);
  // Somebody else went on meanwhile: that is not this chair's to take back.
  if (!moved || over || !before || item?.id !== moved.to) return null;
  const words = t().steering;
  return (
    <div class="undo" role="status">
      <span>{words.went(itemNumber(item))}</span>
      <button type="button" class="button" onClick={() => onGo(before)}>
        <Undo2 size={20} aria-hidden="true" />
        {words.undo}
      </button>
    </div>
  );
}
