// SPDX-License-Identifier: GPL-3.0-or-later
//
// The sealed record on the meeting's page (G3, K8): when, which commit, by
// which key, taking it away, and how to check it with stock tools.
import { useState } from 'preact/hooks';
import { Download, FileKey2, Stamp } from 'lucide-preact';
import { asProblem } from '../api';
import { fmtDateTime, t } from '../i18n';
import { confirmFirst } from '../parts/dialog';
import { Failure, Skeleton } from '../parts/states';
import { toastProblem } from '../parts/toast';
import { seal, useRecord, type MeetingRecord, type Sealing } from './record-data';
import './record.css';

/** As in docs/record.md, in the order in which they are typed. */
const STEPS = [
  'git clone record.bundle record\ngit -C record fsck --strict',
  'git -C record -c gpg.ssh.allowedSignersFile="$PWD/allowed_signers" verify-commit HEAD',
  "cd record\ngit log -1 --format='%(trailers:key=Manifest-SHA256,valueonly)'\ngit ls-tree -r --name-only HEAD | LC_ALL=C sort | xargs sha256sum | sha256sum",
  'sha256sum paper.pdf\ngrep -o \'"sha256":"[0-9a-f]*"\' papers.json',
];

function Code({ label, value }: { label: string; value: string | null }) {
  if (!value) return null;
  return (
    <div class="seal-code">
      <dt>{label}</dt>
      <dd>
        <code>{value}</code>
      </dd>
    </div>
  );
}

function Newest({ sealing }: { sealing: Sealing }) {
  const words = t().record;
  return (
    <>
      <p>
        <span class={sealing.interim ? 'tag tag-warm' : 'tag tag-good'}>{sealing.interim ? words.interim : words.final}</span>{' '}
        {words.sealedAt(sealing.number, fmtDateTime(sealing.sealed_at), sealing.asked_by?.full_name ?? '')}
      </p>
      <dl class="seal-facts">
        <Code label={words.commit} value={sealing.commit} />
        <Code label={words.manifest} value={sealing.manifest_sha256} />
        <Code label={words.key} value={sealing.key} />
      </dl>
    </>
  );
}

function Take({ meeting, record }: { meeting: string; record: MeetingRecord }) {
  const words = t().record;
  return (
    <>
      <p class="seal-acts">
        <a class="button primary" href={`/api/meetings/${meeting}/record/bundle`} download>
          <Download size={20} aria-hidden="true" />
          {words.take}
        </a>
        <a class="button" href="/api/allowed-signers" download="allowed_signers">
          <FileKey2 size={20} aria-hidden="true" />
          {words.keys}
        </a>
      </p>
      {record.restricted.length > 0 && (
        <>
          <h3>{words.restricted}</h3>
          <p class="muted">{words.restrictedAbout}</p>
          <ul class="seal-parts">
            {record.restricted.map((part) => (
              <li key={part.item.id}>
                <a class="button" href={`/api/agenda-items/${part.item.id}/record/bundle`} download>
                  <Download size={20} aria-hidden="true" />
                  <span>{[part.item.number, part.item.title].filter(Boolean).join('. ')}</span>
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
      <details class="seal-check">
        <summary>{words.check}</summary>
        <p class="muted">{words.checkAbout}</p>
        <ol>
          {words.steps.map((step, i) => (
            <li key={step}>
              <p>{step}</p>
              <pre tabIndex={0}>{STEPS[i]}</pre>
            </li>
          ))}
        </ol>
      </details>
    </>
  );
}

function Body({ meeting, record, onRecord }: { meeting: string; record: MeetingRecord; onRecord: (record: MeetingRecord) => void }) {
  const words = t().record;
  const [busy, setBusy] = useState(false);
  const waits = record.items.find((one) => one.state === 'queued');
  const newest = record.items.find((one) => one.state === 'sealed');
  const ask = async () => {
    if (!(await confirmFirst({ title: words.sealTitle, text: words.sealText, yes: words.seal }))) return;
    setBusy(true);
    await seal(meeting).then(onRecord, toastProblem);
    setBusy(false);
  };
  return (
    <>
      {waits && (
        <p role="status" class={waits.failing ? 'seal-wait seal-failing' : 'seal-wait'}>
          {waits.failing ? words.failing : words.waits}
        </p>
      )}
      {newest ? <Newest sealing={newest} /> : !waits && <p class="muted">{words.none}</p>}
      {newest && <Take meeting={meeting} record={record} />}
      {record.may_seal && (
        <p class="seal-acts">
          <button type="button" class="button" disabled={busy} onClick={() => void ask()}>
            <Stamp size={20} aria-hidden="true" />
            {newest ? words.sealAgain : words.seal}
          </button>
        </p>
      )}
    </>
  );
}

export function RecordCard({ meeting }: { meeting: string }) {
  const snapshot = useRecord(meeting);
  const record = snapshot.copy.value;
  const failure = snapshot.failure.value;
  return (
    <section class="card record-card" aria-labelledby="record-title">
      <div class="card-head">
        <h2 id="record-title">{t().record.title}</h2>
      </div>
      {record ? (
        <Body meeting={meeting} record={record} onRecord={snapshot.put} />
      ) : failure ? (
        <Failure problem={asProblem(failure)} retry={() => void snapshot.reload()} />
      ) : (
        <Skeleton lines={3} height={28} />
      )}
    </section>
  );
}
