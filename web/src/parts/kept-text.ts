// SPDX-License-Identifier: GPL-3.0-or-later
//
// Words typed over a row that others may change too: saved after a rest, under
// the row's edit_version. What is typed is never lost: it stays in the field
// (and over a reload of the page) until it is saved; when somebody else changed
// the same words, both are shown and the writer chooses. It draws nothing.
import { useEffect, useRef, useState } from 'preact/hooks';
import { asProblem } from '../api';
import { problemText } from './problem';

const REST_MS = 800;
const RETRY_MS = 4000;

interface Row {
  edit_version: number;
}

interface Plan<R extends Row> {
  /** Of what is typed, in this tab's memory. */
  key: string;
  /** The row as the server last gave it; null: not there yet. */
  held: R | null;
  words: (row: R) => string;
  /** Saves over this row; the first time makes it. */
  save: (over: R | null, text: string) => Promise<R>;
  /** Saves by itself after a rest. */
  auto: boolean;
  /** Somebody else was faster: the newer row is to be fetched. */
  onRace: () => void;
}

export interface KeptText<R> {
  text: string;
  dirty: boolean;
  state: '' | 'saving' | 'saved' | 'unsaved';
  /** Why it could not be saved. */
  wrong: string | null;
  /** Somebody else's words, to choose between. */
  race: R | null;
  type: (text: string) => void;
  flush: () => Promise<R | null>;
  keepMine: () => void;
  takeTheirs: () => void;
  forget: () => void;
}

const slot = (key: string) => `typed:${key}`;

export function useKeptText<R extends Row>(plan: Plan<R>): KeptText<R> {
  const [mine, setMine] = useState<string | null>(() => sessionStorage.getItem(slot(plan.key)));
  const [state, setState] = useState<KeptText<R>['state']>('');
  const [wrong, setWrong] = useState<string | null>(null);
  const [race, setRace] = useState<R | null>(null);
  const base = useRef<R | null>(plan.held);
  const latest = useRef({ plan, mine, race });
  latest.current = { plan, mine, race };
  const at = useRef(slot(plan.key));
  const saving = useRef<Promise<R | null> | null>(null);

  const put = (text: string | null) => {
    latest.current.mine = text;
    setMine(text);
    const key = slot(latest.current.plan.key);
    sessionStorage.removeItem(at.current); // a row that was made has a key of its own
    at.current = key;
    if (text !== null) sessionStorage.setItem(key, text);
  };

  const save = async (): Promise<R | null> => {
    const { plan: now, mine: text, race: theirs } = latest.current;
    if (text === null || theirs) return base.current;
    if (base.current && text === now.words(base.current)) {
      put(null);
      return base.current;
    }
    setState('saving');
    try {
      const row = await now.save(base.current, text);
      base.current = row;
      setWrong(null);
      setState('saved');
      if (latest.current.mine === text) put(null);
      return row;
    } catch (error) {
      const problem = asProblem(error);
      setState('unsaved');
      if (problem.slug === 'lost-race') now.onRace();
      else setWrong(problem.slug === 'offline' ? null : problemText(problem));
      return null;
    }
  };
  /** One at a time, and what was typed meanwhile after it. */
  const flush = async (): Promise<R | null> => {
    while (saving.current) await saving.current;
    saving.current = save().finally(() => (saving.current = null));
    return saving.current;
  };

  // Somebody else's change arrives, or our own comes back.
  const held = plan.held;
  useEffect(() => {
    const known = base.current;
    if (!held || (known && held.edit_version <= known.edit_version)) return;
    const now = latest.current;
    const touched = known && now.plan.words(held) !== now.plan.words(known);
    if (now.mine === null || !touched || now.plan.words(held) === now.mine) {
      base.current = held;
      setRace(null);
      if (now.mine === now.plan.words(held)) put(null);
    } else if (!saving.current) setRace(held);
    else void saving.current.then(() => (base.current?.edit_version ?? 0) < held.edit_version && latest.current.mine !== null && setRace(held));
  }, [held]);

  const auto = plan.auto;
  useEffect(() => {
    if (!auto || mine === null || race) return;
    const timer = setTimeout(() => void flush(), state === 'unsaved' ? RETRY_MS : REST_MS);
    return () => clearTimeout(timer);
  }, [mine, race, auto, state === 'unsaved']);

  // Closed before the rest was over.
  useEffect(
    () => () => {
      if (latest.current.plan.auto && latest.current.mine !== null && !latest.current.race) void flush();
    },
    [],
  );

  const words = base.current ? plan.words(base.current) : '';
  return {
    text: mine ?? (held && base.current && held.edit_version > base.current.edit_version ? plan.words(held) : words),
    dirty: mine !== null && mine !== words,
    state,
    wrong,
    race,
    type: (text) => {
      put(text);
      setWrong(null);
    },
    flush,
    keepMine: () => {
      base.current = latest.current.race ?? base.current;
      latest.current.race = null;
      setRace(null);
      void flush();
    },
    takeTheirs: () => {
      base.current = latest.current.race ?? base.current;
      latest.current.race = null;
      put(null);
      setRace(null);
      setState('');
    },
    forget: () => put(null),
  };
}
