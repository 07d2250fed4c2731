// SPDX-License-Identifier: GPL-3.0-or-later
//
// Words of the calendar, and of what overlaps while a meeting is planned. Only words.
import type { Words } from '../index';

export const calendar: Words['calendar'] = {
  title: 'Calendar',
  view: 'View',
  views: { month: 'Month', week: 'Week', list: 'List' },
  whose: 'Whose calendar',
  of: { me: 'My calendar', unit: 'Agency or unit', person: 'Person', room: 'Room' },
  chooseUnit: 'Choose an agency or unit',
  choosePerson: 'Choose a person',
  chooseRoom: 'Choose a room',
  choose: {
    unit: 'Choose an agency or unit to see its calendar.',
    person: 'Choose a person to see their calendar.',
    room: 'Choose a room to see its calendar.',
  },
  back: { month: 'Previous month', week: 'Previous week', list: 'Previous month' },
  forward: { month: 'Next month', week: 'Next week', list: 'Next month' },
  none: 'No meetings in this time.',
  taken: 'Taken',
  legend: 'Legend',
  allDay: 'All day',
  more: (n: number) => `+${n} meetings`,
  moreHint: (n: number) => `Show ${n} more meetings`,
  span: (from: string, to: string) => `${from} – ${to}`,
  roomTaken: (room: string, times: string) => `${room} has a meeting ${times}`,
  personBusy: (name: string, times: string) => `${name} is busy ${times}`,
  tooSmall: (seats: number, people: number) => `The room has ${seats} seats; at least ${people} people are expected.`,
  refused: (times: string) => `Not done: the room has another meeting ${times}. Choose another room or time.`,
};
