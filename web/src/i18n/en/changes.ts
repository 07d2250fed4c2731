// SPDX-License-Identifier: GPL-3.0-or-later
//
// Words of what changed in a meeting after it was published. Only words.
import type { Words } from '../index';

export const changes: Words['changes'] = {
  fresh: (n) => (n === 1 ? '1 change since you last looked' : `${n} changes since you last looked`),
  title: 'Changes since publishing',
  seen: 'Seen',
  all: (n) => `All changes (${n})`,
  by: (name, when) => `${name}, ${when}`,
  item: (number, title) => (number ? `Item ${number}. ${title}` : title),
  kind: {
    item_added: 'Item added',
    item_changed: 'Item changed',
    paper_added: 'Paper added',
    paper_version: 'Newer version of a paper',
    paper_removed: 'Paper withdrawn',
    time: 'Time changed',
    place: 'Place changed',
    chair: 'Chair changed',
    title: 'Meeting renamed',
    cancelled: 'Meeting cancelled',
  },
  fields: { title: 'title', kind: 'kind', minutes: 'minutes', presenter: 'presenter' },
  changed: (fields) => `Changed: ${fields}`,
  was: (words) => `Before: ${words}`,
  fromTo: (from, to) => `From ${from} to ${to}`,
  versions: (from, to) => `From version ${from} to version ${to}`,
  nothing: 'none',
};
