// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a new meeting begins with: nothing, a template of one's units, or an
// earlier meeting. It only chooses; what is taken over is the server's to say.
import { useEffect, useState } from 'preact/hooks';
import { Check, Search } from 'lucide-preact';
import { api, ask } from '../api';
import { plain } from '../catalogue';
import { fmtDate, fmtTime, t } from '../i18n';
import { useLoad } from '../parts/load';
import { Empty, Failure, Skeleton } from '../parts/states';
import { templateList } from './template-data';
import './template.css';

export type SourceKind = 'blank' | 'template' | 'meeting';
export interface Source {
  kind: SourceKind;
  /** Null: none chosen yet. */
  id: string | null;
  name: string;
  title: string;
  about: string;
  minutes: number | null;
  /** The usual time of day, of an earlier meeting. */
  from: string;
}

export const blank: Source = { kind: 'blank', id: null, name: '', title: '', about: '', minutes: null, from: '' };
const KINDS: readonly SourceKind[] = ['blank', 'template', 'meeting'];
const TYPING_MS = 250;

type Found = Source & { id: string };

async function templatesFound(q: string): Promise<Found[]> {
  const words = t().template;
  const { items } = await templateList();
  return items
    .filter((one) => one.active && plain(one.name).includes(plain(q)))
    .map((one) => ({
      kind: 'template',
      id: one.id,
      name: one.name,
      title: one.title,
      about: [one.unit.name, one.type_name, words.holds(one.items, one.invitees), one.minutes && words.lasts(one.minutes)].filter(Boolean).join(' · '),
      minutes: one.minutes,
      from: '',
    }));
}

type Row = { id: string; title: string; starts_at: string; ends_at: string | null; room_name: string | null; items: number };
const ofMeeting = (one: Row): Found => ({
  kind: 'meeting',
  id: one.id,
  name: one.title,
  title: one.title,
  about: [`${fmtTime(one.starts_at)} ${fmtDate(one.starts_at)}`, one.room_name, t().meeting.items(one.items)].filter(Boolean).join(' · '),
  minutes: one.ends_at ? Math.round((Date.parse(one.ends_at) - Date.parse(one.starts_at)) / 60000) : null,
  from: fmtTime(one.starts_at),
});

async function meetingsFound(q: string): Promise<Found[]> {
  const { items } = await ask(api.GET('/api/meetings', { params: { query: { limit: 20, ...(q && { q }) } } }));
  return items.map(ofMeeting);
}

/** The source an address names: ?template= or ?meeting=. */
export async function sourceNamed(kind: 'template' | 'meeting', id: string): Promise<Source> {
  if (kind === 'template') return (await templatesFound('')).find((one) => one.id === id) ?? { ...blank, kind };
  const one = await ask(api.GET('/api/meetings/{meeting}', { params: { path: { meeting: id } } }));
  return ofMeeting({ ...one, items: one.agenda.length });
}

function Choose({ kind, onSource }: { kind: 'template' | 'meeting'; onSource: (source: Source) => void }) {
  const words = t().template;
  const [typed, setTyped] = useState('');
  const [q, setQ] = useState('');
  const found = useLoad(() => (kind === 'template' ? templatesFound(q) : meetingsFound(q)), [kind, q]);
  useEffect(() => {
    const timer = setTimeout(() => setQ(typed.trim()), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const label = kind === 'template' ? words.findTemplate : words.findMeeting;
  return (
    <div class="source-choose">
      <div class="filters-search">
        <Search size={20} aria-hidden="true" />
        <input class="input" type="search" aria-label={label} placeholder={label} value={typed} onInput={(event) => setTyped(event.currentTarget.value)} />
      </div>
      {found.problem ? (
        <Failure problem={found.problem} retry={() => void found.reload()} />
      ) : !found.data ? (
        <Skeleton lines={4} height={44} />
      ) : found.data.length === 0 ? (
        kind === 'template' && !q ? (
          <Empty title={words.none} text={words.noneText} />
        ) : (
          <Empty title={t().common.nothingFound} />
        )
      ) : (
        <ul class="rows source-list" aria-label={kind === 'template' ? words.templates : words.earlier}>
          {found.data.map((one) => (
            <li key={one.id}>
              <button type="button" class="row-link source-row" onClick={() => onSource(one)}>
                <span class="row-words">
                  <strong>{one.name}</strong>
                  <small>{one.about}</small>
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

export function SourceFields({ source, onSource }: { source: Source; onSource: (source: Source) => void }) {
  const words = t().template;
  return (
    <div class="source">
      <div class="segments" role="group" aria-label={words.from}>
        {KINDS.map((kind) => (
          <label key={kind} class="segment">
            <input type="radio" name="source" checked={source.kind === kind} onChange={() => onSource({ ...blank, kind })} />
            <span>{words.source[kind]}</span>
          </label>
        ))}
      </div>
      {source.kind !== 'blank' &&
        (source.id ? (
          <div class="source-chosen">
            <Check size={22} aria-hidden="true" />
            <span class="row-words">
              <strong>{source.name}</strong>
              <small>{source.about}</small>
              <small>{words.copyNote}</small>
            </span>
            <button type="button" class="button" onClick={() => onSource({ ...blank, kind: source.kind })}>
              {words.another}
            </button>
          </div>
        ) : (
          <Choose key={source.kind} kind={source.kind} onSource={onSource} />
        ))}
    </div>
  );
}
