// SPDX-License-Identifier: GPL-3.0-or-later
//
// Told to those who prepare: a unit that is invited will be gone on the day of
// the meeting. Its successor is invited with one tap, keeping the place in the
// list; nothing is done by itself.
import { useState } from 'preact/hooks';
import { UserRoundX } from 'lucide-preact';
import { api, ask } from '../api';
import { fmtDate, t } from '../i18n';
import { toast, toastProblem } from '../parts/toast';
import type { Meeting } from './data';
import './answer.css';

type Invitee = Meeting['invitees'][number];

export function Dissolved({ meeting, onDone }: { meeting: Meeting; onDone: () => void }) {
  const [busy, setBusy] = useState(false);
  const words = t().answer;
  const gone = meeting.invitees.filter((invitee) => invitee.dissolved_on);
  const replace = async (old: Invitee) => {
    const heir = meeting.invitees.some((other) => other.principal_id === old.successor?.id) ? null : old.successor;
    const invitees = meeting.invitees.flatMap(({ principal_id, role }) => {
      if (principal_id !== old.principal_id) return [{ principal_id, role }];
      return heir ? [{ principal_id: heir.id, role }] : [];
    });
    setBusy(true);
    try {
      await ask(api.PUT('/api/meetings/{meeting}/invitees', { params: { path: { meeting: meeting.id } }, body: { invitees } }));
      toast(words.dissolvedDone);
      onDone();
    } catch (error) {
      toastProblem(error);
    }
    setBusy(false);
  };
  return (
    <>
      {gone.map((invitee) => {
        const day = fmtDate(invitee.dissolved_on);
        return (
          <section key={invitee.principal_id} class="card answer answer-asked" aria-label={words.dissolvedTitle}>
            <UserRoundX size={28} aria-hidden="true" />
            <div class="answer-words">
              <h2>{words.dissolvedTitle}</h2>
              <p>{invitee.successor ? words.dissolvedHeir(invitee.name, day, invitee.successor.name) : words.dissolvedGone(invitee.name, day)}</p>
            </div>
            <div class="answer-acts">
              <button type="button" class="button primary" disabled={busy} onClick={() => void replace(invitee)}>
                {invitee.successor ? words.dissolvedInvite(invitee.successor.short_name ?? invitee.successor.name) : words.dissolvedRemove}
              </button>
            </div>
          </section>
        );
      })}
    </>
  );
}
