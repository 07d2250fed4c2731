// SPDX-License-Identifier: GPL-3.0-or-later
//
// The panels of a running meeting, one row each, in the order of their buttons.
// A new one is an import and a row here.
import { Gavel, History, List, MessagesSquare, Mic, NotebookPen, UsersRound, Vote } from 'lucide-preact';
import { Conclusions } from '../conclusion/list';
import { t } from '../i18n';
import { FloorPanel } from '../meeting/floor-panel';
import { FloorQueue } from '../meeting/floor-queue';
import { RollBoard } from '../meeting/roll-board';
import { isRunning } from '../meeting/data';
import { EventList } from '../record/events';
import { runningNow } from '../vote/data';
import { VotePanel } from '../vote/panel';
import { AgendaPanel } from './agenda-panel';
import { ChatPanel } from './chat-panel';
import { NotePanel } from './note-panel';
import type { PanelRow } from './room';

export const panels: readonly PanelRow[] = [
  { key: 'agenda', icon: List, name: () => t().room.agenda, title: () => t().meeting.agenda, for: () => true, Body: AgendaPanel },
  {
    key: 'floor',
    icon: Mic,
    name: ({ floor }) => t().floor.panel(floor?.waiting.length ?? 0),
    title: () => t().floor.title,
    count: ({ floor }) => (floor?.may_call ? floor.waiting.length : 0),
    for: ({ floor }) => floor !== undefined && (floor.may_call || floor.queues.some((desk) => desk.state !== 'off') || floor.waiting.length > 0),
    Body: ({ room }) =>
      !room.floor ? null : room.floor.may_call ? <FloorPanel floor={room.floor} roll={room.roll} meeting={room.meeting.id} onFloor={room.onFloor} /> : <FloorQueue floor={room.floor} />,
  },
  {
    key: 'votes',
    icon: Vote,
    name: () => (runningNow.value ? t().vote.buttonRuns(runningNow.value.voted) : t().vote.button),
    title: () => t().vote.title,
    count: () => (runningNow.value ? 1 : 0),
    for: ({ meeting }) => isRunning(meeting) && meeting.may.steer,
    Body: ({ room }) => <VotePanel meeting={room.meeting} />,
  },
  {
    key: 'roll',
    icon: UsersRound,
    name: () => t().roll.open,
    for: ({ roll, meeting }) => roll !== undefined && (roll.may_call || meeting.may.steer),
    Body: ({ room }) => room.roll ? <RollBoard roll={room.roll} meeting={room.meeting.id} item={isRunning(room.meeting) ? room.meeting.current_item_id : null} running={isRunning(room.meeting)} onRoll={room.onRoll} /> : null,
  },
  {
    key: 'conclusions',
    icon: Gavel,
    name: () => t().conclusion.title,
    for: ({ meeting }) => isRunning(meeting),
    Body: ({ room }) => (
      <>
        <Conclusions key={room.meeting.current_item_id} meeting={room.meeting} only={room.meeting.current_item_id} />
        <p class="muted live-none">{t().room.noConclusions}</p>
      </>
    ),
  },
  { key: 'events', icon: History, name: () => t().room.events, title: () => t().record.events, for: ({ part }) => part !== 'member', Body: ({ room }) => <EventList meeting={room.meeting.id} /> },
  { key: 'note', icon: NotebookPen, name: () => t().room.note, title: () => t().talk.note, for: () => true, Body: NotePanel },
  {
    key: 'chat',
    icon: MessagesSquare,
    name: ({ chat }) => t().chat.button(chat.unread()),
    title: () => t().chat.heading,
    count: ({ chat }) => chat.unread(),
    // Not there for members until the chair opens it for the first time.
    for: ({ chat }) => {
      const copy = chat.snapshot.copy.value;
      return copy !== undefined && (copy.open || copy.may_steer || copy.items.length > 0);
    },
    Body: ChatPanel,
  },
];
