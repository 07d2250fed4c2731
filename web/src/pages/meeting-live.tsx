// SPDX-License-Identifier: GPL-3.0-or-later
//
// A running meeting on a member's tablet, and the chair's: the item, the time,
// its papers; the agenda beside it. It follows the server and never leads it.
import { useEffect, useRef, useState } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import { ArrowLeft } from 'lucide-preact';
import { asProblem } from '../api';
import { fmtTime, t } from '../i18n';
import { Failure, Skeleton } from '../parts/states';
import { itemFacts, PaperLink } from '../meeting/agenda-list';
import { PaperGroups } from '../meeting/paper-groups';
import { currentItem, isRunning, itemNumber, useMeeting, type AgendaItem, type Meeting, papersOf } from '../meeting/data';
import { RestrictedTag } from '../meeting/restricted';
import { MeetingStage } from '../meeting/start';
import { Conclusions } from '../conclusion/list';
import { ConnectionBanner } from '../meeting/connection';
import { MeetingState } from '../parts/meeting-state';
import { CheckIn, Quorum } from '../meeting/roll-me';
import { useFloor } from '../meeting/floor-data';
import { FloorPanel } from '../meeting/floor-panel';
import { SpeakAsk } from '../meeting/speak-ask';
import { Speaker } from '../meeting/speaker';
import { useRoll } from '../meeting/roll-data';
import { Steer } from '../meeting/steer';
import { ClockNotice } from '../steering/clock-notice';
import { pauseWords } from '../steering/sittings';
import { ItemClock } from '../meeting/time';
import '../meeting/floor.css';
import '../meeting/live.css';
import '../meeting/meeting.css';

function Current({ meeting, item }: { meeting: Meeting; item: AgendaItem }) {
  return (
    <section class="current" data-current-item={item.id} aria-live="polite">
      <div class="current-head">
        <div>
          <p class="current-number numbers">
            {t().meeting.item(itemNumber(item))} <span class="muted">/ {meeting.agenda.length}</span>
            {item.restricted && <RestrictedTag />}
            {item.late && <span class="tag tag-warm">{t().meeting.lateItem}</span>}
          </p>
          <h2>{item.title}</h2>
          <p class="muted">{itemFacts(item)}</p>
        </div>
        <ItemClock meeting={meeting} item={item} large />
      </div>
      {meeting.state === 'paused' && (
        <p class="notice notice-warn" role="status">
          <strong>{pauseWords(meeting).title}.</strong> {pauseWords(meeting).text}
        </p>
      )}
      <div class="current-papers">
        <PaperGroups papers={papersOf(item)}>{(paper) => <PaperLink key={paper.id} paper={paper} meeting={meeting.id} large />}</PaperGroups>
        {papersOf(item).length === 0 && <p class="muted">{t().meeting.noPapers}</p>}
      </div>
    </section>
  );
}

function Side({ meeting }: { meeting: Meeting }) {
  const list = useRef<HTMLElement>(null);
  const current = meeting.current_item_id;
  useEffect(() => {
    // Only the list itself: on a narrow screen the page stays at the item and its clock.
    const side = list.current;
    const row = side?.querySelector<HTMLElement>('[aria-current]');
    if (side && row && side.scrollHeight > side.clientHeight) side.scrollTo({ top: row.offsetTop - side.offsetTop - 60 });
  }, [current]);
  return (
    <aside class="live-side" ref={list} aria-label={t().meeting.agenda} tabIndex={0}>
      <h2>{t().meeting.agenda}</h2>
      <ol>
        {meeting.agenda.map((item) => (
          <li key={item.id} class={item.level === 1 ? 'live-sub' : undefined} aria-current={item.id === current ? 'step' : undefined}>
            <span class="live-number numbers">{itemNumber(item)}</span>
            <div>
              <p class="live-title">
                {item.title} {item.restricted && <RestrictedTag />} {item.late && <span class="tag tag-warm">{t().meeting.late}</span>}
              </p>
              <p class="muted numbers">{[fmtTime(item.planned_at), itemFacts(item)].filter(Boolean).join(' · ')}</p>
              <PaperGroups papers={papersOf(item)}>{(paper) => <PaperLink key={paper.id} paper={paper} meeting={meeting.id} />}</PaperGroups>
            </div>
          </li>
        ))}
      </ol>
    </aside>
  );
}

export default function MeetingLivePage() {
  const { params } = useRoute();
  const id = params['id'] ?? '';
  const snapshot = useMeeting(id);
  const rolls = useRoll(id);
  const roll = rolls.copy.value;
  const floors = useFloor(id);
  const floor = floors.copy.value;
  const [calling, setCalling] = useState(false);
  const meeting = snapshot.copy.value;
  const failure = snapshot.failure.value;
  const title = meeting?.title;
  useEffect(() => {
    if (title) document.title = `${title} · ${t().shell.product}`;
  }, [title]);
  const item = meeting ? currentItem(meeting) : null;
  return (
    <div class="live">
      <ConnectionBanner />
      <header class="live-top">
        <a class="icon-button" href={`/meetings/${id}`} aria-label={t().common.back} title={t().common.back}>
          <ArrowLeft size={24} aria-hidden="true" />
        </a>
        <h1 title={title}>{title}</h1>
        {roll?.open && <Quorum roll={roll} meeting={id} />}
        {meeting && <MeetingState state={meeting.state} />}
      </header>
      {meeting && <ClockNotice meeting={meeting} />}
      {snapshot.gone.value && meeting ? (
        <main class="live-main">
          <p class="notice notice-warn">{t().meeting.goneTitle}</p>
        </main>
      ) : !meeting ? (
        <main class="live-main">
          {failure ? <Failure problem={asProblem(failure)} retry={() => void snapshot.reload()} /> : <Skeleton lines={6} height={36} />}
        </main>
      ) : (
        <div class="live-body">
          <main class="live-main">
            {roll && <CheckIn roll={roll} meeting={id} onRoll={rolls.put} />}
            {floor && <Speaker floor={floor} onFloor={floors.put} />}
            {floor && <SpeakAsk {...{ floor, roll }} meeting={id} onFloor={floors.put} />}
            {isRunning(meeting) && item ? <Current meeting={meeting} item={item} /> : <MeetingStage meeting={meeting} onMeeting={snapshot.put} />}
            {isRunning(meeting) && <Conclusions key={item?.id} meeting={meeting} only={item?.id ?? null} />}
          </main>
          <Side meeting={meeting} />
        </div>
      )}
      {meeting && <Steer meeting={meeting} onMeeting={snapshot.put} onRace={() => void snapshot.reload()} floor={floor} onFloor={() => setCalling(true)} />}
      {calling && floor && <FloorPanel {...{ floor, roll }} meeting={id} onFloor={floors.put} onClose={() => setCalling(false)} />}
    </div>
  );
}
