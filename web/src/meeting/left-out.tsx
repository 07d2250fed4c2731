// SPDX-License-Identifier: GPL-3.0-or-later
//
// What could not be taken over from a template or an earlier meeting, told where
// the new one is prepared; and templates, where it is told before they are used.
import { X } from 'lucide-preact';
import type { Schemas } from '../api';
import { fmtDate, t } from '../i18n';
import { Notice } from '../parts/states';
import { lastMade } from './template-data';
import './template.css';

export function PlanNotes({ notes }: { notes: readonly Schemas['PlanNote'][] }) {
  const words = t().template;
  return (
    <ul class="plan-notes">
      {notes.map((note) => (
        <li key={`${note.as} ${note.name} ${note.why}`}>
          {`${words.as[note.as]}: `}
          <strong>{note.name}</strong>
          {`, ${words.why[note.why]}${note.instead ? `, ${words.instead(note.instead)}` : ''}`}
        </li>
      ))}
    </ul>
  );
}

/** At the head of the page where the first of them is prepared, until it is put away. */
export function LeftOut({ meeting }: { meeting: string }) {
  const made = lastMade.value;
  const words = t().template;
  if (made?.meetings[0]?.id !== meeting) return null;
  if (made.meetings.length === 1 && made.left_out.length === 0) return null;
  return (
    <div class="left-out-place">
      <Notice kind={made.left_out.length ? 'warn' : 'info'}>
        <div class="left-out">
          <div>
            {made.meetings.length > 1 && <p>{words.made(made.meetings.length)}</p>}
            {made.skipped.length > 0 && <p>{words.skippedDays(made.skipped.map((day) => `${fmtDate(day.on)} (${day.holiday})`).join(', '))}</p>}
            {made.left_out.length > 0 && (
              <>
                <p>
                  <strong>{words.leftOut}</strong>
                </p>
                <PlanNotes notes={made.left_out} />
              </>
            )}
          </div>
          <button type="button" class="icon-button" aria-label={t().common.close} onClick={() => (lastMade.value = null)}>
            <X size={20} aria-hidden="true" />
          </button>
        </div>
      </Notice>
    </div>
  );
}
