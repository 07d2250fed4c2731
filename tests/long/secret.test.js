// SPDX-License-Identifier: GPL-3.0-or-later
//
// 200 secret votes of 5 to 30 people, then every trace against every other: tests/faults/unlinked.js says how.
import { test } from 'node:test'
import { unlinked } from '../faults/unlinked.js'

test('what_is_left_of_200_secret_votes__links_nobody_better_than_chance (rule 32, K7)', { timeout: 4 * 3600000 }, t =>
  unlinked(t, { votes: Number(process.env.VOTES ?? 200), control: 5, least: 5, most: 30 }))
