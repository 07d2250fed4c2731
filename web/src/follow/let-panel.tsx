// SPDX-License-Identifier: GPL-3.0-or-later
//
// The chair's panel: who presents, how many follow, and whom the chair lets present.
import { t } from '../i18n';
import type { Roll } from '../meeting/roll-data';
import { FollowBar } from './bar';
import type { Screen } from './screen';
import './follow.css';

export function LetPanel({ screen, roll }: { screen: Screen; roll: Roll | undefined }) {
  const words = t().follow;
  const following = screen.snapshot.copy.value;
  const allowed = new Set(following?.let.map((person) => person.id));
  const people = (roll?.items ?? []).filter((one) => one.stands_id && one.role !== 'chair');
  return (
    <div class="let-panel">
      {screen.presentation.value ? <FollowBar screen={screen} /> : <p class="muted">{words.nobody}</p>}
      {screen.presentation.value && !screen.presenting.value && (
        <button type="button" class="button" onClick={() => void screen.end()}>
          {words.stop}
        </button>
      )}
      <p class="muted">{words.how}</p>
      <h3>{words.let}</h3>
      <p class="muted">{words.letText}</p>
      <ul class="rows">
        {people.map((one) => {
          const id = one.stands_id ?? '';
          const name = (one.substitute ?? one.person)?.full_name ?? '';
          return (
            <li key={id}>
              <label class="let-row">
                <input type="checkbox" checked={allowed.has(id)} aria-label={words.letNamed(name)} onChange={(event) => void screen.allow(id, event.currentTarget.checked)} />
                <span class="row-words">
                  <strong>{name}</strong>
                  {one.unit && <small>{one.unit.name}</small>}
                </span>
              </label>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
