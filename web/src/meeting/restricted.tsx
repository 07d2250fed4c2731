// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whom a restricted item is for (rule 24): the mark that those who see it read,
// and choosing its circle, from those invited first. It says who will see the
// item before it is saved; that nobody else does is the server's.
import { Lock, Plus } from 'lucide-preact';
import { t } from '../i18n';
import { PrincipalChip, PrincipalPicker } from '../parts/principals';
import { Notice } from '../parts/states';
import type { CircleDraft, InviteeDraft } from './draft';

/** More invited than this are found by their name. */
const OFFERED = 12;

export function RestrictedTag() {
  return (
    <span class="tag tag-grey">
      <Lock size={14} aria-hidden="true" />
      {t().agenda.restrictedTag}
    </span>
  );
}

interface CircleEditorProps {
  restricted: boolean;
  circle: readonly CircleDraft[];
  invitees: readonly InviteeDraft[];
  preparers: readonly string[];
  onCircle: (change: { restricted: boolean; circle: CircleDraft[] }) => void;
}

export function CircleEditor({ restricted, circle, invitees, preparers, onCircle }: CircleEditorProps) {
  const words = t().agenda;
  const put = (next: CircleDraft[]) => onCircle({ restricted: true, circle: next });
  const chosen = new Set(circle.map((one) => one.id));
  const offered = invitees.filter((one) => !chosen.has(one.id) && !preparers.includes(one.id));
  const stranger = circle.filter((one) => !preparers.includes(one.id) && !invitees.some((invitee) => invitee.id === one.id));
  return (
    <div class="circle">
      <label class="check">
        <input type="checkbox" role="switch" checked={restricted} onChange={(event) => onCircle({ restricted: event.currentTarget.checked, circle: [...circle] })} />
        <span>
          <strong>{words.restricted}</strong>
        </span>
      </label>
      {!restricted && <p class="field-hint">{words.restrictedHint}</p>}
      {restricted && (
        <>
          <p class="circle-said" role="status">
            <Lock size={18} aria-hidden="true" />
            <span>{circle.length > 0 ? words.seenBy(circle.map((one) => one.name).join(', ')) : words.seenByNobody}</span>
          </p>
          {circle.length > 0 && (
            <div class="chips">
              {circle.map((one) => (
                <PrincipalChip key={one.id} name={one.name} kind={one.kind} onRemove={() => put(circle.filter((other) => other.id !== one.id))} />
              ))}
            </div>
          )}
          {offered.length > 0 && (
            <div class="circle-offered" role="group" aria-label={words.fromInvitees}>
              <span class="field-label">{words.fromInvitees}</span>
              <div class="chips">
                {offered.slice(0, OFFERED).map(({ id, name, kind }) => (
                  <button key={id} type="button" class="circle-offer" onClick={() => put([...circle, { id, name, kind }])}>
                    <Plus size={18} aria-hidden="true" />
                    {name}
                  </button>
                ))}
              </div>
            </div>
          )}
          <div class="field">
            <span class="field-label">{words.anybody}</span>
            <PrincipalPicker
              label={words.anybody}
              kinds={['person', 'unit']}
              except={[...chosen]}
              onPick={({ id, name, kind }) => kind !== 'audience' && put([...circle, { id, name, kind }])}
            />
          </div>
          {stranger.length > 0 && <Notice kind="warn">{words.notInvited(stranger.map((one) => one.name).join(', '))}</Notice>}
        </>
      )}
    </div>
  );
}
