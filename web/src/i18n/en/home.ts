// SPDX-License-Identifier: GPL-3.0-or-later
//
// Words of the home page, and of a meeting's state wherever it is shown.
import type { Words } from '../index';

export const home: Words['home'] = {
  greeting: (name: string) => `Good day, ${name}`,
  running: 'In progress',
  paused: 'Paused',
  enter: 'Enter the meeting',
  chair: (name: string) => `Chair: ${name}`,
  today: 'Today',
  noneToday: 'No other meetings today.',
  noneAtAll: 'No meetings today.',
  toRead: 'Papers to read',
  nothingToRead: 'No papers to read.',
  upcoming: 'Upcoming',
  noneUpcoming: 'No upcoming meetings.',
  unread: 'Not opened',
  readTo: (page: number, pages: number) => `Read to page ${page} of ${pages}`,
  read: 'Read',
  readOn: 'Read on',
  forMeeting: (title: string, when: string) => `For ${title}, ${when}`,
  items: (n: number) => (n === 1 ? '1 item' : `${n} items`),
  papers: (n: number) => (n === 1 ? '1 paper' : `${n} papers`),
  online: 'Online',
  allMeetings: 'All meetings',
  role: { chair: 'Chair', secretary: 'Secretary', member: 'Member', guest: 'Guest', substitute: 'Substitute', author: 'Author' },
  state: {
    draft: 'Draft',
    invited: 'Invitations sent',
    in_progress: 'In progress',
    paused: 'Paused',
    ended: 'Ended',
    closed: 'Closed',
    cancelled: 'Cancelled',
  },
};
