// SPDX-License-Identifier: GPL-3.0-or-later
//
// The chair's steps of a secret vote, in the order of the paper ballot: hand
// out, open the box, announce the end, count. One button at a time.
import { useEffect, useRef, useState } from 'preact/hooks';
import { Archive, BellRing, Calculator, FileLock2 } from 'lucide-preact';
import { t } from '../i18n';
import { confirmFirst } from '../parts/dialog';
import { toastProblem } from '../parts/toast';
import { lastCall, secretStep, type SecretStep, type Vote } from './data';
import { GRACE_MS, useLeft } from './time';
import './secret.css';

const LAST_CALL_SECONDS = 30;

interface ChairProps {
  vote: Vote;
  /** Papers go to so many at most. */
  entitled: number | null;
  /** Handing out would be allowed now. */
  mayBegin: boolean;
  onVote: (vote: Vote) => void;
}

export function SecretChair({ vote, entitled, mayBegin, onVote }: ChairProps) {
  const [busy, setBusy] = useState(false);
  const words = t().secret;
  const box = vote.box;
  const left = useLeft(box?.ends_at);
  const list = useRef<HTMLOListElement>(null);
  const run = async (act: () => Promise<Vote>) => {
    setBusy(true);
    await act().then(onVote, toastProblem);
    setBusy(false);
  };
  const step = (name: SecretStep) => run(() => secretStep(vote.id, name));
  const open = async () => {
    const missing = (entitled ?? 0) - (box?.handed_out ?? 0);
    const sure = await confirmFirst({ title: words.openTitle, text: missing > 0 ? words.openMissing(missing) : words.openText, yes: words.steps.box });
    if (sure) await step('box/open');
  };
  const all = !!box && box.phase === 'box' && box.returned >= box.handed_out;
  const ended = left !== null && left + GRACE_MS < 0;
  const at = !box ? 0 : box.phase === 'handing_out' ? 1 : all || ended ? 3 : 2;
  // The panel is low: the one button of the moment is in sight.
  useEffect(() => list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' }), [at]);
  if (vote.state !== 'created' && vote.state !== 'open' && vote.state !== 'paused') return null;
  const rows = [
    { icon: FileLock2, label: words.steps.handOut, note: box ? words.handedOf(box.handed_out, entitled) : words.notes.handOut, act: () => step('hand-out'), may: mayBegin },
    { icon: Archive, label: words.steps.box, note: box && box.phase === 'box' ? words.returned(box.returned, box.handed_out) : words.notes.box, act: open, may: true },
    {
      icon: BellRing,
      label: words.steps.end(LAST_CALL_SECONDS),
      note: left !== null && left > 0 ? words.closesIn(`0:${String(Math.ceil(left / 1000)).padStart(2, '0')}`) : words.notes.end,
      act: () => run(() => lastCall(vote.id, LAST_CALL_SECONDS)),
      may: left === null,
    },
    { icon: Calculator, label: words.steps.count, note: all ? words.allBack : words.notes.count, act: () => step('count'), may: true },
  ];
  return (
    <ol class="secret-steps" aria-label={words.title} ref={list}>
      {rows.map(({ icon: Icon, label, note, act, may }, i) => (
        <li key={label} class={i < at ? 'done' : i === at ? 'now' : undefined} aria-current={i === at ? 'step' : undefined}>
          <Icon size={24} aria-hidden="true" />
          <div>
            {i === at ? (
              <button type="button" class="button primary big" disabled={busy || !may || vote.state === 'paused'} onClick={() => void act()}>
                {label}
              </button>
            ) : (
              <p class="secret-step">{label}</p>
            )}
            {(i === at || box) && !(i === 2 && i < at) && <p class="muted numbers">{note}</p>}
          </div>
        </li>
      ))}
    </ol>
  );
}
