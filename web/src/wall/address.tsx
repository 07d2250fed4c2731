// SPDX-License-Identifier: GPL-3.0-or-later
//
// Who steers makes the address of the screen in the room, sees it once as a
// link and as a code to be scanned, and takes it back.
import { useEffect, useState } from 'preact/hooks';
import { Copy, MonitorUp } from 'lucide-preact';
import { renderSVG } from 'uqr';
import { api, ask, asProblem, type Problem, type Schemas } from '../api';
import { fmtDateTime, t } from '../i18n';
import { confirmFirst, Dialog } from '../parts/dialog';
import { Failure, Skeleton } from '../parts/states';
import { toast, toastProblem } from '../parts/toast';
import './address.css';

function WallDialog({ meeting, onClose }: { meeting: string; onClose: () => void }) {
  const [state, setState] = useState<Schemas['WallState'] | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [address, setAddress] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const words = t().wall;
  const path = { params: { path: { meeting } } };
  const load = () => {
    setProblem(null);
    ask(api.GET('/api/meetings/{meeting}/wall', path)).then(setState, (error: unknown) => setProblem(asProblem(error)));
  };
  useEffect(load, [meeting]);
  const make = async () => {
    if (state?.active && !(await confirmFirst({ title: words.renewTitle, text: words.renewText, yes: words.renew, danger: true }))) return;
    setBusy(true);
    try {
      const made = await ask(api.POST('/api/meetings/{meeting}/wall', path));
      setState(made);
      setAddress(location.origin + made.path);
    } catch (error) {
      toastProblem(error);
    }
    setBusy(false);
  };
  const end = async () => {
    if (!(await confirmFirst({ title: words.revokeTitle, text: words.revokeText, yes: words.revoke, danger: true }))) return;
    setBusy(true);
    try {
      await ask(api.DELETE('/api/meetings/{meeting}/wall', path));
      setAddress(null);
      load();
    } catch (error) {
      toastProblem(error);
    }
    setBusy(false);
  };
  return (
    <Dialog title={words.title} onClose={onClose}>
      {!state ? (
        problem ? (
          <Failure problem={problem} retry={load} />
        ) : (
          <Skeleton lines={3} />
        )
      ) : (
        <div class="wall-address">
          <p>{words.about}</p>
          {address && (
            <>
              <img src={`data:image/svg+xml;utf8,${encodeURIComponent(renderSVG(address, { border: 2 }))}`} alt={words.code} width={260} height={260} />
              <p class="wall-address-link">
                <a href={address} target="_blank" rel="noopener">
                  {address}
                </a>
              </p>
              <p class="muted">{words.once}</p>
            </>
          )}
          {state.active && !address && <p class="muted">{[words.madeBy(state.made_by?.full_name ?? '', fmtDateTime(state.made_at)), state.seen_at ? words.seen(fmtDateTime(state.seen_at)) : words.notSeen].join(' ')}</p>}
          <p class="wall-address-acts">
            {address && (
              <button type="button" class="button primary" onClick={() => void navigator.clipboard.writeText(address).then(() => toast(words.copied), toastProblem)}>
                <Copy size={20} aria-hidden="true" />
                {words.copy}
              </button>
            )}
            <button type="button" class={address ? 'button' : 'button primary'} disabled={busy} onClick={() => void make()}>
              {state.active ? words.renew : words.make}
            </button>
            {state.active && (
              <button type="button" class="button danger" disabled={busy} onClick={() => void end()}>
                {words.revoke}
              </button>
            )}
          </p>
        </div>
      )}
    </Dialog>
  );
}

export function WallButton({ meeting }: { meeting: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" class="icon-button" aria-label={t().wall.title} title={t().wall.title} onClick={() => setOpen(true)}>
        <MonitorUp size={22} aria-hidden="true" />
      </button>
      {open && <WallDialog meeting={meeting} onClose={() => setOpen(false)} />}
    </>
  );
}
