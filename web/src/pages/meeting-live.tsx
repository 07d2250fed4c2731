// SPDX-License-Identifier: GPL-3.0-or-later
//
// A running meeting: what is on and who speaks, the paper, what I may do, and
// one panel for everything else. The member's, the secretary's and the chair's
// page are this one; it follows the server and never leads it.
import { useEffect, useState } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import { ArrowLeft } from 'lucide-preact';
import { asProblem } from '../api';
import { t } from '../i18n';
import { Failure, Skeleton } from '../parts/states';
import { currentItem, isRunning, useMeeting, type Meeting } from '../meeting/data';
import { MeetingStage } from '../meeting/start';
import { ConnectionBanner } from '../meeting/connection';
import { MeetingState } from '../parts/meeting-state';
import { NameLate } from '../meeting/name-people';
import { CheckIn, Quorum } from '../meeting/roll-me';
import { useFloor } from '../meeting/floor-data';
import { SpeakAsk } from '../meeting/speak-ask';
import { useRoll } from '../meeting/roll-data';
import { Steer } from '../meeting/steer';
import { ClockNotice } from '../steering/clock-notice';
import { useFollow, useShown } from '../follow/use-screen';
import { useChat } from '../room/chat-data';
import { PanelFrame, Rail } from '../room/frame';
import { Now } from '../room/now';
import { partOf, useWide, type Room } from '../room/room';
import { Stage, type Shown } from '../room/stage';
import { VoteHere } from '../vote/over';
import { WallButton } from '../wall/address';
import '../meeting/floor.css';
import '../meeting/live.css';
import '../meeting/meeting.css';
import '../room/room.css';

/** Panels that stand open beside the paper while none is chosen. */
const RESTING = { member: 'agenda', chair: 'agenda', secretary: 'roll' } as const;

function Live({ meeting, snapshot }: { meeting: Meeting; snapshot: ReturnType<typeof useMeeting> }) {
  const rolls = useRoll(meeting.id);
  const floors = useFloor(meeting.id);
  const chat = useChat(meeting.id);
  // Kept over a reload: a tablet that slept comes back to where it was.
  const kept = `nghisu.room.${meeting.id}`;
  const [panel, choose] = useState(() => sessionStorage.getItem(kept));
  const setPanel = (key: string | null) => {
    if (key) sessionStorage.setItem(kept, key);
    else sessionStorage.removeItem(kept);
    choose(key);
  };
  const [shown, setShown] = useState<Shown | null>(null);
  const follow = useFollow(meeting.id);
  useShown(follow.screen, shown, setShown);
  const wide = useWide();
  const roll = rolls.copy.value;
  const floor = floors.copy.value;
  const part = partOf(meeting);
  const room: Room = {
    ...{ meeting, roll, floor, chat, follow, part, wide },
    onMeeting: snapshot.put,
    onRoll: rolls.put,
    onFloor: floors.put,
    onRace: () => void snapshot.reload(),
    onPaper: (item, paper) => {
      setShown({ item: item.id, paper: paper.id });
      if (!wide) setPanel(null);
    },
    onPanel: setPanel,
  };
  const item = currentItem(meeting);
  const steers = meeting.may.steer && isRunning(meeting);
  const open = panel ?? (wide ? RESTING[part] : null);
  const over = panel !== null && (!wide || (part === 'chair' && panel !== RESTING.chair));
  const rail = <Rail room={room} open={open} dark={steers} />;
  return (
    <>
      <header class="live-top">
        <a class="icon-button" href={`/meetings/${meeting.id}`} aria-label={t().common.back} title={t().common.back}>
          <ArrowLeft size={24} aria-hidden="true" />
        </a>
        <h1 title={meeting.title}>{meeting.title}</h1>
        {roll?.open && <Quorum roll={roll} meeting={meeting.id} />}
        {meeting.may.steer && <WallButton meeting={meeting.id} />}
        <MeetingState state={meeting.state} />
      </header>
      <ClockNotice meeting={meeting} />
      <div class={`live-body live-${part}`}>
        <Now room={room} item={isRunning(meeting) ? item : null} />
        {isRunning(meeting) && item ? (
          <Stage room={room} current={item} shown={shown} onShown={setShown} />
        ) : (
          <main class="live-stage">
            <MeetingStage meeting={meeting} onMeeting={snapshot.put} />
          </main>
        )}
        {/* an open vote's card: the one thing that stands between the item and everything else */}
        <div class="live-vote">{isRunning(meeting) && <VoteHere meeting={meeting} />}</div>
        <div class="live-act">
          <NameLate meeting={meeting} onMeeting={snapshot.put} />
          {roll && <CheckIn roll={roll} meeting={meeting.id} onRoll={rolls.put} />}
          {/* who calls puts themselves on the list in the panel, like anybody else */}
          {floor && !floor.may_call && <SpeakAsk {...{ floor, roll }} meeting={meeting.id} onFloor={floors.put} />}
        </div>
        {!steers && rail}
        {open && <PanelFrame room={room} open={open} over={over} />}
      </div>
      <Steer meeting={meeting} onMeeting={snapshot.put} onRace={room.onRace}>
        {rail}
      </Steer>
    </>
  );
}

export default function MeetingLivePage() {
  const { params } = useRoute();
  const id = params['id'] ?? '';
  const snapshot = useMeeting(id);
  const meeting = snapshot.copy.value;
  const failure = snapshot.failure.value;
  const title = meeting?.title;
  useEffect(() => {
    if (title) document.title = `${title} · ${t().shell.product}`;
  }, [title]);
  return (
    <div class="live">
      <ConnectionBanner />
      {snapshot.gone.value && meeting ? (
        <main class="live-alone">
          <p class="notice notice-warn">{t().meeting.goneTitle}</p>
        </main>
      ) : !meeting ? (
        <main class="live-alone">
          {failure ? <Failure problem={asProblem(failure)} retry={() => void snapshot.reload()} /> : <Skeleton lines={6} height={36} />}
        </main>
      ) : (
        <Live key={meeting.id} meeting={meeting} snapshot={snapshot} />
      )}
    </div>
  );
}
