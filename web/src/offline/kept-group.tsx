// SPDX-License-Identifier: GPL-3.0-or-later
//
// The kept papers of one meeting, or the pinned ones: how much of each is here,
// how large it is, and the way to it.
import { useState } from 'preact/hooks';
import { CircleCheckBig, FileText, PinOff } from 'lucide-preact';
import { connection } from '../api';
import { fmtBytes, t } from '../i18n';
import { toast, toastProblem } from '../parts/toast';
import { pagesKept } from './kept';
import { pinSet } from './pin';
import type { KeptVersion } from './store';

function Row({ version: v }: { version: KeptVersion }) {
  const w = t().offline;
  const [busy, setBusy] = useState(false);
  const pages = pagesKept(v);
  const unpin = async () => {
    setBusy(true);
    try {
      await pinSet(v.document, false);
      toast(w.unpinSaid);
    } catch (error) {
      toastProblem(error);
    }
    setBusy(false);
  };
  return (
    <li class="kept-row">
      <a class="row-link" href={`/documents/${v.document}/read/${v.version}`}>
        <span class="row-icon">
          <FileText size={20} aria-hidden="true" />
        </span>
        <span class="row-words">
          <strong>{v.subject}</strong>
          <small class="numbers">{`${t().reader.version(v.version)} · ${fmtBytes(v.bytes)}`}</small>
          {!v.whole && <progress max={v.pages} value={pages} aria-label={w.partLabel(v.subject)} />}
        </span>
        <span class="row-end numbers">
          {v.whole ? (
            <span class="kept-whole">
              <CircleCheckBig size={18} aria-hidden="true" />
              {w.whole}
            </span>
          ) : (
            w.part(pages, v.pages)
          )}
          <small>{t().common.pages(v.pages)}</small>
        </span>
      </a>
      {v.pinned && (
        <button type="button" class="icon-button" disabled={busy || connection.value === 'away'} aria-label={w.unpinNamed(v.subject)} title={w.unpin} onClick={() => void unpin()}>
          <PinOff size={20} aria-hidden="true" />
        </button>
      )}
    </li>
  );
}

interface KeptGroupProps {
  meeting: string | null;
  title: string;
  versions: readonly KeptVersion[];
}

export function KeptGroup({ meeting, title, versions }: KeptGroupProps) {
  const id = `kept-${meeting ?? 'pins'}`;
  return (
    <section class="card" aria-labelledby={id}>
      <div class="card-head kept-head">
        <h2 id={id}>{meeting ? <a href={`/meetings/${meeting}`}>{title}</a> : title}</h2>
        <span class="tag tag-grey numbers">{versions.length}</span>
      </div>
      <ul class="rows">
        {versions.map((version) => (
          <Row key={version.key} version={version} />
        ))}
      </ul>
    </section>
  );
}
