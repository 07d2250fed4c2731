// SPDX-License-Identifier: GPL-3.0-or-later
//
// How far an upload is, in words and a bar, with pause and go on.
import { t } from '../i18n';
import { fmtBytes } from '../i18n';
import type { FileUpload } from '../uploads';

export function UploadProgress({ upload }: { upload: FileUpload }) {
  const { phase, sent, total } = upload.state.value;
  const w = t().documents;
  const percent = total > 0 ? Math.floor((sent / total) * 100) : 0;
  const words = { ready: '', sending: w.sending(percent), checking: w.checking, waiting: w.waiting, paused: w.paused, done: w.sending(100), failed: '' }[phase];
  if (!words) return null;
  return (
    <div class="upload" role="group" aria-label={words}>
      <p class="upload-words">
        <strong aria-live="polite">{words}</strong>
        <span class="numbers muted">{`${fmtBytes(sent)} / ${fmtBytes(total)}`}</span>
      </p>
      {phase === 'checking' ? <progress aria-label={words} /> : <progress max={100} value={percent} aria-label={words} />}
      {upload.resumable && (phase === 'sending' || phase === 'waiting' || phase === 'paused') && (
        <button type="button" class="button" onClick={() => (phase === 'paused' ? upload.resume() : upload.pause())}>
          {phase === 'paused' ? w.resume : w.pause}
        </button>
      )}
    </div>
  );
}
