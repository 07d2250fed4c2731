// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whom a conclusion gives something to do: lead and supporting units, a person,
// a day, and its files. Each choice is saved at once.
import { FilePlus, X } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { t } from '../i18n';
import { PaperPicker } from '../meeting/paper-picker';
import { DateInput } from '../parts/date-field';
import { OnePrincipal, PrincipalChip, PrincipalPicker } from '../parts/principals';
import type { Conclusion, ConclusionChange } from './data';

export function Duty({ held, onChange }: { held: Conclusion; onChange: (body: ConclusionChange) => void }) {
  const [picking, setPicking] = useState(false);
  const words = t().conclusion;
  const supports = held.supports.map((unit) => unit.id);
  const files = held.documents.map(({ document_id, version }) => ({ document_id, version }));
  return (
    <div class="conclusion-duty form-grid">
      <div class="field">
        <label for={`lead-${held.id}`}>{words.lead}</label>
        <OnePrincipal id={`lead-${held.id}`} label={words.lead} kinds={['unit']} value={held.lead_unit} onValue={(unit) => onChange({ lead_unit_id: unit?.id ?? null })} />
      </div>
      <div class="field">
        <label for={`supports-${held.id}`}>{words.supports}</label>
        {held.supports.length > 0 && (
          <p class="chips">
            {held.supports.map((unit) => (
              <PrincipalChip key={unit.id} kind="unit" name={unit.name} onRemove={() => onChange({ support_unit_ids: supports.filter((id) => id !== unit.id) })} />
            ))}
          </p>
        )}
        <PrincipalPicker
          id={`supports-${held.id}`}
          label={words.supports}
          kinds={['unit']}
          except={held.lead_unit ? [...supports, held.lead_unit.id] : supports}
          onPick={(unit) => onChange({ support_unit_ids: [...supports, unit.id] })}
        />
      </div>
      <div class="field">
        <label for={`person-${held.id}`}>{words.person}</label>
        <OnePrincipal
          id={`person-${held.id}`}
          label={words.person}
          kinds={['person']}
          value={held.person && { id: held.person.id, name: held.person.full_name }}
          onValue={(person) => onChange({ person_id: person?.id ?? null })}
        />
      </div>
      <div class="field">
        <label for={`due-${held.id}`}>{words.due}</label>
        <DateInput id={`due-${held.id}`} value={held.due_on ?? ''} onValue={(iso) => onChange({ due_on: iso || null })} />
      </div>
      <div class="field field-wide">
        <p class="field-name">{words.files}</p>
        <ul class="conclusion-files">
          {held.documents.map((file) => (
            <li key={file.document_id}>
              <a href={`/documents/${file.document_id}/read/${file.version}`}>{file.subject}</a>
              <button
                type="button"
                class="icon-button"
                aria-label={t().common.removeNamed(file.subject)}
                onClick={() => onChange({ documents: files.filter((one) => one.document_id !== file.document_id) })}
              >
                <X size={20} aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
        <button type="button" class="button" onClick={() => setPicking(true)}>
          <FilePlus size={20} aria-hidden="true" />
          {words.addFile}
        </button>
      </div>
      {picking && (
        <PaperPicker
          taken={files.map((file) => file.document_id)}
          onPick={(paper) => onChange({ documents: [...files, { document_id: paper.document, version: paper.version }] })}
          onClose={() => setPicking(false)}
        />
      )}
    </div>
  );
}
