// SPDX-License-Identifier: GPL-3.0-or-later
//
// "On this device" (C8): what is kept for reading without a network and how far,
// what waits to be sent, how much room there is; and the acts on all of it.
import { useEffect, useState } from 'preact/hooks';
import { HardDriveDownload, RefreshCw, ShieldOff, Trash2 } from 'lucide-preact';
import { connection } from '../api';
import { fmtBytes, fmtDateTime, t } from '../i18n';
import { holder, holderChange, storageThere } from '../offline/holder';
import { InstallButton, InstallHint } from '../offline/install';
import { copyDelete, useKept, type Kept } from '../offline/kept';
import { KeptGroup } from '../offline/kept-group';
import { room, roomLook } from '../offline/room';
import { progress, syncNow } from '../offline/sync';
import { UnsentList } from '../outbox/unsent-list';
import { confirmFirst } from '../parts/dialog';
import { Fact, Facts } from '../parts/facts';
import { Empty, Notice, Skeleton } from '../parts/states';
import { toast, toastProblem } from '../parts/toast';
import '../offline/offline.css';

const DAY_MS = 86_400_000;

function Progress({ kept }: { kept: Kept }) {
  const w = t().offline;
  const { state, done, wanted } = progress.value;
  if (holder.value?.off) return <Notice>{w.off}</Notice>;
  if (state === 'full') return <Notice kind="warn">{w.full}</Notice>;
  if (state === 'failed') return <Notice kind="warn">{w.failed}</Notice>;
  const whole = kept.versions.every((version) => version.whole);
  if (state !== 'running') return <p class="copy-words">{whole ? (kept.versions.length > 0 ? w.upToDate : '') : w.incomplete}</p>;
  const words = wanted > 0 ? w.progress(done, wanted) : w.syncing;
  return (
    <div class="copy-progress">
      <p class="copy-words">{words}</p>
      {wanted > 0 ? <progress max={wanted} value={done} aria-label={words} /> : <progress aria-label={words} />}
    </div>
  );
}

function State({ kept }: { kept: Kept }) {
  const w = t().offline;
  const [busy, setBusy] = useState(false);
  const me = holder.value;
  const found = room.value;
  const away = connection.value === 'away';
  const again = async () => {
    setBusy(true);
    try {
      if (holder.peek()?.off) await holderChange({ off: false });
      await syncNow();
    } catch (error) {
      toastProblem(error);
    }
    setBusy(false);
  };
  return (
    <section class="card" aria-labelledby="copy-state">
      <div class="card-head">
        <h2 id="copy-state">{w.state}</h2>
        <button type="button" class="button" disabled={busy || away || progress.value.state === 'running'} onClick={() => void again()}>
          <RefreshCw size={20} aria-hidden="true" />
          {w.syncNow}
        </button>
      </div>
      <Progress kept={kept} />
      <Facts>
        <Fact label={w.lastSynced} value={<span class="numbers">{me?.synced_at ? fmtDateTime(new Date(me.synced_at)) : w.never}</span>} />
        {me && <Fact label={w.leaseUntil} value={<span class="numbers">{fmtDateTime(new Date(me.confirmed_at + me.lease_days * DAY_MS))}</span>} />}
        {found && <Fact label={w.roomUsed} value={<span class="numbers">{fmtBytes(found.used)}</span>} />}
        {found && <Fact label={w.roomLeft} value={<span class="numbers">{fmtBytes(Math.max(0, found.quota - found.used))}</span>} />}
      </Facts>
      {kept.withheld > 0 && (
        <p class="copy-withheld">
          <ShieldOff size={20} aria-hidden="true" />
          {w.withheld(kept.withheld)}
        </p>
      )}
    </section>
  );
}

/** Papers of one meeting together, in the order of the list; then what is only pinned. */
function groups(kept: Kept) {
  const found = new Map<string, { meeting: string | null; title: string; versions: Kept['versions'][number][] }>();
  for (const version of kept.versions) {
    const key = version.meeting ?? '';
    const group = found.get(key) ?? { meeting: version.meeting, title: version.meeting_title ?? t().offline.pins, versions: [] };
    group.versions.push(version);
    found.set(key, group);
  }
  return [...found.values()].sort((a, b) => Number(a.meeting === null) - Number(b.meeting === null));
}

function Papers({ kept }: { kept: Kept }) {
  const w = t().offline;
  if (kept.versions.length === 0) {
    return (
      <section class="card">
        <Empty title={w.noneTitle} text={w.noneText} icon={<HardDriveDownload size={28} aria-hidden="true" />} />
      </section>
    );
  }
  return (
    <>
      {groups(kept).map((group) => (
        <KeptGroup key={group.meeting ?? ''} {...group} />
      ))}
    </>
  );
}

export default function OfflinePage() {
  const kept = useKept().value;
  const w = t().offline;
  useEffect(() => void roomLook(), []);
  const remove = async () => {
    if (!(await confirmFirst({ title: w.removeTitle, text: w.removeText, yes: w.remove, danger: true }))) return;
    try {
      await copyDelete();
      await roomLook();
      toast(w.removed);
    } catch (error) {
      toastProblem(error);
    }
  };
  return (
    <>
      <div class="page-head">
        <div>
          <h1>{w.title}</h1>
          <p class="muted">{w.intro}</p>
        </div>
        <div class="page-actions">
          <InstallButton />
        </div>
      </div>
      <InstallHint />
      {!storageThere.value ? (
        <Notice kind="warn">{w.noStorage}</Notice>
      ) : !kept ? (
        <section class="card">
          <Skeleton lines={6} height={24} />
        </section>
      ) : (
        <div class="columns columns-side">
          <div>
            <Papers kept={kept} />
            {kept.versions.length > 0 && (
              <button type="button" class="button danger copy-remove" onClick={() => void remove()}>
                <Trash2 size={20} aria-hidden="true" />
                {w.remove}
              </button>
            )}
          </div>
          <div class="copy-side">
            <State kept={kept} />
            <section class="card" aria-labelledby="copy-unsent">
              <div class="card-head">
                <h2 id="copy-unsent">{w.unsentTitle}</h2>
              </div>
              <UnsentList />
            </section>
          </div>
        </div>
      )}
    </>
  );
}
