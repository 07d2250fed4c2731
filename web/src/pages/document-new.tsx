// SPDX-License-Identifier: GPL-3.0-or-later
//
// A new document: its metadata first, then its file as version 1. When the file
// fails the document stays, and its page is where one tries again.
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { ChevronLeft } from 'lucide-preact';
import { api, ask, SendKey } from '../api';
import { t } from '../i18n';
import { draftBody, type DocumentDraft, DocumentFields, emptyDraft } from '../parts/document-form';
import { FileChoice } from '../parts/file-choice';
import { Form } from '../parts/form';
import { toast, toastProblem } from '../parts/toast';
import { UploadProgress } from '../parts/upload-progress';
import { FileUpload } from '../uploads';

export default function DocumentNewPage() {
  const [draft, setDraft] = useState<DocumentDraft>(emptyDraft);
  const [file, setFile] = useState<File | null>(null);
  const [upload, setUpload] = useState<FileUpload | null>(null);
  const [key] = useState(() => new SendKey());
  const { route } = useLocation();
  const w = t().documents;
  const dirty = draft !== emptyDraft || file !== null;
  return (
    <>
      <div class="page-head">
        <div>
          <a class="crumb" href="/documents">
            <ChevronLeft size={18} aria-hidden="true" />
            {w.title}
          </a>
          <h1>{w.createTitle}</h1>
        </div>
      </div>
      <section class="card">
        <Form
          submit={w.createAction}
          dirty={dirty}
          onSubmit={async () => {
            const body = draftBody(draft);
            const made = await ask(api.POST('/api/documents', { headers: key.for(body), body }));
            if (file) {
              const sending = new FileUpload({ document: made.id, file, note: '' });
              setUpload(sending);
              try {
                await sending.run();
                toast(w.created2);
              } catch (error) {
                toastProblem(error);
                toast(w.createdNoFile);
              }
            } else toast(w.created2);
            route(`/documents/${made.id}`);
          }}
        >
          <DocumentFields draft={draft} onDraft={setDraft} />
          <fieldset class="form-group">
            <legend>{w.groupFile}</legend>
            <FileChoice file={file} onFile={setFile} />
          </fieldset>
          {upload && <UploadProgress upload={upload} />}
        </Form>
      </section>
    </>
  );
}
