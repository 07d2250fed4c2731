// SPDX-License-Identifier: GPL-3.0-or-later
//
// Who is invited: units and persons, each a member or a guest. Changes the draft.
import { X } from 'lucide-preact';
import { t } from '../i18n';
import { PrincipalIcon, PrincipalPicker } from '../parts/principals';
import type { InviteeDraft } from './draft';
import { PersonTaken, type Taken } from './taken';

interface InviteesProps {
  invitees: readonly InviteeDraft[];
  onInvitees: (invitees: InviteeDraft[]) => void;
  taken: Taken;
}

export function InviteesEditor({ invitees, onInvitees, taken }: InviteesProps) {
  const words = t().meeting;
  const role = (invitee: InviteeDraft, next: InviteeDraft['role']) =>
    onInvitees(invitees.map((other) => (other.id === invitee.id ? { ...other, role: next } : other)));
  return (
    <>
      <PrincipalPicker
        label={words.addInvitee}
        kinds={['person', 'unit']}
        except={invitees.map((invitee) => invitee.id)}
        onPick={({ id, name, kind, detail }) => kind !== 'audience' && onInvitees([...invitees, { id, name, kind, detail, role: 'member' }])}
      />
      {invitees.length === 0 && <p class="muted invitees-none">{words.noInvitees}</p>}
      <ul class="invitee-list">
        {invitees.map((invitee) => (
          <li key={invitee.id}>
            <PrincipalIcon kind={invitee.kind} />
            <span class="row-words">
              <strong>{invitee.name}</strong>
              {invitee.detail && <small>{invitee.detail}</small>}
              {(invitee.kind === 'person' ? [invitee] : (taken.sent.get(invitee.id) ?? [])).map((person) => (
                <PersonTaken key={person.id} taken={taken} person={person} />
              ))}
            </span>
            <select
              class="input"
              aria-label={words.asRole(invitee.name)}
              value={invitee.role}
              onChange={(event) => role(invitee, event.currentTarget.value as InviteeDraft['role'])}
            >
              <option value="member">{t().home.role.member}</option>
              <option value="guest">{t().home.role.guest}</option>
            </select>
            <button
              type="button"
              class="icon-button"
              aria-label={t().common.removeNamed(invitee.name)}
              onClick={() => onInvitees(invitees.filter((other) => other.id !== invitee.id))}
            >
              <X size={20} aria-hidden="true" />
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
