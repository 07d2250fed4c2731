// SPDX-License-Identifier: GPL-3.0-or-later
//
// Words of comparing two versions. Only words.
import type { Words } from '../index';

export const compare: Words['compare'] = {
  title: 'Compare versions',
  titleOf: (from, to) => `Compare versions ${from} and ${to}`,
  compareWith: (n) => `Compare with version ${n}`,
  withPrevious: 'Compare with the version before',
  changes: 'Changes',
  count: (n) => `Changes: ${n}`,
  counts: (added, removed, replaced, moved) => `${added} added, ${removed} removed, ${replaced} replaced, ${moved} moved`,
  none: 'The words of the two versions do not differ.',
  noneText: 'Pictures on pages with words were not compared; tick the box above to compare them too.',
  kinds: { added: 'Added', removed: 'Removed', replaced: 'Replaced', moved: 'Moved' },
  next: 'Next change',
  previous: 'Previous change',
  at: (n, all) => `${n} / ${all}`,
  sides: 'Side by side',
  flow: 'One flow',
  view: 'View',
  older: (n) => `Version ${n}`,
  newer: (n) => `Version ${n}`,
  page: (n) => `Page ${n}`,
  noPage: 'No such page',
  picture: 'The picture of the page differs',
  pictureKind: 'Picture differs',
  pictures: (n) => `Pages whose picture differs: ${n}`,
  allPictures: 'Differences of pictures on all pages',
  looking: (n, all) => `Comparing pictures of pages: ${n} / ${all}`,
  pending: 'Comparing pictures',
  noneLooked: 'The pictures of the pages were compared too; no difference was found.',
  places: (n) => `Page ${n}`,
  flowText: 'The whole text, what was added and removed marked',
  noFlow: 'There are no words to compare; please look at both sides.',
  list: 'List of changes',
  swap: 'Swap the direction',
};
