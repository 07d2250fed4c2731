// SPDX-License-Identifier: GPL-3.0-or-later
//
// Meetings by day, each with the papers in which the words were found. A draft
// of mine may be deleted from here (E11).
import { useEffect, useRef } from 'preact/hooks';
import { FileText, Trash2 } from 'lucide-preact';
import { api, ask } from '../api';
import { civilDate, fmtDate, fmtDay, t } from '../i18n';
import { confirmFirst } from '../parts/dialog';
import { MeetingRowCard } from '../parts/meeting-row';
import { problemText } from '../parts/problem';
import { Notice } from '../parts/states';
import { toast, toastProblem } from '../parts/toast';
import type { Found, FoundList, Hit } from './found-data';
import { phraseIn, piecesOf } from './found-words';

function Marked({ text, q }: { text: string; q: string }) {
  return (
    <>
      {piecesOf(text, q).map((piece, place) => (piece.found ? <mark key={place}>{piece.text}</mark> : piece.text))}
    </>
  );
}

function HitLink({ hit, q }: { hit: Hit; q: string }) {
  const w = t().meetings;
  const words = hit.snippet ? phraseIn(hit.snippet, q) : '';
  const query = new URLSearchParams({ ...(hit.page && { page: String(hit.page) }), ...(words && { find: words }) });
  return (
    <li>
      <a class="hit" href={`/documents/${hit.document_id}/read/${hit.version}${query.size ? `?${query.toString()}` : ''}`}>
        <FileText size={20} aria-hidden="true" />
        <span class="hit-words">
          <span class="hit-paper">
            <Marked text={hit.subject} q={q} />
            {hit.page && <span class="hit-page numbers">{w.page(hit.page)}</span>}
          </span>
          {hit.snippet && (
            <span class="hit-text">
              <Marked text={hit.snippet} q={q} />
            </span>
          )}
        </span>
      </a>
    </li>
  );
}

function Row({ meeting, q, onGone }: { meeting: Found; q: string; onGone: () => void }) {
  const w = t().meeting;
  const remove = async () => {
    if (!(await confirmFirst({ title: w.removeTitle, text: w.removeText, yes: w.remove, danger: true }))) return;
    try {
      await ask(api.DELETE('/api/meetings/{meeting}', { params: { path: { meeting: meeting.id } } }));
      toast(w.removed);
      onGone();
    } catch (error) {
      toastProblem(error);
    }
  };
  const mine = ['chair', 'secretary', 'author'].includes(meeting.my_role);
  return (
    <div class="found">
      <ul class="rows found-row">
        <MeetingRowCard meeting={meeting} timeOnly />
      </ul>
      {meeting.state === 'draft' && mine && (
        <button type="button" class="icon-button found-remove" aria-label={t().meetings.removeDraft(meeting.title)} title={w.remove} onClick={() => void remove()}>
          <Trash2 size={20} aria-hidden="true" />
        </button>
      )}
      {meeting.hits.length > 0 && (
        <ul class="hits" aria-label={t().meetings.hits}>
          {meeting.hits.map((hit) => (
            <HitLink key={`${hit.document_id} ${hit.version}`} hit={hit} q={q} />
          ))}
        </ul>
      )}
    </div>
  );
}

function dayName(day: string): string {
  const w = t().meetings;
  const near = [
    [-1, w.yesterday],
    [0, w.today],
    [1, w.tomorrow],
  ] as const;
  const name = near.find(([shift]) => civilDate(new Date(Date.now() + shift * 864e5)) === day)?.[1];
  const whole = fmtDay(`${day}T12:00:00+07:00`);
  return name ? `${name} · ${whole}` : whole;
}

/** Once the end comes near, the next page is asked for. */
function End({ found }: { found: FoundList }) {
  const here = useRef<HTMLParagraphElement>(null);
  const more = useRef(found.more);
  more.current = found.more;
  const stuck = found.moreProblem !== null;
  useEffect(() => {
    if (!here.current || stuck) return;
    const watch = new IntersectionObserver((seen) => seen.some((entry) => entry.isIntersecting) && more.current(), { rootMargin: '600px' });
    watch.observe(here.current);
    return () => watch.disconnect();
  }, [found.list, stuck]);
  return (
    <p class="more" ref={here}>
      <button type="button" class="button" disabled={found.busy} onClick={found.more}>
        {found.busy ? t().common.loading : t().common.loadMore}
      </button>
    </p>
  );
}

export function FoundDays({ found, q }: { found: FoundList; q: string }) {
  const days: { day: string; meetings: Found[] }[] = [];
  for (const meeting of found.list?.items ?? []) {
    const day = civilDate(meeting.starts_at);
    const last = days.at(-1);
    if (last?.day === day) last.meetings.push(meeting);
    else days.push({ day, meetings: [meeting] });
  }
  return (
    <div onClickCapture={found.keep}>
      {days.map(({ day, meetings }) => (
        <section key={day} class="day" aria-label={fmtDate(day)}>
          <h2 class="day-head">
            {dayName(day)}
            <span class="day-count numbers">{t().meetings.count(meetings.length)}</span>
          </h2>
          <div class="card day-card">
            {meetings.map((meeting) => (
              <Row key={meeting.id} meeting={meeting} q={q} onGone={() => found.drop(meeting.id)} />
            ))}
          </div>
        </section>
      ))}
      {found.moreProblem && <Notice kind="error">{problemText(found.moreProblem)}</Notice>}
      {found.list?.next && <End found={found} />}
    </div>
  );
}
