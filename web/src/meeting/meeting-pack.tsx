// SPDX-License-Identifier: GPL-3.0-or-later
//
// The meeting pack (E8): one PDF of all papers this person may see. It is built
// on the server whether anybody looks or not; while it is, its progress is asked
// for once a second. Not the tablet's own copy, which lives in offline/.
import { useEffect, useRef, useState } from 'preact/hooks';
import { Download, FileStack } from 'lucide-preact';
import { api, ask, type Schemas } from '../api';
import { fmtBytes, fmtDateTime, t } from '../i18n';
import { useLoad } from '../parts/load';
import { Failure, Skeleton } from '../parts/states';
import { toastProblem } from '../parts/toast';
import type { Meeting } from './data';
import './meeting-pack.css';

type Pack = Schemas['MeetingPack'];

const EVERY_MS = 1000;
const load = (meeting: string) => ask(api.GET('/api/meetings/{meeting}/pack', { params: { path: { meeting } } }));
const order = (meeting: string) => ask(api.POST('/api/meetings/{meeting}/pack', { params: { path: { meeting } } }));
const isMade = (pack: Pack | null) => pack?.state === 'queued' || pack?.state === 'running';

function Progress({ pack }: { pack: Pack }) {
  const words = t().meetingPack;
  const said = pack.state === 'queued' ? words.queued : words.running;
  return (
    <div class="upload">
      <p class="upload-words">
        <strong>{said}</strong>
        {pack.state === 'running' && <span class="numbers muted">{words.pagesOf(pack.pages_done, pack.pages_total)}</span>}
      </p>
      {pack.state === 'queued' ? (
        <progress aria-label={said} />
      ) : (
        <progress max={Math.max(pack.pages_total, 1)} value={pack.pages_done} aria-label={said} />
      )}
      <p class="muted">{words.leave}</p>
    </div>
  );
}

function Ready({ pack, meeting, onGone }: { pack: Pack; meeting: string; onGone: () => void }) {
  const words = t().meetingPack;
  const address = `/api/meetings/${meeting}/pack/file`;
  // One that has been cleared away is being made again by the asking: the card shows that instead of a download that failed.
  const take = async (event: Event) => {
    event.preventDefault();
    const there = await fetch(address, { headers: { Range: 'bytes=1-1' }, cache: 'no-store' }).catch(() => null);
    if (there?.ok || !there) location.assign(address);
    else onGone();
  };
  return (
    <>
      <p class="numbers">{words.facts(pack.pages_total, fmtBytes(pack.bytes ?? 0))}</p>
      <p class="muted">{words.madeAt(fmtDateTime(pack.made_at ?? ''))}</p>
      <a class="button primary" href={address} download onClick={(event) => void take(event)}>
        <Download size={20} aria-hidden="true" />
        {words.take}
      </a>
    </>
  );
}

interface BodyProps {
  pack: Pack;
  meeting: string;
  busy: boolean;
  onOrder: () => void;
  onGone: () => void;
}

function Body({ pack, meeting, busy, onOrder, onGone }: BodyProps) {
  const words = t().meetingPack;
  if (isMade(pack)) return <Progress pack={pack} />;
  if (pack.state === 'done') return <Ready pack={pack} meeting={meeting} onGone={onGone} />;
  return (
    <>
      <p class={pack.changed || pack.state === 'failed' ? 'pack-due' : 'muted'}>
        {pack.state === 'failed' ? words.failed : pack.changed ? words.changed : words.about}
      </p>
      <button type="button" class="button" disabled={busy} onClick={onOrder}>
        <FileStack size={20} aria-hidden="true" />
        {pack.state === 'failed' ? words.again : pack.changed ? words.makeNew : words.make}
      </button>
    </>
  );
}

export function MeetingPack({ meeting }: { meeting: Meeting }) {
  const words = t().meetingPack;
  const { data, problem, set, reload } = useLoad(() => load(meeting.id), [meeting.id]);
  const first = useRef(true);
  const [busy, setBusy] = useState(false);
  const made = isMade(data);
  // Each new copy of the meeting may bring other papers; the first one came with the page.
  useEffect(() => {
    if (!first.current) void reload();
    first.current = false;
  }, [meeting]);
  useEffect(() => {
    if (!made) return;
    const timer = setInterval(() => void reload(), EVERY_MS);
    return () => clearInterval(timer);
  }, [made]);
  const make = async () => {
    setBusy(true);
    await order(meeting.id).then(set, toastProblem);
    setBusy(false);
  };
  return (
    <section class="card meeting-pack">
      <div class="card-head">
        <h2>{words.title}</h2>
      </div>
      <div aria-live="polite">
        {data ? (
          <Body pack={data} meeting={meeting.id} busy={busy} onOrder={() => void make()} onGone={() => void reload()} />
        ) : problem ? (
          <Failure problem={problem} retry={() => void reload()} />
        ) : (
          <Skeleton lines={2} height={24} />
        )}
      </div>
    </section>
  );
}
