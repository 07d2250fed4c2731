// SPDX-License-Identifier: GPL-3.0-or-later
//
// The list of notes of this version: what waits for a place first, then all in
// the order of the paper, filtered by kind, audience, author and page.
import { useState } from 'preact/hooks';
import { signal } from '@preact/signals';
import { asProblem, connection } from '../api';
import { fmtNumber, t } from '../i18n';
import { KeepingNotice } from '../outbox/show';
import { Empty, Failure, Skeleton } from '../parts/states';
import { Composer } from '../reader/composer';
import { NoteCard } from './card';
import type { Desk } from './desk';
import { AUDIENCES, KINDS, type Note } from './note';
import { inTray, Tray } from './tray';

/** Kept while one goes from paper to paper. */
const filter = signal({ kind: '', audience: '', author: '', here: false });

function passes(note: Note, page: number): boolean {
  const { kind, audience, author, here } = filter.value;
  return (!kind || note.kind === kind) && (!audience || note.audience === audience) && (!author || note.author.id === author) && (!here || note.place.page === page);
}

function Filters({ notes }: { notes: readonly Note[] }) {
  const words = t().notes;
  const authors = [...new Map(notes.map((note) => [note.author.id, note.author.full_name]))];
  const chosen = filter.value;
  const field = (name: 'kind' | 'audience' | 'author', label: string, options: readonly (readonly [string, string])[]) => (
    <select class="input" aria-label={label} value={chosen[name]} onChange={(event) => (filter.value = { ...chosen, [name]: event.currentTarget.value })}>
      <option value="">{label}</option>
      {options.map(([value, text]) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </select>
  );
  return (
    <div class="note-filters" role="group" aria-label={words.filters}>
      {field('kind', words.everyKind, KINDS.map((kind) => [kind, words.kinds[kind]]))}
      {field('audience', words.everyAudience, AUDIENCES.map((one) => [one, words.audiences[one]]))}
      {field('author', words.everyAuthor, authors)}
      <label class="check">
        <input type="checkbox" checked={chosen.here} onChange={(event) => (filter.value = { ...chosen, here: event.currentTarget.checked })} />
        <span>{words.thisPage}</span>
      </label>
    </div>
  );
}

function NewText({ desk }: { desk: Desk }) {
  const writing = desk.writing.value;
  if (!writing) return null;
  return (
    <section class="note-card chosen" aria-label={t().notes.newText}>
      <p class="note-facts">
        <strong>{t().notes.onPage(t().notes.kinds.text, writing.page)}</strong>
      </p>
      <Composer
        body={writing.body}
        onBody={(body) => (desk.writing.value = { ...writing, body })}
        label={t().notes.body}
        submit={t().common.save}
        onSend={async (body) => desk.write(body)}
        onCancel={() => (desk.writing.value = null)}
      />
    </section>
  );
}

const MOST_SHOWN = 200;

export function NotePanel({ desk }: { desk: Desk }) {
  const words = t().notes;
  const [most, setMost] = useState(MOST_SHOWN);
  const { data } = desk;
  const failure = data.snapshot.failure.value;
  const loaded = data.snapshot.copy.value !== undefined;
  const placed = data.items.value.filter((note) => !inTray(note));
  const shown = placed.filter((note) => passes(note, desk.paper.page.value));
  return (
    <div class="notes">
      <Tray desk={desk} />
      <NewText desk={desk} />
      {placed.length > 0 && <Filters notes={placed} />}
      <KeepingNotice />
      {data.unsent.value.size > 0 && (
        <p class="note-hint" role="status">
          {words.unsent(fmtNumber(data.unsent.value.size))} {connection.value === 'away' && t().outbox.away}
        </p>
      )}
      {!loaded && failure ? <Failure problem={asProblem(failure)} retry={() => void data.snapshot.reload()} /> : null}
      {!loaded && !failure && <Skeleton lines={3} height={60} />}
      {loaded && placed.length === 0 && !desk.writing.value && <Empty title={words.none} text={words.noneText} />}
      {loaded && placed.length > 0 && shown.length === 0 && <p class="note-hint">{words.noneShown}</p>}
      <ul class="note-list">
        {shown.slice(0, most).map((note) => (
          <NoteCard key={note.id} note={note} desk={desk} />
        ))}
      </ul>
      {shown.length > most && (
        <button type="button" class="button wide" onClick={() => setMost(most + MOST_SHOWN)}>
          {t().common.loadMore}
        </button>
      )}
    </div>
  );
}
