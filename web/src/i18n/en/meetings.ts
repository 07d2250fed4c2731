// SPDX-License-Identifier: GPL-3.0-or-later
//
// Words of the list of meetings. Only words.
import type { Words } from '../index';

export const meetings: Words['meetings'] = {
  tabs: { coming: 'Coming', past: 'Past', prepare: 'I prepare', unit: 'My unit attends', papers: 'My unit brings papers' },
  search: 'Search titles, places and the text of papers',
  clearSearch: 'Clear the words',
  filters: 'Filters',
  filtersSet: 'Filters in use',
  state: 'State',
  any: 'All',
  from: 'From',
  to: 'To',
  fromDay: (day) => `From ${day}`,
  toDay: (day) => `To ${day}`,
  hostIs: (unit) => `Host: ${unit}`,
  without: (condition) => `Remove ${condition}`,
  apply: 'Apply',
  clear: 'Clear',
  clearAll: 'Clear words and filters',
  yesterday: 'Yesterday',
  today: 'Today',
  tomorrow: 'Tomorrow',
  count: (n) => (n === 1 ? '1 meeting' : `${n} meetings`),
  hits: 'Papers with these words',
  page: (n) => `page ${n}`,
  removeDraft: (name) => `Delete the draft ${name}`,
  nothingText: (coming) => (coming ? 'Try fewer words, leave out the marks, or look in past meetings.' : 'Try fewer words, leave out the marks, or look in coming meetings.'),
  nothingFilter: 'No meeting fits the filters in use.',
  lookPast: 'Look in past meetings',
  lookComing: 'Look in coming meetings',
  none: {
    coming: { title: 'No meetings are coming.', text: 'Meetings you are invited to or prepare appear here.' },
    past: { title: 'No past meetings yet.', text: 'Meetings that have ended or were cancelled appear here.' },
    prepare: { title: 'You prepare no meeting.', text: 'Meetings you set up, chair or are secretary of appear here.' },
    unit: { title: 'Your unit is invited to no coming meeting.', text: 'A meeting appears here once the invitation to your unit is sent.' },
    papers: { title: 'No meeting waits for papers of your unit.', text: 'Meetings whose invitation is not sent yet are only in the list of papers to prepare.' },
  },
  requests: 'Papers to prepare',
  requestsText: 'Meetings whose invitation is not sent yet are only in the list of papers to prepare.',
};
