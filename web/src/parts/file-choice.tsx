// SPDX-License-Identifier: GPL-3.0-or-later
//
// Choosing one file, by button or by dropping it. Says the limit beforehand;
// what the file really is, the server finds out.
import { useId, useRef, useState } from 'preact/hooks';
import { FileText, Upload } from 'lucide-preact';
import { fmtBytes, t } from '../i18n';
import { welcome } from '../welcome';

const kinds = '.pdf,.docx,.doc,.xlsx,.xls,.pptx,.ppt,.odt,.ods,.odp,.png,.jpg,.jpeg,.tif,.tiff';

export function FileChoice({ file, onFile, label }: { file: File | null; onFile: (file: File | null) => void; label?: string }) {
  const [over, setOver] = useState(false);
  const [tooLarge, setTooLarge] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const w = t().documents;
  const limit = welcome.value?.upload_limit_bytes ?? 0;
  const take = (found: File | undefined) => {
    if (!found) return;
    const large = limit > 0 && found.size > limit;
    setTooLarge(large);
    onFile(large ? null : found);
  };
  return (
    <div
      class={over ? 'drop drop-over' : 'drop'}
      onDragOver={(e) => {
        e.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(e) => {
        e.preventDefault();
        setOver(false);
        take(e.dataTransfer?.files[0]);
      }}
    >
      <span class="drop-icon">{file ? <FileText size={26} aria-hidden="true" /> : <Upload size={26} aria-hidden="true" />}</span>
      <div class="drop-words">
        {file ? (
          <>
            <strong>{file.name}</strong>
            <small class="numbers">{fmtBytes(file.size)}</small>
          </>
        ) : (
          <>
            <strong>{label ?? w.groupFile}</strong>
            <small>{limit > 0 ? w.fileKinds(fmtBytes(limit)) : ''}</small>
          </>
        )}
        {tooLarge && (
          <small class="field-wrong" role="alert">
            {w.tooLarge(fmtBytes(limit))}
          </small>
        )}
      </div>
      <input ref={input} id={id} class="unseen" type="file" tabIndex={-1} aria-hidden="true" accept={kinds} onChange={(e) => take(e.currentTarget.files?.[0])} />
      <button type="button" class="button" onClick={() => input.current?.click()}>
        {file ? w.changeFile : w.chooseFile}
      </button>
      {!file && <small class="drop-hint">{w.dropFile}</small>}
    </div>
  );
}
