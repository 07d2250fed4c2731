// SPDX-License-Identifier: GPL-3.0-or-later
//
// Editing a document's facts. If someone else was faster, nothing typed is
// lost: the new edition is fetched and the person saves again over it.
import { useState } from 'preact/hooks';
import { api, ask, ifMatch, Problem, type Schemas } from '../api';
import { t } from '../i18n';
import { Dialog } from './dialog';
import { draftBody, type DocumentDraft, DocumentFields, draftOf } from './document-form';
import { Form } from './form';
import { Notice } from './states';
import { toast } from './toast';

type Document = Schemas['Document'];

/** What was typed, over the newer edition: fields left alone take its values. */
function rebased(typed: DocumentDraft, before: Document, now: Document): DocumentDraft {
  const was = new Map<string, unknown>(Object.entries(draftOf(before)));
  const mine = Object.entries(typed).filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(was.get(field)));
  return { ...draftOf(now), ...Object.fromEntries(mine) };
}

export function DocumentEdit({ document: d, onClose, onSaved, onReload }: { document: Document; onClose: () => void; onSaved: (d: Document) => void; onReload: () => Promise<void> }) {
  const [draft, setDraft] = useState<DocumentDraft>(() => draftOf(d));
  const [base, setBase] = useState(d);
  const [lost, setLost] = useState(false);
  const w = t().documents;
  return (
    <Dialog title={w.editTitle} onClose={onClose} wide>
      <Form
        submit={t().common.save}
        onCancel={onClose}
        onSubmit={async () => {
          try {
            const saved = await ask(
              api.PATCH('/api/documents/{document}', { params: { path: { document: d.id }, header: ifMatch(base.edit_version) }, body: draftBody(draft) }),
            );
            toast(t().common.saved);
            onSaved(saved);
          } catch (error) {
            if (!(error instanceof Problem) || error.slug !== 'lost-race') throw error;
            setLost(true);
            await onReload();
          }
        }}
      >
        <DocumentFields draft={draft} onDraft={setDraft} />
        {lost && (
          <Notice kind="warn">
            <span>
              {w.lostRace}{' '}
              <button
                type="button"
                class="link"
                onClick={() => {
                  setDraft(rebased(draft, base, d));
                  setBase(d);
                  setLost(false);
                }}
              >
                {w.loadNew}
              </button>
            </span>
          </Notice>
        )}
      </Form>
    </Dialog>
  );
}
