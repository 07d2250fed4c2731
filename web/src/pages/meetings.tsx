// SPDX-License-Identifier: GPL-3.0-or-later
//
// Meetings one takes part in or prepares (E11): today's, those to come, those
// past, found by their title.
import { useEffect, useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso';
import { CalendarDays, Plus } from 'lucide-preact';
import { api, ask } from '../api';
import { t } from '../i18n';
import { useList } from '../parts/load';
import { MeetingRowCard } from '../parts/meeting-row';
import { problemText } from '../parts/problem';
import { Empty, Failure, Notice, Skeleton } from '../parts/states';
import { roles } from '../session';
import '../meeting/meeting.css';

const WHENS = ['today', 'upcoming', 'past'] as const;
type When = (typeof WHENS)[number];
const TYPING_MS = 250;

function noneText(when: When): string {
  const words = t().meeting;
  return { today: words.noneToday, upcoming: words.noneUpcoming, past: words.nonePast }[when];
}

function Found({ when, q }: { when: When; q: string }) {
  const list = useList(
    (after) => ask(api.GET('/api/meetings', { params: { query: { when, ...(q && { q }), ...(after && { after }) } } })),
    [when, q],
  );
  if (!list.data) return list.problem ? <Failure problem={list.problem} retry={() => void list.reload()} /> : <Skeleton lines={5} height={44} />;
  if (list.data.items.length === 0) {
    return (
      <Empty
        title={q ? t().common.nothingFound : noneText(when)}
        text={q ? '' : t().meeting.noneText}
        icon={<CalendarDays size={28} aria-hidden="true" />}
      />
    );
  }
  return (
    <>
      <ul class="rows">
        {list.data.items.map((meeting) => (
          <MeetingRowCard key={meeting.id} meeting={meeting} timeOnly={when === 'today'} />
        ))}
      </ul>
      {list.moreProblem && <Notice kind="error">{problemText(list.moreProblem)}</Notice>}
      {list.data.next && (
        <p class="more">
          <button type="button" class="button" disabled={list.moreBusy} onClick={() => void list.more()}>
            {list.moreBusy ? t().common.loading : t().common.loadMore}
          </button>
        </p>
      )}
    </>
  );
}

export default function MeetingsPage() {
  const { query } = useRoute();
  const { route } = useLocation();
  const words = t().meeting;
  const when = WHENS.find((one) => one === query['when']) ?? 'today';
  const q = query['q'] ?? '';
  const [typed, setTyped] = useState(q);
  const go = (next: When, text: string) => route(`/meetings?when=${next}${text ? `&q=${encodeURIComponent(text)}` : ''}`, true);
  useEffect(() => {
    if (typed.trim() === q) return;
    const timer = setTimeout(() => go(when, typed.trim()), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const mayCreate = roles.value.has('secretary') || roles.value.has('leader');
  return (
    <>
      <div class="page-head">
        <div>
          <h1>{words.title}</h1>
        </div>
        {mayCreate && (
          <div class="page-actions">
            <a class="button" href="/proposals">
              {t().proposals.title}
            </a>
            <a class="button primary" href="/meetings/new">
              <Plus size={20} aria-hidden="true" />
              {words.create}
            </a>
          </div>
        )}
      </div>
      <search class="meetings-filter">
        <div class="segments" role="group" aria-label={words.when}>
          {WHENS.map((one) => (
            <button key={one} type="button" aria-pressed={one === when} onClick={() => go(one, q)}>
              {words[one]}
            </button>
          ))}
        </div>
        <input
          class="input"
          type="search"
          aria-label={words.search}
          placeholder={words.search}
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </search>
      <section class="card card-list">
        <Found when={when} q={q} />
      </section>
    </>
  );
}
