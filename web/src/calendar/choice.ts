// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is being looked at: view, day and whose calendar. It stands in the
// address, so that it can be sent and gone back to; the view last used is kept
// on the device for the next time.
import { useEffect } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso';
import { civilDate } from '../i18n';
import { isDay, VIEWS, type View } from './span';

export const KINDS = ['me', 'unit', 'person', 'room'] as const;
export type Kind = (typeof KINDS)[number];
export interface Choice {
  view: View;
  day: string;
  kind: Kind;
  /** Of the unit, person or room; empty: not chosen yet. */
  id: string;
}

const kept = 'nghisu.calendar';

function keptView(): View {
  try {
    const found = localStorage.getItem(kept);
    return VIEWS.find((view) => view === found) ?? 'month';
  } catch {
    return 'month';
  }
}

/** As the server wants it; null: nothing to ask for yet. */
export const wholeOf = ({ kind, id }: Choice): string | null => (kind === 'me' ? 'me' : id ? `${kind}:${id}` : null);

export function useChoice(): [Choice, (part: Partial<Choice>) => void] {
  const { query } = useRoute();
  const { route } = useLocation();
  const [kind = '', id = ''] = (query['of'] ?? 'me').split(':');
  const choice: Choice = {
    view: VIEWS.find((view) => view === query['view']) ?? keptView(),
    day: isDay(query['date']) ? query['date'] : civilDate(),
    kind: KINDS.find((one) => one === kind) ?? 'me',
    id,
  };
  useEffect(() => {
    try {
      localStorage.setItem(kept, choice.view);
    } catch {
      /* a browser that keeps nothing begins with the month */
    }
  }, [choice.view]);
  const choose = (part: Partial<Choice>) => {
    const next = { ...choice, ...part };
    const of = next.kind === 'me' ? '' : `&of=${next.kind}:${next.id}`;
    route(`/calendar?view=${next.view}&date=${next.day}${of}`, true);
  };
  return [choice, choose];
}
