// SPDX-License-Identifier: GPL-3.0-or-later
//
// For the chair: who presents, how many follow, and whom the chair lets present.
import { useState } from 'preact/hooks';
import { UserRoundCog } from 'lucide-preact';
import { t } from '../i18n';
import { Dialog } from '../parts/dialog';
import type { Roll } from '../meeting/roll-data';
import { FollowBar } from './bar';
import type { Screen } from './screen';
import './follow.css';

function LetPanel({ screen, roll }: { screen: Screen; roll: Roll | undefined }) {
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

export function LetButton({ screen, roll }: { screen: Screen; roll: Roll | undefined }) {
  const [open, setOpen] = useState(false);
  const words = t().follow;
  if (!screen.snapshot.copy.value?.may_let) return null;
  return (
    <>
      <button type="button" class="icon-button" aria-label={words.let} title={words.let} onClick={() => setOpen(true)}>
        <UserRoundCog size={22} aria-hidden="true" />
      </button>
      {open && (
        <Dialog title={words.title} onClose={() => setOpen(false)}>
          <LetPanel {...{ screen, roll }} />
        </Dialog>
      )}
    </>
  );
}
