// SPDX-License-Identifier: GPL-3.0-or-later
//
// How long a tablet's copy may be read without asking the server. It counts
// days on a clock that may be wrong; it deletes nothing itself.
import type { Holder } from './store';

const DAY_MS = 86_400_000;
/** Left alone for so long, the copy is deleted. */
const FORGET_DAYS = 30;

export type Lease = 'good' | 'over' | 'dead';

/** 'over' also when the clock stands more than a day before a time it has shown already. */
export function leaseOf(holder: Holder, now = Date.now()): Lease {
  if (now > holder.confirmed_at + FORGET_DAYS * DAY_MS) return 'dead';
  const back = now < Math.max(holder.confirmed_at, holder.seen_at) - DAY_MS;
  return back || now > holder.confirmed_at + holder.lease_days * DAY_MS ? 'over' : 'good';
}
