// SPDX-License-Identifier: GPL-3.0-or-later
//
// What changed in a meeting after it was published (E7): what is new to this
// person stands out until they say that they have seen it; the rest is a log.
// Who opens the meeting for the first time has nothing to catch up with.
import { useEffect, useRef } from 'preact/hooks';
import { BellDot, Check } from 'lucide-preact';
import { api, ask, type Schemas } from '../api';
import { fmtDateTime, t } from '../i18n';
import { useLoad } from '../parts/load';
import { toastProblem } from '../parts/toast';
import type { Meeting } from './data';
import './changes.css';

type Change = Schemas['AgendaChangeRow'];

const load = (meeting: string) => ask(api.GET('/api/meetings/{meeting}/changes', { params: { path: { meeting } } }));
const look = (meeting: string, change_id: number) => ask(api.POST('/api/meetings/{meeting}/changes/seen', { params: { path: { meeting } }, body: { change_id } }));

function details(change: Change): string | null {
  const words = t().changes;
  if (change.kind === 'paper_version') return words.versions(change.version_was ?? 0, change.version ?? 0);
  if (change.kind === 'time') return words.fromTo(fmtDateTime(change.was), fmtDateTime(change.is));
  if (change.kind === 'place' || change.kind === 'chair') return words.fromTo(change.was ?? words.nothing, change.is ?? words.nothing);
  if (change.kind === 'title') return change.was ? words.was(change.was) : null;
  if (change.kind !== 'item_changed') return null;
  const fields = change.fields.filter((field) => field !== 'title' || !change.was).map((field) => words.fields[field] ?? field);
  return [change.was ? words.was(change.was) : null, fields.length > 0 ? words.changed(fields.join(', ')) : null].filter(Boolean).join(' · ');
}

function Row({ change }: { change: Change }) {
  const words = t().changes;
  const more = details(change);
  const name = change.subject ?? (change.title ? words.item(change.number, change.title) : null);
  return (
    <li class="change-row">
      <p>
        <strong>{words.kind[change.kind]}</strong>
        {name && (
          <>
            {': '}
            {change.document_id && change.kind !== 'paper_removed' ? <a href={`/documents/${change.document_id}/read/${change.version}`}>{name}</a> : name}
          </>
        )}
      </p>
      {change.subject && change.title && <p class="muted">{words.item(change.number, change.title)}</p>}
      {more && <p class="muted">{more}</p>}
      <p class="muted numbers change-when">{change.person ? words.by(change.person.full_name, fmtDateTime(change.at)) : fmtDateTime(change.at)}</p>
    </li>
  );
}

export function Changes({ meeting }: { meeting: Meeting }) {
  const words = t().changes;
  const { data, set, reload } = useLoad(() => load(meeting.id), [meeting.id]);
  const first = useRef(true);
  // Each new copy of the meeting may bring changes; the first one came with the page.
  useEffect(() => {
    if (!first.current) void reload();
    first.current = false;
  }, [meeting]);
  const newest = data?.items[0]?.id ?? 0;
  const seen = () => look(meeting.id, newest).then(set, toastProblem);
  useEffect(() => {
    // A look is not worth a message when it fails: the next visit says it again.
    if (data && !data.looked) void look(meeting.id, newest).then(set, () => undefined);
  }, [data?.looked]);
  if (!data || data.items.length === 0) return null;
  const fresh = data.items.filter((change) => change.new);
  return (
    <section class={fresh.length > 0 ? 'card changes changes-new' : 'card changes'} aria-label={words.title}>
      {fresh.length > 0 && (
        <>
          <div class="card-head">
            <h2>
              <BellDot size={22} aria-hidden="true" /> {words.fresh(fresh.length)}
            </h2>
            <button type="button" class="button" onClick={() => void seen()}>
              <Check size={20} aria-hidden="true" />
              {words.seen}
            </button>
          </div>
          <ul class="change-list">
            {fresh.map((change) => (
              <Row key={change.id} change={change} />
            ))}
          </ul>
        </>
      )}
      {fresh.length < data.items.length && (
        <details>
          <summary>{words.all(data.items.length)}</summary>
          <ul class="change-list">
            {data.items.map((change) => (
              <Row key={change.id} change={change} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
