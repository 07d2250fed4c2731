// SPDX-License-Identifier: GPL-3.0-or-later
//
// Words of what is new to the reader and how far they have read, in English.
import type { Words } from '..';

const pages = (n: number) => (n === 1 ? '1 page' : `${n} pages`);

export const news: Words['news'] = {
  new: 'New',
  changed: 'Newer version',
  unread: 'Unread',
  title: 'Since you last read',
  comparing: 'Comparing with the version you read…',
  failed: 'Which pages changed is not known yet.',
  youRead: (n) => `You have read version ${n}.`,
  changedPages: (newest, n) => `Version ${newest} has ${pages(n)} changed:`,
  noPages: (newest) => `Version ${newest} is the newest and cannot be shown page by page.`,
  noneLeft: (newest) => `No changed page of version ${newest} is left to read.`,
  pageLink: (which) => `Page ${which}`,
  morePages: (n) => `and ${n} more`,
  compare: 'Compare with the version read',
  compareShort: 'Compare',
  markRead: 'Mark as read',
  markedRead: 'Marked as read.',
  allRead: 'All read',
  progress: (seen, all) => `${seen} of ${all} pages read`,
  since: (n, known) => `${pages(n)} changed since version ${known}`,
  left: (n) => `${pages(n)} changed and not read yet`,
  next: 'Next changed page',
  dismiss: 'Hide the notice of changed pages',
  mark: 'Changed',
  pageChanged: (page) => `${page}, changed and not read yet`,
  pageSeen: (page) => `${page}, read`,
};
