// SPDX-License-Identifier: GPL-3.0-or-later
//
// Finds a document to be a paper of an item; what is picked is pinned at the
// newest version that the person sees at that moment (rule 10).
import { useEffect, useRef, useState } from 'preact/hooks';
import { FilePlus } from 'lucide-preact';
import { api, ask, type Schemas } from '../api';
import { useTypeName } from '../catalogue';
import { t } from '../i18n';
import { Dialog } from '../parts/dialog';
import { useLoad } from '../parts/load';
import { Failure, Skeleton } from '../parts/states';
import type { PaperDraft } from './draft';

type Row = Schemas['DocumentRow'];
const TYPING_MS = 200;

function Found({ row, taken, onPick }: { row: Row; taken: boolean; onPick: () => void }) {
  const words = t().meeting;
  const typeName = useTypeName();
  const name = [row.number, row.symbol].filter(Boolean).join('/');
  const facts = [typeName(row.type, row.type_name), name, row.latest_version > 0 ? words.version(row.latest_version) : words.noFile];
  return (
    <li>
      <button type="button" class="row-link" disabled={taken || row.latest_version === 0} onClick={onPick}>
        <FilePlus size={22} aria-hidden="true" />
        <span class="row-words">
          <strong>{row.subject}</strong>
          <small>{facts.filter(Boolean).join(' · ')}</small>
        </span>
      </button>
    </li>
  );
}

export function PaperPicker({ taken, onPick, onClose }: { taken: readonly string[]; onPick: (paper: PaperDraft) => void; onClose: () => void }) {
  const [typed, setTyped] = useState('');
  const [q, setQ] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setQ(typed.trim()), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const { data, problem, reload } = useLoad(() => ask(api.GET('/api/documents', { params: { query: { limit: 20, ...(q && { q }) } } })), [q]);
  // What was found stays until more is: a row that is being tapped must not go away under the finger.
  const last = useRef<typeof data>(null);
  if (data) last.current = data;
  const found = data ?? last.current;
  const pick = (row: Row) => {
    onPick({ id: null, document: row.id, version: row.latest_version, subject: row.subject, newer: null, late: false, group: '' });
    onClose();
  };
  return (
    <Dialog title={t().meeting.addPaper} onClose={onClose} wide>
      <input
        class="input"
        type="search"
        autofocus
        aria-label={t().meeting.findPaper}
        placeholder={t().meeting.findPaper}
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      <div class="paper-found" aria-live="polite">
        {problem && <Failure problem={problem} retry={() => void reload()} />}
        {!found && !problem && <Skeleton lines={4} height={44} />}
        {found?.items.length === 0 && <p class="muted">{t().common.nothingFound}</p>}
        <ul>
          {found?.items.map((row) => (
            <Found key={row.id} row={row} taken={taken.includes(row.id)} onPick={() => pick(row)} />
          ))}
        </ul>
      </div>
    </Dialog>
  );
}
