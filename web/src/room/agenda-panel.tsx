// SPDX-License-Identifier: GPL-3.0-or-later
//
// The agenda beside the paper: where the meeting stands, every paper a tap
// away; who steers goes to an item from here.
import { useEffect, useRef, useState } from 'preact/hooks';
import { CornerDownRight } from 'lucide-preact';
import { fmtTime, t } from '../i18n';
import { itemFacts, PaperLink } from '../meeting/agenda-list';
import { isRunning, itemNumber, meetingMove, papersOf, type AgendaItem } from '../meeting/data';
import { PaperGroups } from '../meeting/paper-groups';
import { RestrictedTag } from '../meeting/restricted';
import { toastProblem } from '../parts/toast';
import type { Room } from './room';

export function AgendaPanel({ room }: { room: Room }) {
  const list = useRef<HTMLOListElement>(null);
  const [busy, setBusy] = useState(false);
  const { meeting } = room;
  const current = meeting.current_item_id;
  useEffect(() => {
    const box = list.current?.closest<HTMLElement>('.live-panel-body');
    const row = list.current?.querySelector<HTMLElement>('[aria-current]');
    if (box && row && box.scrollHeight > box.clientHeight) box.scrollTo({ top: row.offsetTop - box.offsetTop - 60 });
  }, [current]);
  const go = async (item: AgendaItem) => {
    setBusy(true);
    try {
      room.onMeeting(await meetingMove(meeting.id, item.id));
    } catch (error) {
      toastProblem(error);
      room.onRace();
    }
    setBusy(false);
  };
  const steers = meeting.may.steer && isRunning(meeting);
  return (
    <ol class="live-agenda" ref={list}>
      {meeting.agenda.map((item) => (
        <li key={item.id} class={item.level === 1 ? 'live-sub' : undefined} aria-current={item.id === current ? 'step' : undefined}>
          <span class="live-number numbers">{itemNumber(item)}</span>
          <div>
            <p class="live-title">
              {item.title} {item.restricted && <RestrictedTag />} {item.late && <span class="tag tag-warm">{t().meeting.late}</span>}
            </p>
            <p class="muted numbers">{[fmtTime(item.planned_at), itemFacts(item)].filter(Boolean).join(' · ')}</p>
            <PaperGroups papers={papersOf(item)}>{(paper) => <PaperLink key={paper.id} paper={paper} meeting={meeting.id} onOpen={() => room.onPaper(item, paper)} />}</PaperGroups>
            {steers && item.id !== current && (
              <button type="button" class="button small" disabled={busy} onClick={() => void go(item)}>
                <CornerDownRight size={18} aria-hidden="true" />
                {t().room.goTo(itemNumber(item))}
              </button>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
