// SPDX-License-Identifier: GPL-3.0-or-later
//
// A published list counted again in this browser, as docs/count-ballots.mjs does
// it elsewhere: every paper is the vote's, every choice its holder's, none twice.
import type { List } from './data';
import { ballotFault, paperKey } from './paper';

export interface Recount {
  valid: number;
  invalid: number;
  blank: number;
  counts: Map<string, number>;
  /** Serials of ballots at fault. */
  faults: string[];
  /** The figures of the list fit each other. */
  sums: boolean;
}

export async function recount(list: List, progress: (done: number) => void): Promise<Recount> {
  const key = await paperKey(list.public_key);
  const out: Recount = { valid: 0, invalid: list.unreadable, blank: 0, counts: new Map(list.vote.options.map(({ id }) => [id, 0])), faults: [], sums: true };
  const seen = new Set<string>();
  for (const [i, ballot] of list.ballots.entries()) {
    const ids = new Set(ballot.option_ids);
    const known = ids.size === ballot.option_ids.length && ballot.option_ids.every((id) => out.counts.has(id));
    if (seen.has(ballot.serial) || !known || (await ballotFault(list.vote.id, key, ballot))) out.faults.push(ballot.serial);
    seen.add(ballot.serial);
    if (ids.size === 0) out.blank++;
    else if (ids.size > list.vote.most_choices) out.invalid++;
    else {
      out.valid++;
      for (const id of ids) out.counts.set(id, (out.counts.get(id) ?? 0) + 1);
    }
    if (i % 20 === 19) progress(i + 1);
  }
  out.sums = list.ballots.length + list.unreadable === list.returned && list.returned <= list.handed_out && list.names.length === list.handed_out;
  return out;
}
