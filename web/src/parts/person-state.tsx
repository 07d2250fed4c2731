// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whether an account works: one word, one colour, everywhere.
import type { Schemas } from '../api';
import { t } from '../i18n';

export function PersonState({ person: p, quiet }: { person: Schemas['Person']; quiet?: boolean }) {
  const w = t().people;
  return (
    <span class="tags">
      {p.state === 'locked' ? <span class="tag tag-bad">{w.locked}</span> : !quiet && <span class="tag tag-good">{w.active}</span>}
      {p.must_change_password && !quiet && <span class="tag tag-warm">{w.mustChange}</span>}
    </span>
  );
}
