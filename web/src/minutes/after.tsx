// SPDX-License-Identifier: GPL-3.0-or-later
//
// What comes out of minutes: the editions approved, extracts for units, and the
// notice of conclusions as an outgoing draft.
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { FileOutput, FileText, Megaphone } from 'lucide-preact';
import { fmtDateTime, t } from '../i18n';
import { itemNumber, type Meeting } from '../meeting/data';
import { toastProblem } from '../parts/toast';
import type { Minutes, MinutesData, MinutesList } from './data';

function Editions({ minutes }: { minutes: Minutes }) {
  const words = t().minutes;
  if (minutes.editions.length === 0) return null;
  return (
    <section class="card">
      <div class="card-head">
        <h2>{words.editions}</h2>
      </div>
      <ul class="minutes-list">
        {minutes.editions.map((one) => (
          <li key={one.edition}>
            <a class="row-link" href={`/documents/${one.document_id}/read/${one.version}`}>
              <FileText size={22} aria-hidden="true" />
              <span class="row-words">
                <strong>{one.edition === 1 ? words.first : words.edition(one.edition - 1)}</strong>
                <small>{[fmtDateTime(one.approved_at), one.approved_by?.full_name, one.reason].filter(Boolean).join(' · ')}</small>
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Extracts({ meeting, minutes, list, data }: { meeting: Meeting; minutes: Minutes; list: MinutesList; data: MinutesData }) {
  const [busy, setBusy] = useState<string | null>(null);
  const words = t().minutes;
  const treated = new Set(minutes.blocks.map((block) => block.item_id));
  const items = meeting.agenda.filter((item) => treated.has(item.id) && item.restricted === minutes.restricted);
  if (!minutes.may.extract || minutes.state !== 'approved' || items.length === 0) return null;
  const send = (item: string) => {
    setBusy(item);
    data
      .extract(item)
      .then(() => data.snapshot.reload(), toastProblem)
      .finally(() => setBusy(null));
  };
  return (
    <section class="card">
      <div class="card-head">
        <h2>{words.extracts}</h2>
      </div>
      <p class="muted">{words.extractsText}</p>
      <ul class="minutes-list">
        {items.map((item) => {
          const number = itemNumber(item);
          const given = list.extracts.find((one) => one.item_id === item.id && one.edition === minutes.edition);
          return (
            <li key={item.id}>
              <p>
                <span class="numbers">{number}.</span> {item.title}
              </p>
              <p class="minutes-acts">
                <a class="button small" href={`/api/agenda-items/${item.id}/extract?as=pdf`} target="_blank" rel="noreferrer" aria-label={words.extractSee(number)}>
                  {words.see}
                </a>
                {given ? (
                  <a class="tag tag-good" href={`/documents/${given.document_id}`}>
                    {words.extracted(given.unit?.name ?? '')}
                  </a>
                ) : (
                  <button type="button" class="button small" disabled={busy !== null} aria-label={words.extract(number)} onClick={() => send(item.id)}>
                    <FileOutput size={18} aria-hidden="true" />
                    {words.send}
                  </button>
                )}
              </p>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function ConclusionNotice({ meeting, data }: { meeting: Meeting; data: MinutesData }) {
  const [busy, setBusy] = useState(false);
  const { route } = useLocation();
  const words = t().minutes;
  if (meeting.my_role !== 'chair' && meeting.my_role !== 'secretary') return null;
  const make = () => {
    setBusy(true);
    data
      .notice()
      .then((document) => route(`/documents/${document.id}`), toastProblem)
      .finally(() => setBusy(false));
  };
  return (
    <section class="card">
      <div class="card-head">
        <h2>{words.notice}</h2>
      </div>
      <p class="muted">{words.noticeText}</p>
      <p class="minutes-acts">
        <a class="button" href={`/api/meetings/${meeting.id}/conclusions/file?as=pdf`} target="_blank" rel="noreferrer">
          <FileText size={20} aria-hidden="true" />
          {words.see}
        </a>
        <button type="button" class="button" disabled={busy} onClick={make}>
          <Megaphone size={20} aria-hidden="true" />
          {words.noticeMake}
        </button>
      </p>
    </section>
  );
}

export function After({ meeting, minutes, list, data }: { meeting: Meeting; minutes: Minutes; list: MinutesList; data: MinutesData }) {
  return (
    <>
      <Editions minutes={minutes} />
      <Extracts {...{ meeting, minutes, list, data }} />
      {!minutes.restricted && <ConclusionNotice {...{ meeting, data }} />}
    </>
  );
}
