// SPDX-License-Identifier: GPL-3.0-or-later
//
// The private calendar address of the one who is signed in: made, copied,
// renewed, ended. The address is held only as long as this card is shown; the
// server cannot tell it again.
import { useRef, useState } from 'preact/hooks';
import { CalendarPlus, Copy } from 'lucide-preact';
import { api, ask } from '../api';
import { fmtDateTime, language, t } from '../i18n';
import { confirmFirst } from './dialog';
import { useLoad } from './load';
import { Failure, Notice, Skeleton } from './states';
import { toast, toastProblem } from './toast';
import './feed.css';

function Address({ address }: { address: string }) {
  const field = useRef<HTMLInputElement>(null);
  const w = t().feed;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(address);
      toast(w.copied);
    } catch {
      field.current?.select();
      toast(w.copyByHand);
    }
  };
  return (
    <div class="feed-address">
      <Notice kind="warn">{w.once}</Notice>
      <input ref={field} class="input" readOnly value={address} aria-label={w.address} onFocus={(e) => e.currentTarget.select()} />
      <div class="feed-acts">
        <button type="button" class="button primary" onClick={() => void copy()}>
          <Copy size={20} aria-hidden="true" />
          {w.copy}
        </button>
        <a class="button" href={address.replace(/^https?:/, 'webcal:')}>
          <CalendarPlus size={20} aria-hidden="true" />
          {w.open}
        </a>
      </div>
    </div>
  );
}

export function FeedCard() {
  const { data, problem, reload } = useLoad(() => ask(api.GET('/api/feed')), []);
  const [address, setAddress] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const w = t().feed;
  const act = async (step: () => Promise<void>) => {
    setBusy(true);
    try {
      await step();
    } catch (error) {
      toastProblem(error);
    }
    await reload();
    setBusy(false);
  };
  const make = async () => {
    if (data?.active && !(await confirmFirst({ title: w.renew, text: w.renewText, yes: w.renew, danger: true }))) return;
    await act(async () => {
      const made = await ask(api.POST('/api/feed', { body: { language: language.value } }));
      setAddress(location.origin + made.path);
    });
  };
  const end = async () => {
    if (!(await confirmFirst({ title: w.endTitle, text: w.endText, yes: w.end, danger: true }))) return;
    await act(async () => {
      await ask(api.DELETE('/api/feed'));
      setAddress(null);
      toast(w.ended);
    });
  };
  return (
    <section class="card" aria-labelledby="feed">
      <div class="card-head">
        <h2 id="feed">{w.title}</h2>
      </div>
      <p class="muted">{w.text}</p>
      {!data && problem && <Failure problem={problem} retry={() => void reload()} />}
      {!data && !problem && <Skeleton lines={2} />}
      {data && (
        <>
          {address && <Address address={address} />}
          <p class="feed-facts">
            {data.active && data.created_at ? w.madeAt(fmtDateTime(data.created_at)) : w.none}
            {data.active && (
              <>
                <br />
                {data.fetched_at ? w.fetchedAt(fmtDateTime(data.fetched_at)) : w.notFetched}
              </>
            )}
          </p>
          <p class="muted feed-facts">{w.warning}</p>
          <div class="feed-acts">
            <button type="button" class="button" disabled={busy} onClick={() => void make()}>
              {data.active ? w.renew : w.make}
            </button>
            {data.active && (
              <button type="button" class="button danger" disabled={busy} onClick={() => void end()}>
                {w.end}
              </button>
            )}
          </div>
        </>
      )}
    </section>
  );
}
