// SPDX-License-Identifier: GPL-3.0-or-later
//
// Words of meetings in calendars elsewhere. Only words.
import type { Words } from '../index';

export const feed: Words['feed'] = {
  title: 'Private calendar (iCalendar)',
  text: 'A secret address from which the calendar of a phone or computer keeps my meetings up to date.',
  warning: 'Whoever has this address sees my meetings without signing in. Restricted items and papers are never in it.',
  none: 'There is no address yet.',
  make: 'Make an address',
  renew: 'Make a new address',
  renewText: 'The address in use ends at once. Calendars that use it have to be given the new one.',
  end: 'Stop using it',
  endTitle: 'Stop using the private calendar',
  endText: 'The address in use ends at once. Meetings already in a calendar are no longer kept up to date.',
  ended: 'The private calendar has ended.',
  madeAt: (when: string) => `Made ${when}`,
  fetchedAt: (when: string) => `Last read by a calendar ${when}`,
  notFetched: 'No calendar has read it yet.',
  address: 'Private calendar address',
  once: 'The address is shown this once. Copy it into the calendar now.',
  copy: 'Copy',
  copied: 'Address copied.',
  copyByHand: 'It could not be copied by itself. The address is selected: copy it by hand.',
  open: 'Open in a calendar',
  file: 'Add to calendar (.ics)',
};
