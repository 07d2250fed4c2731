// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the list of meetings is asked for stands in the address, word for word
// as the server takes it. The list itself is kept while one is away from it, so
// that going back finds it where it was. It shows nothing.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { api, ask, asProblem, type Problem, type Schemas } from '../api';
import { session } from '../session';

export type Found = Schemas['MeetingFound'];
export type Hit = Found['hits'][number];
type List = Schemas['MeetingList'];

export const MINE = ['prepare', 'unit', 'papers'] as const;
export const STATES = ['draft', 'invited', 'in_progress', 'paused', 'ended', 'closed', 'cancelled'] as const;
const WHENS = ['today', 'upcoming', 'coming', 'past'] as const;

export interface Asked {
  when: (typeof WHENS)[number];
  mine: (typeof MINE)[number] | 'attend' | '';
  q: string;
  state: (typeof STATES)[number] | '';
  type: string;
  room: string;
  unit: string;
  from: string;
  to: string;
}

const one = <T extends string>(values: readonly T[], value: string | undefined) => values.find((each) => each === value);
const uuid = (value: string | undefined) => (/^[0-9a-f-]{36}$/.test(value ?? '') ? (value ?? '') : '');
const date = (value: string | undefined) => (/^\d{4}-\d{2}-\d{2}$/.test(value ?? '') ? (value ?? '') : '');

export function askedIn(query: Record<string, string | undefined>): Asked {
  return {
    when: one(WHENS, query['when']) ?? 'coming',
    mine: one([...MINE, 'attend' as const], query['mine']) ?? '',
    q: query['q'] ?? '',
    state: one(STATES, query['state']) ?? '',
    type: uuid(query['type']),
    room: uuid(query['room']),
    unit: uuid(query['unit']),
    from: date(query['from']),
    to: date(query['to']),
  };
}

/** What is folded away under "Bộ lọc". */
export const NO_FILTER = { state: '', type: '', room: '', unit: '', from: '', to: '' } as const;
export const filtersOf = (asked: Asked) => (Object.keys(NO_FILTER) as (keyof typeof NO_FILTER)[]).filter((name) => asked[name]);

export function addressOf(asked: Asked): string {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(asked)) if (value && !(name === 'when' && value === 'coming')) words.set(name, String(value));
  return words.size ? `/meetings?${words.toString()}` : '/meetings';
}

function load(asked: Asked, after?: string, limit = 30): Promise<List> {
  const query = Object.fromEntries(Object.entries({ ...asked, after, limit }).filter(([, value]) => value !== '' && value !== undefined));
  return ask(api.GET('/api/meetings', { params: { query } }));
}

// ---- kept while one is away

interface Kept {
  left: number;
  person: string;
  address: string;
  list: List;
  top: number;
}
let kept: Kept | null = null;
/** Marks the place in the browser's history that was left: only going back to it, not a tap on a link, finds the list as it was. */
const placeLeft = () => (history.state as { listLeft?: number } | null)?.listLeft;
const MOST = 200;

export interface FoundList {
  list: List | null;
  problem: Problem | null;
  busy: boolean;
  moreProblem: Problem | null;
  more: () => void;
  reload: () => void;
  /** Called before one leaves for something in the list. */
  keep: () => void;
  drop: (id: string) => void;
}

export function useFound(asked: Asked): FoundList {
  const address = addressOf(asked);
  const person = session.value?.person.id ?? '';
  const back = useRef(kept && kept.person === person && kept.address === address && kept.left === placeLeft() ? kept : null);
  const [state, setState] = useState<{ list: List | null; problem: Problem | null; address: string }>({ list: back.current?.list ?? null, problem: null, address });
  const [moreProblem, setMoreProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const turn = useRef(0);
  const now = useRef(state);
  now.current = state;

  const fetchFirst = useCallback(
    async (have: List | null) => {
      turn.current += 1;
      const mine = turn.current;
      setMoreProblem(null);
      setBusy(false);
      try {
        const list = await load(asked, undefined, have ? Math.min(MOST, Math.max(30, have.items.length)) : undefined);
        if (mine === turn.current) setState({ list, problem: null, address });
      } catch (error) {
        if (mine === turn.current) setState({ list: have, problem: asProblem(error), address });
      }
    },
    [address],
  );
  useEffect(() => {
    const there = back.current;
    back.current = null;
    if (there) {
      // After the page's frame has gone to its top, as it does for every page.
      setTimeout(() => scrollTo({ top: there.top, behavior: 'instant' }), 0);
      if (there.list.items.length > MOST) return;
    } else setState((s) => (s.address === address ? s : { list: null, problem: null, address }));
    void fetchFirst(there?.list ?? null);
  }, [address]);
  useEffect(() => () => void (turn.current += 1), []);

  const more = async () => {
    const have = now.current.list;
    if (!have?.next || busy) return;
    const mine = turn.current;
    setBusy(true);
    setMoreProblem(null);
    try {
      const page = await load(asked, have.next);
      if (mine === turn.current) setState((s) => ({ ...s, list: { items: [...have.items, ...page.items], next: page.next } }));
    } catch (error) {
      if (mine === turn.current) setMoreProblem(asProblem(error));
    }
    if (mine === turn.current) setBusy(false);
  };
  const current = state.address === address ? state : { list: null, problem: null };
  return {
    list: current.list,
    problem: current.problem,
    busy,
    moreProblem,
    more: () => void more(),
    reload: () => void fetchFirst(now.current.list),
    keep: () => {
      if (!now.current.list) return;
      kept = { left: Date.now(), person, address, list: now.current.list, top: scrollY };
      history.replaceState({ ...(history.state as object | null), listLeft: kept.left }, '');
    },
    drop: (id) => setState((s) => ({ ...s, list: s.list && { ...s.list, items: s.list.items.filter((item) => item.id !== id) } })),
  };
}
