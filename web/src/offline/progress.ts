// SPDX-License-Identifier: GPL-3.0-or-later
//
// How far the tablet's copy is, as told between tabs. Only the shape and its beginning.

export interface Progress {
  /** 'resting' between two runs; 'away': the last one was broken off by the network. */
  state: 'resting' | 'running' | 'away' | 'full' | 'failed';
  /** Pages of this run: fetched so far, and to be fetched in all. */
  done: number;
  wanted: number;
}

export const atRest: Progress = { state: 'resting', done: 0, wanted: 0 };
