// SPDX-License-Identifier: GPL-3.0-or-later
//
// The versions of a document, newest first: who, when, why, how large; opened,
// downloaded, restored as a new one. Nothing here overwrites anything.
import { useState } from 'preact/hooks';
import { BookOpen, Download, GitCompareArrows, Paperclip, RotateCcw } from 'lucide-preact';
import { api, ask, type Schemas, SendKey } from '../api';
import { compareAddress } from '../compare/address';
import { fmtBytes, fmtDateTime, t } from '../i18n';
import { Dialog } from './dialog';
import { AreaField, Form } from './form';
import type { Loaded } from './load';
import { slugText } from './problem';
import { Empty, Failure, Skeleton } from './states';
import { toast } from './toast';

type Version = Schemas['Version'];

function Restore({ version: v, onClose, onDone }: { version: Version; onClose: () => void; onDone: () => void }) {
  const [note, setNote] = useState('');
  const [key] = useState(() => new SendKey());
  const w = t().documents;
  return (
    <Dialog title={w.restoreTitle(v.number)} onClose={onClose}>
      <Form
        submit={w.restore}
        onCancel={onClose}
        onSubmit={async () => {
          const body = { note: note.trim() };
          const made = await ask(
            api.POST('/api/documents/{document}/versions/{n}/restore', { params: { path: { document: v.document_id, n: v.number } }, headers: key.for(body), body }),
          );
          toast(w.uploaded(made.number));
          onDone();
        }}
      >
        <p>{w.restoreText}</p>
        <AreaField name="note" label={w.reason} required maxLength={500} value={note} onValue={setNote} />
      </Form>
    </Dialog>
  );
}

function Row({ version: v, newest, mayEdit, onRestore }: { version: Version; newest: boolean; mayEdit: boolean; onRestore: () => void }) {
  const w = t().documents;
  const base = `/api/documents/${v.document_id}/versions/${v.number}`;
  return (
    <li class={newest ? 'version version-newest' : 'version'}>
      <div class="version-head">
        <h3>{w.versionN(v.number)}</h3>
        {newest && <span class="tag">{w.newest}</span>}
        {v.restored_from !== null && <span class="tag tag-grey">{w.restoredFrom(v.restored_from)}</span>}
        {v.pages_problem && <span class="tag tag-warm">{w.pagesProblem}</span>}
      </div>
      <p class={v.note ? '' : 'muted'}>{v.note || w.noReason}</p>
      {v.pages_problem && <p class="field-hint">{slugText(v.pages_problem)}</p>}
      <p class="version-facts numbers">
        {[v.author.full_name, fmtDateTime(v.created_at), v.filename, fmtBytes(v.bytes), v.pages !== null && t().common.pages(v.pages)].filter(Boolean).join(' · ')}
      </p>
      {v.attachments.length > 0 && (
        <ul class="attachments" aria-label={w.attachments}>
          {v.attachments.map((a) => (
            <li key={a.number}>
              <a class="attachment" href={`${base}/attachments/${a.number}/file`} download={a.filename}>
                <Paperclip size={18} aria-hidden="true" />
                <span>{a.filename}</span>
                <small class="numbers">{fmtBytes(a.bytes)}</small>
              </a>
            </li>
          ))}
        </ul>
      )}
      <div class="version-actions">
        {v.pages !== null && (
          <a class="button" href={`/documents/${v.document_id}/read/${v.number}`}>
            <BookOpen size={18} aria-hidden="true" />
            {t().common.open}
          </a>
        )}
        {v.pages !== null && v.number > 1 && (
          <a class="button" href={compareAddress(v.document_id, v.number - 1, v.number)}>
            <GitCompareArrows size={18} aria-hidden="true" />
            {t().compare.withPrevious}
          </a>
        )}
        <a class="button" href={`${base}/file`} download={v.filename}>
          <Download size={18} aria-hidden="true" />
          {t().common.download}
        </a>
        {mayEdit && !newest && (
          <button type="button" class="button" onClick={onRestore}>
            <RotateCcw size={18} aria-hidden="true" />
            {w.restore}
          </button>
        )}
      </div>
    </li>
  );
}

interface HistoryProps {
  document: Schemas['Document'];
  versions: Loaded<Schemas['VersionList']>;
  onChanged: () => void;
  onUpload: () => void;
}

export function DocumentHistory({ document: d, versions, onChanged, onUpload }: HistoryProps) {
  const [restoring, setRestoring] = useState<Version | null>(null);
  const w = t().documents;
  const list = versions.data?.items;
  return (
    <section class="card" aria-labelledby="history">
      <div class="card-head">
        <h2 id="history">{w.history}</h2>
      </div>
      {!list ? (
        versions.problem ? (
          <Failure problem={versions.problem} retry={() => void versions.reload()} />
        ) : (
          <Skeleton lines={4} />
        )
      ) : list.length === 0 ? (
        <Empty title={w.noVersions} {...(d.may_edit && { text: w.noVersionsText })}>
          {d.may_edit && (
            <button type="button" class="button act" onClick={onUpload}>
              {w.uploadFirst}
            </button>
          )}
        </Empty>
      ) : (
        <ol class="versions">
          {list.map((v, i) => (
            <Row key={v.number} version={v} newest={i === 0} mayEdit={d.may_edit} onRestore={() => setRestoring(v)} />
          ))}
        </ol>
      )}
      {restoring && (
        <Restore
          version={restoring}
          onClose={() => setRestoring(null)}
          onDone={() => {
            setRestoring(null);
            onChanged();
          }}
        />
      )}
    </section>
  );
}
