// SPDX-License-Identifier: GPL-3.0-or-later
//
// Undo for what is typed and moved: the states before each change, one for a
// run of typing in the same field. It is forgotten when the list is replaced
// from outside, as saving does.
import { useRef, useState } from 'preact/hooks';

const DEEPEST = 50;
/** Typing that pauses longer than this begins a new change. */
const RUN_MS = 1500;

interface Past<T> {
  state: T;
  /** What was done after that state, in words. */
  what: string;
}

export interface History<T> {
  /** Takes a change; `run`: the same name again soon is the same change. */
  change: (next: T, what: string, run?: string) => void;
  /** Null: nothing to undo. */
  undo: (() => void) | null;
  last: string | null;
}

export function useHistory<T>(state: T, onState: (state: T) => void, changed: string): History<T> {
  const past = useRef<Past<T>[]>([]);
  const now = useRef(state);
  const run = useRef({ name: '', at: 0 });
  const [, redraw] = useState(0);
  if (now.current !== state) {
    now.current = state;
    past.current = [];
  }
  const put = (next: T) => {
    now.current = next;
    onState(next);
    redraw((n) => n + 1);
  };
  const newest = past.current.at(-1);
  return {
    change: (next, what, name = '') => {
      const at = Date.now();
      const same = name !== '' && run.current.name === name && at - run.current.at < RUN_MS;
      run.current = { name, at };
      if (!same) past.current = [...past.current.slice(1 - DEEPEST), { state: now.current, what: what || changed }];
      put(next);
    },
    undo: newest
      ? () => {
          past.current = past.current.slice(0, -1);
          run.current = { name: '', at: 0 };
          put(newest.state);
        }
      : null,
    last: newest?.what ?? null,
  };
}
