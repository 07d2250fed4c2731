// SPDX-License-Identifier: GPL-3.0-or-later
//
// Who is expected and what they answered, at a glance: the counts are filters.
import { useState } from 'preact/hooks';
import { t } from '../i18n';
import { PrincipalIcon } from '../parts/principals';
import type { Meeting } from './data';
import './answer.css';

type Expected = Meeting['expected'][number];
const STATES = ['confirmed', 'substituted', 'declined', 'waiting', 'unnamed'] as const;
type State = (typeof STATES)[number];
const colour: Record<State, string> = {
  confirmed: 'tag tag-good',
  substituted: 'tag tag-good',
  declined: 'tag tag-bad',
  waiting: 'tag tag-grey',
  unnamed: 'tag tag-warm',
};

const stateOf = (one: Expected): State => (one.person === null ? 'unnamed' : (one.answer ?? 'waiting'));

export function ExpectedList({ meeting }: { meeting: Meeting }) {
  const [only, setOnly] = useState<State | null>(null);
  const words = t().answer;
  const shown = meeting.expected.filter((one) => only === null || stateOf(one) === only);
  const counts = STATES.map((state) => ({ state, count: meeting.expected.filter((one) => stateOf(one) === state).length }));
  const held = counts.filter((one) => one.count > 0);
  return (
    <>
      {held.length > 1 && (
        <div class="answer-counts" role="group" aria-label={words.byState}>
          <button type="button" aria-pressed={only === null} onClick={() => setOnly(null)}>
            <strong class="numbers">{meeting.expected.length}</strong>
            <span>{words.all}</span>
          </button>
          {held.map(({ state, count }) => (
            <button key={state} type="button" aria-pressed={only === state} onClick={() => setOnly(only === state ? null : state)}>
              <strong class="numbers">{count}</strong>
              <span>{words.state[state]}</span>
            </button>
          ))}
        </div>
      )}
      <ul class="invited">
        {shown.map((one) => {
          const state = stateOf(one);
          return (
            <li key={one.person?.id ?? one.unit?.id}>
              <PrincipalIcon kind={one.person ? 'person' : 'unit'} />
              <span class="row-words">
                <strong>{one.person?.full_name ?? one.unit?.name}</strong>
                {one.person && one.unit && <small>{one.unit.name}</small>}
                {one.substitute && <small>{words.saidBy(one.substitute.full_name)}</small>}
                {one.reason && <small class="answer-reason">{one.reason}</small>}
              </span>
              <span class="answer-tags">
                {one.role === 'guest' && <span class="tag tag-grey">{words.guest}</span>}
                <span class={colour[state]}>{words.state[state]}</span>
              </span>
            </li>
          );
        })}
      </ul>
    </>
  );
}
