// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whoever looks over the reader's shoulder: a meeting that moves the paper along
// with its presenter, or tells others where this one is.
import type { FunctionComponent } from 'preact';
import type { Desk } from '../notes/desk';
import type { Paper } from './paper';

export interface Guest {
  /** A paper is open; gives back what ends it. */
  attach: (paper: Paper, desk: Desk) => () => void;
  watch: (scroller: HTMLElement, paper: Paper) => () => void;
  /** Laid over each page. */
  Marks: FunctionComponent<{ paper: Paper; page: number }>;
}
