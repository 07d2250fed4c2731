// SPDX-License-Identifier: GPL-3.0-or-later
//
// What every part of a running meeting's page is given: the server's copies,
// where to put newer ones, and which paper is shown. Shapes and small rules only.
import { useEffect, useState } from 'preact/hooks';
import type { FunctionComponent } from 'preact';
import type { LucideIcon } from 'lucide-preact';
import type { AgendaItem, Meeting, MeetingPaper } from '../meeting/data';
import type { Follow } from '../follow/use-screen';
import type { Floor } from '../meeting/floor-data';
import type { Roll } from '../meeting/roll-data';
import { session } from '../session';
import type { ChatData } from './chat-data';

/** The page's three shapes: the chair's bar and panel, the secretary's desk, the member's calm. */
export type Part = 'chair' | 'secretary' | 'member';

export interface Room {
  meeting: Meeting;
  roll: Roll | undefined;
  floor: Floor | undefined;
  chat: ChatData;
  /** What is presented, and who looks over the reader's shoulder for it. */
  follow: Follow;
  part: Part;
  /** Panels stand beside the paper; else they slide over it. */
  wide: boolean;
  onMeeting: (meeting: Meeting) => void;
  onRoll: (roll: Roll) => void;
  onFloor: (floor: Floor) => void;
  /** Somebody else was first: fetch the meeting again. */
  onRace: () => void;
  /** Shows a paper of any item on the stage. */
  onPaper: (item: AgendaItem, paper: MeetingPaper) => void;
  /** Opens a panel by its key; null closes. */
  onPanel: (key: string | null) => void;
}

/** A panel of the live page; a row in panels.tsx puts it there. */
export interface PanelRow {
  key: string;
  icon: LucideIcon;
  /** On its button. */
  name: (room: Room) => string;
  /** Above it, where the button's word is too short. */
  title?: (room: Room) => string;
  /** How many wait or are new; shown on the button. */
  count?: (room: Room) => number;
  for: (room: Room) => boolean;
  Body: FunctionComponent<{ room: Room }>;
}

export function partOf(meeting: Meeting): Part {
  if (meeting.chair?.id === session.value?.person.id) return 'chair';
  return meeting.may.edit || meeting.may.steer ? 'secretary' : 'member';
}

export function useWide(): boolean {
  const query = '(min-width: 1000px)';
  const [wide, setWide] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const told = () => setWide(list.matches);
    told();
    list.addEventListener('change', told);
    return () => list.removeEventListener('change', told);
  }, []);
  return wide;
}
