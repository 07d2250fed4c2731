// SPDX-License-Identifier: GPL-3.0-or-later
//
// A page's data: asked for when its key changes, kept while it is asked for
// again, and asked for again when the connection has come back after a failure.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { asProblem, connection, type Problem } from '../api';

export interface Loaded<T> {
  data: T | null;
  problem: Problem | null;
  /** The first time, or again; look at data to tell. */
  loading: boolean;
  reload: () => Promise<void>;
  set: (data: T) => void;
}

export function useLoad<T>(load: () => Promise<T>, key: readonly unknown[]): Loaded<T> {
  const [state, setState] = useState<{ data: T | null; problem: Problem | null; loading: boolean }>({ data: null, problem: null, loading: true });
  const turn = useRef(0);
  const latest = useRef(load);
  latest.current = load;

  const run = useCallback(async (fresh: boolean) => {
    turn.current += 1;
    const mine = turn.current;
    setState((s) => ({ data: fresh ? null : s.data, problem: null, loading: true }));
    try {
      const data = await latest.current();
      if (mine === turn.current) setState({ data, problem: null, loading: false });
    } catch (error) {
      if (mine === turn.current) setState((s) => ({ data: s.data, problem: asProblem(error), loading: false }));
    }
  }, []);

  useEffect(() => {
    void run(true);
    return () => {
      turn.current += 1;
    };
  }, key);

  const here = connection.value === 'here';
  const failed = state.problem?.slug === 'offline';
  useEffect(() => {
    if (here && failed) void run(false);
  }, [here]);

  const reload = useCallback(() => run(false), [run]);
  const set = useCallback((data: T) => setState({ data, problem: null, loading: false }), []);
  return { ...state, reload, set };
}

/** A list that grows by keyset pages. */
export interface Page<T> {
  items: T[];
  next: string | null;
}
export function useList<T>(load: (after: string | undefined) => Promise<Page<T>>, key: readonly unknown[]) {
  const first = useLoad(() => load(undefined), key);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const more = async () => {
    const have = first.data;
    if (!have?.next || busy) return;
    setBusy(true);
    setProblem(null);
    try {
      const page = await load(have.next);
      first.set({ items: [...have.items, ...page.items], next: page.next });
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return { ...first, more, moreBusy: busy, moreProblem: problem };
}
