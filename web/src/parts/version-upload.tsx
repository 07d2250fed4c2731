// SPDX-License-Identifier: GPL-3.0-or-later
//
// A new version of a document from a file: the main file, or one more
// attachment beside it (B2, B4).
import { useEffect, useRef, useState } from 'preact/hooks';
import { Problem, type Schemas } from '../api';
import { t } from '../i18n';
import { FileUpload } from '../uploads';
import { Dialog } from './dialog';
import { FileChoice } from './file-choice';
import { AreaField, Form, SelectField } from './form';
import { toast } from './toast';
import { UploadProgress } from './upload-progress';

export function VersionUpload({ document: d, onClose, onDone }: { document: Schemas['Document']; onClose: () => void; onDone: () => void }) {
  const [file, setFile] = useState<File | null>(null);
  const [note, setNote] = useState('');
  const [part, setPart] = useState<'main' | 'attachment'>('main');
  const [upload, setUpload] = useState<FileUpload | null>(null);
  const running = useRef<FileUpload | null>(null);
  const w = t().documents;
  const first = d.latest_version === 0;
  useEffect(() => () => void running.current?.giveUp(), []);
  return (
    <Dialog title={first ? w.uploadFirst : w.uploadTitle} onClose={onClose}>
      <Form
        submit={w.send}
        onCancel={onClose}
        stoppable
        onSubmit={async () => {
          if (!file) throw new Problem('missing-field', 0, 'file');
          const sending = new FileUpload({ document: d.id, file, note: note.trim(), part });
          running.current = sending;
          setUpload(sending);
          try {
            const version = await sending.run();
            toast(w.uploaded(version.number));
            running.current = null;
            onDone();
          } finally {
            setUpload(null);
          }
        }}
      >
        {!first && (
          <SelectField
            name="part"
            label={w.whatFile}
            value={part}
            onValue={(v) => setPart(v as typeof part)}
            options={[
              { value: 'main', label: w.mainFile },
              { value: 'attachment', label: w.addAttachment },
            ]}
            {...(part === 'attachment' && { hint: w.attachmentHint })}
          />
        )}
        <FileChoice file={file} onFile={setFile} />
        <AreaField name="note" label={w.reason} hint={w.reasonHint} maxLength={500} rows={2} value={note} onValue={setNote} />
        {upload && <UploadProgress upload={upload} />}
      </Form>
    </Dialog>
  );
}
