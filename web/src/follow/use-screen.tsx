// SPDX-License-Identifier: GPL-3.0-or-later
//
// The presentation of a live page: its screen for as long as the page is there,
// and which paper the page shows because of it.
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { followCircle } from '../meeting/circle-events';
import type { Guest } from '../reader/guest';
import { PresenterMarks } from './overlay';
import { Screen } from './screen';

export interface Follow {
  screen: Screen;
  guest: Guest;
}

export function useFollow(meeting: string): Follow {
  const both = useMemo(() => {
    const screen = new Screen(meeting);
    const guest: Guest = { attach: screen.attach, watch: screen.watch, Marks: ({ paper, page }) => <PresenterMarks {...{ screen, paper, page }} /> };
    return { screen, guest };
  }, [meeting]);
  const { screen } = both;
  useEffect(() => {
    const stop = followCircle(meeting, () => void screen.snapshot.reload());
    return () => {
      stop();
      screen.stop();
    };
  }, [screen]);
  return both;
}

interface Shown {
  item: string;
  paper: string;
}

/** Keeps the stage at what is presented; whoever opens another paper presents that, or looks elsewhere. */
export function useShown(screen: Screen, shown: Shown | null, onShown: (shown: Shown | null) => void): void {
  const on = screen.shown.value;
  const put = useRef<string | null>(null);
  useEffect(() => {
    put.current = on?.paper_id ?? null;
    if (on) onShown({ item: on.item_id, paper: on.paper_id });
  }, [on?.paper_id, on?.presenter.id]);
  useEffect(() => {
    if (!on || put.current !== on.paper_id || shown?.paper === on.paper_id) return;
    if (!shown) onShown({ item: on.item_id, paper: on.paper_id });
    else if (screen.presenting.peek()) void screen.present(shown.paper);
    else screen.leave();
  }, [shown?.paper]);
}
