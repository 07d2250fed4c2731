// SPDX-License-Identifier: GPL-3.0-or-later
//
// What has no place yet (C4): my notes that were not found on this version, with
// their quotation and the page they were made on, until I place or drop them;
// and notes that the server refused, with its reason. Nothing leaves by itself.
import { MapPin, Trash2 } from 'lucide-preact';
import { t } from '../i18n';
import { EntryAbout, EntryActs, titleOf, type NoteEntry } from '../outbox/show';
import { toastProblem } from '../parts/toast';
import { imageAddress } from '../reader/pictures';
import type { Desk } from './desk';
import { NoteQuote } from './quote';
import type { Note } from './note';

const PICTURE_WIDTH = 160;

const byWords = (note: Note) => note.kind !== 'ink' && note.kind !== 'text';

function Waiting({ note, desk }: { note: Note; desk: Desk }) {
  const words = t().notes;
  const page = Math.max(1, desk.paper.page.value);
  const here = async () => {
    try {
      await desk.data.place(note.id, { page, quads: note.place.quads, strokes: note.place.strokes });
    } catch (error) {
      toastProblem(error);
    }
  };
  const chosen = desk.placing.value?.id === note.id;
  return (
    <li class="note-card waiting">
      <div class="tray-about">
        <a class="tray-picture" href={`/documents/${note.document_id}/read/${note.made_on_version}?page=${note.made_on_page}`} aria-label={words.seeWhereMade(note.made_on_version, note.made_on_page)}>
          <img src={imageAddress(note.document_id, note.made_on_version, note.made_on_page, PICTURE_WIDTH)} alt="" width={64} loading="lazy" />
        </a>
        <div>
          <p class="note-facts">{words.madeOn(words.kinds[note.kind], note.made_on_version, note.made_on_page)}</p>
          <NoteQuote note={note} />
          {note.body && <p class="note-body">{note.body}</p>}
        </div>
      </div>
      <div class="note-acts">
        {byWords(note) ? (
          <button type="button" class="button small" aria-pressed={chosen} onClick={() => desk.placeNext(chosen ? null : note)}>
            <MapPin size={18} aria-hidden="true" />
            {words.place}
          </button>
        ) : (
          <button type="button" class="button small" onClick={() => void here()}>
            <MapPin size={18} aria-hidden="true" />
            {words.placeOnPage(page)}
          </button>
        )}
        <button type="button" class="button small" onClick={() => desk.remove(note)}>
          <Trash2 size={18} aria-hidden="true" />
          {words.remove}
        </button>
      </div>
      {chosen && <p class="note-hint">{words.placeHint}</p>}
    </li>
  );
}

function Refused({ entry }: { entry: NoteEntry }) {
  return (
    <li class="entry refused">
      <p class="entry-head">
        <strong>{titleOf(entry)}</strong>
      </p>
      <EntryAbout entry={entry} />
      <EntryActs entry={entry} />
    </li>
  );
}

export const inTray = (note: Note) => note.mine && note.place.how === 'tray';

export function Tray({ desk }: { desk: Desk }) {
  const words = t().notes;
  const refused = desk.data.refused.value;
  const waiting = desk.data.items.value.filter(inTray);
  return (
    <>
      {refused.length > 0 && (
        <section class="tray" aria-labelledby="notes-refused">
          <h3 id="notes-refused">{words.refused}</h3>
          <ul>
            {refused.map((one) => (
              <Refused key={one.id} entry={one} />
            ))}
          </ul>
        </section>
      )}
      {waiting.length > 0 && (
        <section class="tray" aria-labelledby="notes-waiting">
          <h3 id="notes-waiting">{words.tray}</h3>
          <ul>
            {waiting.map((note) => (
              <Waiting key={note.id} note={note} desk={desk} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
