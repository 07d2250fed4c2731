// SPDX-License-Identifier: GPL-3.0-or-later
//
// One note in the list: what, where, whose, for whom; and, when it is chosen and
// mine, its words, colour and audience to change, or to take it away.
import { useEffect, useRef, useState } from 'preact/hooks';
import { Check, Lock, Pencil, Trash2, Users, UsersRound } from 'lucide-preact';
import { fmtDateTime, t } from '../i18n';
import { UnsentMark } from '../outbox/show';
import { toastProblem } from '../parts/toast';
import { Composer } from '../reader/composer';
import { AudienceField } from './bar';
import type { Desk } from './desk';
import { COLOURS, type Note } from './note';
import { NoteQuote } from './quote';

const AUDIENCE_ICONS = { private: Lock, unit: UsersRound, readers: Users };

function Acts({ note, desk, onWrite }: { note: Note; desk: Desk; onWrite: () => void }) {
  const words = t().notes;
  return (
    <>
      <div class="note-acts">
        <div class="tool-group" role="group" aria-label={words.colour}>
          {COLOURS.map((one) => (
            <button
              key={one}
              type="button"
              class={`colour-button ${one}`}
              aria-pressed={note.colour === one}
              aria-label={words.colours[one]}
              title={words.colours[one]}
              onClick={() => note.colour !== one && desk.change(note, { colour: one })}
            >
              <span />
            </button>
          ))}
        </div>
      </div>
      <div class="note-acts">
        <AudienceField label={words.audience} value={note.audience} onValue={(audience) => desk.change(note, { audience })} />
        <button type="button" class="icon-button" aria-label={words.write} title={words.write} onClick={onWrite}>
          <Pencil size={20} aria-hidden="true" />
        </button>
        <button type="button" class="icon-button" aria-label={words.remove} title={words.remove} onClick={() => desk.remove(note)}>
          <Trash2 size={20} aria-hidden="true" />
        </button>
      </div>
    </>
  );
}

export function NoteCard({ note, desk }: { note: Note; desk: Desk }) {
  const words = t().notes;
  const [draft, setDraft] = useState<string | null>(null);
  const card = useRef<HTMLLIElement>(null);
  const chosen = desk.chosen.value === note.id;
  useEffect(() => {
    if (chosen) card.current?.scrollIntoView({ block: 'nearest' });
    else setDraft(null);
  }, [chosen]);
  const Icon = AUDIENCE_ICONS[note.audience];
  const confirm = async () => {
    try {
      const { page, quads, strokes } = note.place;
      if (page === null) return;
      const words = { ...(note.exact && { exact: note.exact }), ...(note.prefix && { prefix: note.prefix }), ...(note.suffix && { suffix: note.suffix }) };
      await desk.data.place(note.id, { page, quads, strokes, ...words });
    } catch (error) {
      toastProblem(error);
    }
  };
  return (
    <li class={`note-card ${note.colour}${chosen ? ' chosen' : ''}`} ref={card}>
      <button type="button" class="note-go" aria-expanded={chosen} onClick={() => desk.show(note)}>
        <span class="note-facts">
          <strong>{words.onPage(words.kinds[note.kind], note.place.page ?? note.made_on_page)}</strong>
          <span class="note-for" title={words.audiences[note.audience]}>
            <Icon size={16} aria-label={words.audiences[note.audience]} />
            {note.mine ? words.me : note.author.full_name}
          </span>
        </span>
        <NoteQuote note={note} />
        {note.body && draft === null && <span class="note-body">{note.body}</span>}
        {desk.data.unsent.value.has(note.id) && <UnsentMark />}
        {chosen && <span class="note-time numbers">{fmtDateTime(note.updated_at)}</span>}
      </button>
      {note.place.how === 'guessed' && (
        <div class="note-acts">
          <span class="tag tag-warm">{words.guessed}</span>
          {note.mine && (
            <button type="button" class="button small" onClick={() => void confirm()}>
              <Check size={18} aria-hidden="true" />
              {words.confirm}
            </button>
          )}
        </div>
      )}
      {chosen && note.mine && draft === null && <Acts note={note} desk={desk} onWrite={() => setDraft(note.body ?? '')} />}
      {draft !== null && (
        <Composer
          body={draft}
          onBody={setDraft}
          label={words.body}
          submit={t().common.save}
          onSend={async (body) => {
            desk.change(note, { body });
            setDraft(null);
          }}
          onCancel={() => setDraft(null)}
        />
      )}
    </li>
  );
}
