// SPDX-License-Identifier: GPL-3.0-or-later
//
// A document (B1, B2): its facts, its files through time, who may see it. The
// reading itself happens in the reader.
import { useEffect, useRef, useState } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import { BookOpen, ChevronLeft, Download, Pencil, Upload } from 'lucide-preact';
import { api, ask, type Schemas } from '../api';
import { useTypeName } from '../catalogue';
import { follow } from '../events';
import { fmtDate, fmtDateTime, t } from '../i18n';
import { PinButton } from '../offline/pin';
import { DocumentEdit } from '../parts/document-edit';
import { DocumentHistory } from '../parts/document-history';
import { DocumentNews, NewsTag } from '../parts/document-news';
import { DocumentSharing } from '../parts/document-sharing';
import { directionWord, DocumentTags, numberSymbol } from '../parts/document-words';
import { Fact, Facts } from '../parts/facts';
import { useLoad } from '../parts/load';
import { Failure, Skeleton } from '../parts/states';
import { VersionUpload } from '../parts/version-upload';

type Document = Schemas['Document'];

function DocumentFacts({ document: d }: { document: Document }) {
  const w = t().documents;
  const typeName = useTypeName();
  return (
    <Facts>
      <Fact label={w.type} value={typeName(d.type, d.type_name)} />
      <Fact label={w.numberSymbol} value={numberSymbol(d)} />
      <Fact label={w.issuedOn} value={fmtDate(d.issued_on)} />
      <Fact label={w.issuer} value={d.issuer} />
      <Fact label={w.signer} value={[d.signer_name, d.signer_position].filter(Boolean).join(', ')} />
      <Fact label={w.direction} value={directionWord(d.direction)} />
      <Fact label={w.urgency} value={d.urgency ? w[d.urgency] : w.urgencyNone} />
      <Fact label={w.secrecy} value={d.secrecy ? w[d.secrecy] : w.secrecyNone} />
      <Fact label={w.dueOn} value={fmtDate(d.due_on)} />
      <Fact label={w.unit} value={d.unit?.name} />
      <Fact label={w.pages} value={d.pages === null ? null : String(d.pages)} />
      <Fact label={w.author} value={d.author.full_name} />
      <Fact label={w.created} value={fmtDateTime(d.created_at)} />
      <Fact label={w.updated} value={fmtDateTime(d.updated_at)} />
      {d.recipients.length > 0 && <Fact label={w.recipients} value={d.recipients.join('; ')} wide />}
      {d.description && <Fact label={w.description} value={d.description} wide />}
    </Facts>
  );
}

function DocumentHead({ document: d, onEdit, onUpload, onChanged }: { document: Document; onEdit: () => void; onUpload: () => void; onChanged: () => void }) {
  const w = t().documents;
  const typeName = useTypeName();
  const page = d.reading && d.reading.version === d.latest_version ? d.reading.page : null;
  return (
    <div class="page-head">
      <div>
        <a class="crumb" href="/documents">
          <ChevronLeft size={18} aria-hidden="true" />
          {w.title}
        </a>
        <p class="document-kind">{[typeName(d.type, d.type_name), numberSymbol(d)].filter(Boolean).join(' · ')}</p>
        <h1 class="document-subject">{d.subject}</h1>
        <div class="document-tags">
          <NewsTag news={d.news} />
          <DocumentTags document={d} />
        </div>
      </div>
      <div class="page-actions">
        {d.latest_version > 0 && d.pages !== null && (
          <a class="button primary" href={`/documents/${d.id}/read/${d.latest_version}${page ? `?page=${page}` : ''}`}>
            <BookOpen size={20} aria-hidden="true" />
            {page && page > 1 ? w.readOn(page) : w.read}
          </a>
        )}
        <PinButton document={d} onChanged={onChanged} />
        {d.latest_version > 0 && (d.secrecy === null || d.may_edit || d.pages === null) && (
          <a class="button" href={`/api/documents/${d.id}/versions/${d.latest_version}/file`} download>
            <Download size={20} aria-hidden="true" />
            {w.downloadOriginal}
          </a>
        )}
        {d.may_edit && (
          <button type="button" class={d.latest_version === 0 ? 'button act' : 'button'} onClick={onUpload}>
            <Upload size={20} aria-hidden="true" />
            {d.latest_version === 0 ? w.uploadFirst : w.upload}
          </button>
        )}
        {d.may_edit && (
          <button type="button" class="button" onClick={onEdit}>
            <Pencil size={20} aria-hidden="true" />
            {t().common.edit}
          </button>
        )}
      </div>
    </div>
  );
}

export default function DocumentPage() {
  const { params } = useRoute();
  const id = params['id'] ?? '';
  const path = { document: id };
  const document = useLoad(() => ask(api.GET('/api/documents/{document}', { params: { path } })), [id]);
  const versions = useLoad(() => ask(api.GET('/api/documents/{document}/versions', { params: { path } })), [id]);
  const [open, setOpen] = useState<'edit' | 'upload' | null>(null);
  const revision = useRef(0);
  revision.current = document.data?.revision ?? 0;
  const again = async () => {
    await Promise.all([document.reload(), versions.reload()]);
  };
  const reload = useRef(again);
  reload.current = again;
  const there = document.data !== null;
  useEffect(() => {
    if (!there) return;
    return follow(
      [`document:${id}`],
      (change) => {
        if (change.revision > revision.current) void reload.current();
      },
      (_subject, now) => {
        if (now !== revision.current) void reload.current();
      },
    );
  }, [id, there]);
  const d = document.data;
  if (!d) return <section class="card">{document.problem ? <Failure problem={document.problem} retry={() => void document.reload()} /> : <Skeleton lines={9} height={24} />}</section>;
  const w = t().documents;
  return (
    <>
      <DocumentHead document={d} onEdit={() => setOpen('edit')} onUpload={() => setOpen('upload')} onChanged={() => void document.reload()} />
      <div class="columns columns-side">
        <div>
          <DocumentNews document={d} onRead={() => void document.reload()} />
          <section class="card" aria-labelledby="facts">
            <div class="card-head">
              <h2 id="facts">{w.facts}</h2>
            </div>
            <DocumentFacts document={d} />
          </section>
          <DocumentHistory document={d} versions={versions} onChanged={() => void again()} onUpload={() => setOpen('upload')} />
        </div>
        <DocumentSharing document={d} />
      </div>
      {open === 'edit' && (
        <DocumentEdit
          document={d}
          onClose={() => setOpen(null)}
          onSaved={(saved) => {
            document.set(saved);
            setOpen(null);
          }}
          onReload={() => document.reload()}
        />
      )}
      {open === 'upload' && (
        <VersionUpload
          document={d}
          onClose={() => setOpen(null)}
          onDone={() => {
            setOpen(null);
            void again();
          }}
        />
      )}
    </>
  );
}
