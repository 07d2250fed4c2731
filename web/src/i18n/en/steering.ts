// SPDX-License-Identifier: GPL-3.0-or-later
import type { Words } from '../index';

export const steering: Words['steering'] = {
  adjourn: 'Continue another day',
  adjournShort: 'Adjourn',
  adjournTitle: 'Pause and continue on another day',
  adjournText: 'The meeting pauses at its present item. Everybody is told when it continues; their calendars follow.',
  adjournMove: 'Change when it continues',
  day: 'Day it continues',
  from: 'Starts',
  until: 'Expected to end',
  reason: 'Reason',
  submit: 'Adjourn',
  told: (when) => `Continues at ${when}: everybody has been told.`,
  goesOn: (when) => `Continues at ${when}`,
  goesOnTitle: 'Adjourned',
  sittings: 'Sittings',
  sitting: (n) => `Sitting ${n}`,
  sittingOn: (title) => `${title} (continued)`,
  sat: (from, to) => `${from} – ${to}`,
  sitsSince: (from) => `since ${from}, in session`,
  planned: (from) => `planned for ${from}`,
  soon: (n, time) => `Item ${n} is nearly out of time: ${time} left.`,
  over: (n, time) => `Item ${n} is ${time} over time.`,
  went: (n) => `Moved to item ${n}.`,
  undo: 'Go back',
};
