// SPDX-License-Identifier: GPL-3.0-or-later
//
// A meeting's state: one word and one colour, the same on every page.
import type { Schemas } from '../api';
import { t } from '../i18n';

type State = Schemas['Meeting']['state'];
const colour: Record<State, string> = {
  draft: 'tag tag-grey',
  invited: 'tag',
  in_progress: 'tag tag-warm',
  paused: 'tag tag-warm',
  ended: 'tag tag-grey',
  closed: 'tag tag-grey',
  cancelled: 'tag tag-bad',
};

export function MeetingState({ state }: { state: State }) {
  return <span class={colour[state]}>{t().home.state[state]}</span>;
}
