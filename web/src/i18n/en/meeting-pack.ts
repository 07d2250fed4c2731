// SPDX-License-Identifier: GPL-3.0-or-later
//
// Words of the meeting pack in English. Only words.
import type { Words } from '../index';

export const meetingPack: Words['meetingPack'] = {
  title: 'Meeting pack (PDF)',
  about: 'One PDF of the agenda and all papers, with bookmarks and page numbers, to print or keep.',
  make: 'Make the pack',
  makeNew: 'Make a new one',
  again: 'Make it again',
  queued: 'Waiting its turn',
  running: 'Putting papers together',
  pagesOf: (done, total) => `${done}/${total} pages`,
  leave: 'You may leave this page; it goes on.',
  facts: (pages, size) => `${pages} pages of papers · ${size}`,
  madeAt: (when) => `Made at ${when}`,
  take: 'Download',
  changed: 'The papers have changed since the last pack. Please make a new one.',
  failed: 'The pack could not be made.',
};
