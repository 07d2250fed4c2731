// SPDX-License-Identifier: GPL-3.0-or-later
//
// What pages use of the events; the rest of the folder is how.
export { connection, follow, learnServerTime, serverNow } from './follow';
export type { Change, Connection, Subject } from './follow';
export { keepSnapshot, type Snapshot } from './snapshot';
