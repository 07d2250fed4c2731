// SPDX-License-Identifier: GPL-3.0-or-later
//
// The button that keeps a document on one's tablets, or no longer. It says how
// far the keeping is on this one; the fetching is sync.ts's.
import { useEffect, useState } from 'preact/hooks';
import { CircleCheckBig, HardDriveDownload, Pin, ShieldOff } from 'lucide-preact';
import { api, ask, type Schemas } from '../api';
import { t } from '../i18n';
import { toast, toastProblem } from '../parts/toast';
import { holder, holderChange, storageThere } from './holder';
import { pagesKept, useKept } from './kept';
import { keepForGood } from './room';
import './offline.css';

interface PinProps {
  document: Schemas['Document'];
  onChanged: () => void;
  wide?: boolean;
}

export async function pinSet(document: string, pinned: boolean): Promise<void> {
  await ask(api.PUT('/api/documents/{document}/pin', { params: { path: { document } }, body: { pinned } }));
  const { syncNow } = await import('./sync');
  if (pinned) {
    await keepForGood();
    if (holder.peek()?.off) await holderChange({ off: false });
  }
  void syncNow();
}

export function PinButton({ document: d, onChanged, wide }: PinProps) {
  const kept = useKept().value;
  const [busy, setBusy] = useState(false);
  const [pinned, setPinned] = useState(d.pinned);
  useEffect(() => setPinned(d.pinned), [d.pinned]);
  const w = t().offline;
  const look = wide ? 'button wide' : 'button';
  if (d.latest_version === 0 || d.pages === null || !storageThere.value) return null;
  if (d.secrecy) {
    return (
      <p class={wide ? 'pin-never wide' : 'pin-never'}>
        <ShieldOff size={20} aria-hidden="true" />
        {w.secretNever}
      </p>
    );
  }
  const version = kept?.versions.find((one) => one.document === d.id && one.version === d.latest_version);
  const words = !pinned ? w.pin : version?.whole ? w.pinned : version ? w.pinning(pagesKept(version), version.pages) : w.pinned;
  const Icon = !pinned ? Pin : version && !version.whole ? HardDriveDownload : CircleCheckBig;
  const set = async () => {
    const next = !pinned;
    setBusy(true);
    setPinned(next);
    try {
      await pinSet(d.id, next);
      toast(next ? w.pinSaid : w.unpinSaid);
      onChanged();
    } catch (error) {
      setPinned(!next);
      toastProblem(error);
    }
    setBusy(false);
  };
  return (
    <button type="button" class={look} aria-pressed={pinned} disabled={busy} onClick={() => void set()}>
      <Icon size={20} aria-hidden="true" />
      {words}
    </button>
  );
}
