// SPDX-License-Identifier: GPL-3.0-or-later
//
// The meeting, slim, above a paper that is read in it: the item, the clock, the
// way back, and a word when the chair has gone on to another item.
import type { FunctionComponent } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Undo2 } from 'lucide-preact';
import { t, wordsWhole } from '../i18n';
import { currentItem, isRunning, itemNumber, paperAddress, useMeeting, papersOf, type Meeting } from './data';
import { MeetingState } from '../parts/meeting-state';
import { ItemClock } from './time';
import './live.css';

/** What votes need comes when a meeting is read in: no paper waits for it. */
function VoteLater({ meeting }: { meeting: Meeting }) {
  const [over, setOver] = useState<{ Body: FunctionComponent<{ meeting: Meeting }> } | null>(null);
  useEffect(() => {
    void Promise.all([import('../vote/over'), wordsWhole()]).then(([{ VoteOver }]) => setOver({ Body: VoteOver }));
  }, []);
  return over && <over.Body meeting={meeting} />;
}

export function MeetingBar({ meeting: id, document }: { meeting: string; document: string }) {
  const { copy } = useMeeting(id);
  const meeting = copy.value;
  const item = meeting ? currentItem(meeting) : null;
  const [seen, setSeen] = useState<string | null>(null);
  const known = useRef(false);
  const itemId = item?.id ?? null;
  useEffect(() => {
    // The item at opening is where the person came from; only later moves are news.
    if (meeting && !known.current) {
      known.current = true;
      setSeen(itemId);
    }
  }, [meeting !== undefined]);
  const moved = known.current && item !== null && itemId !== seen;
  // A paper of the new item opens at once; without one the meeting itself does.
  const papers = item ? papersOf(item) : [];
  const other = papers.find((paper) => paper.document_id !== document);
  const first = papers[0];
  const goal = first && other === first ? paperAddress(first, id) : `/meetings/${id}/live`;
  return (
    <>
      <section class="meeting-bar" aria-label={t().meeting.now} data-current-item={itemId ?? ''}>
        <a class="button meeting-bar-back" href={`/meetings/${id}/live`}>
          <Undo2 size={20} aria-hidden="true" />
          {t().meeting.backToMeeting}
        </a>
        {meeting && (
          <p class="meeting-bar-item">
            {item ? (
              <>
                <span class="numbers">{t().meeting.item(itemNumber(item))}</span>
                <strong>{item.title}</strong>
              </>
            ) : (
              <strong>{meeting.title}</strong>
            )}
          </p>
        )}
        {meeting && meeting.state !== 'in_progress' && <MeetingState state={meeting.state} />}
        {meeting && item && isRunning(meeting) && <ItemClock meeting={meeting} item={item} />}
      </section>
      {meeting && isRunning(meeting) && <VoteLater meeting={meeting} />}
      {moved && item && (
        <div class="meeting-moved" role="status">
          <span>{t().meeting.chairMoved(itemNumber(item))}</span>
          <a class="button act" href={goal} onClick={() => setSeen(item.id)}>
            {t().meeting.follow}
          </a>
          <button type="button" class="button quiet" onClick={() => setSeen(item.id)}>
            {t().common.close}
          </button>
        </div>
      )}
    </>
  );
}
