// SPDX-License-Identifier: GPL-3.0-or-later
//
// Words of a running meeting's page and of the screen in the room. Only words.
import type { Words } from '../index';

export const room: Words['room'] = {
  agenda: 'Agenda',
  note: 'Notes',
  events: 'Events',
  noConclusions: 'No conclusions yet.',
  panels: 'Parts of the meeting',
  papersOf: (n: string) => `Papers of item ${n}`,
  whole: (subject: string) => `Open on a page of its own: ${subject}`,
  wholeShort: 'Open on a page of its own',
  went: (n: string) => `Now at item ${n}.`,
  readOn: 'Read on where I was',
  goTo: (n: string) => `Go to item ${n}`,
  noteOn: (n: string) => `Item ${n}, now on`,
};
