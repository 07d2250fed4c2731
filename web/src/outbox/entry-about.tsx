// SPDX-License-Identifier: GPL-3.0-or-later
//
// What an entry says, in words: its kind and page, what it is about, what was
// written, why it was refused. It decides nothing.
import type { Schemas } from '../api';
import { fmtNumber, t } from '../i18n';
import { slugText } from '../parts/problem';
import type { Entry } from './entry';

type NoteState = Schemas['NoteState'];

export function titleOf(entry: Entry): string {
  const { outbox, notes, reader } = t();
  if (entry.kind === 'note') {
    if (entry.wanted) return notes.onPage(notes.kinds[entry.wanted.kind], entry.wanted.page);
    return outbox.removal;
  }
  if (entry.kind === 'item-note') return outbox.itemNote;
  if (entry.kind === 'thread') return outbox.thread(entry.body.page);
  return entry.kind === 'answer' ? outbox.answer : reader.page(entry.body.page);
}

/** What the person wrote, to be shown and taken along. */
export function wordsOf(entry: Entry): string {
  if (entry.kind === 'note') return entry.wanted?.body ?? '';
  if (entry.kind === 'item-note') return entry.body;
  return entry.kind === 'reading' ? '' : entry.body.body;
}

export function quoteOf(entry: Entry): string {
  if (entry.kind === 'note') return entry.wanted?.exact ?? entry.theirs?.exact ?? '';
  return entry.kind === 'thread' ? (entry.body.quote ?? '') : '';
}

export function reasonOf(entry: Entry): string {
  if (!entry.refused) return '';
  const { outbox } = t();
  if (entry.kind === 'note' && entry.theirs !== undefined) return entry.theirs ? outbox.changedThere : outbox.deletedThere;
  const { slug } = entry.refused;
  if (slug === 'not-found' || slug === 'not-allowed') return entry.kind === 'answer' ? outbox.noThread : outbox.noRight;
  return slugText(slug);
}

/** One state of a note, so that two can be told apart; null: it is not there. */
export function StateWords({ title, state }: { title: string; state: Pick<NoteState, 'kind' | 'colour' | 'audience' | 'body' | 'page'> & { strokes: readonly unknown[] } | null }) {
  const { outbox, notes } = t();
  return (
    <div class="entry-state">
      <strong>{title}</strong>
      {state ? (
        <>
          <span>
            {notes.onPage(notes.kinds[state.kind], state.page)} · {notes.colours[state.colour]} · {notes.audiences[state.audience]}
            {state.kind === 'ink' && ` · ${outbox.strokes(fmtNumber(state.strokes.length))}`}
          </span>
          {state.body && <span class="note-body">{state.body}</span>}
        </>
      ) : (
        <span>{outbox.gone}</span>
      )}
    </div>
  );
}

export function EntryAbout({ entry }: { entry: Entry }) {
  const { outbox } = t();
  const words = wordsOf(entry);
  const quote = quoteOf(entry);
  const twofold = entry.kind === 'note' && entry.refused && entry.theirs !== undefined;
  const wanted = entry.kind === 'note' ? entry.wanted : null;
  return (
    <>
      {quote && <blockquote class="entry-quote">{quote}</blockquote>}
      {words && !twofold && <p class="note-body">{words}</p>}
      {entry.refused && <p class="note-reason">{reasonOf(entry)}</p>}
      {twofold && (
        <div class="entry-states">
          <StateWords title={outbox.mine} state={wanted && { ...wanted, strokes: wanted.strokes ?? [] }} />
          <StateWords title={outbox.theirs} state={entry.theirs ? { ...entry.theirs, page: entry.theirs.place.page ?? entry.theirs.made_on_page, strokes: entry.theirs.place.strokes } : null} />
        </div>
      )}
    </>
  );
}
