// SPDX-License-Identifier: GPL-3.0-or-later
//
// Writing one conclusion: a draft saves itself while it is dictated; what is
// stated already is saved when asked. Two who write the same words are shown
// both (lost-race), never one over the other.
import { useState } from 'preact/hooks';
import { Check, Trash2 } from 'lucide-preact';
import { t } from '../i18n';
import { confirmFirst } from '../parts/dialog';
import { useKeptText } from '../parts/kept-text';
import { Notice } from '../parts/states';
import { toastProblem } from '../parts/toast';
import { conclusionDrop, conclusionMake, conclusionSave, type Conclusion, type ConclusionChange } from './data';
import { Duty } from './duty';

interface EditorProps {
  meeting: string;
  /** Of which item; null: of the whole meeting. */
  item: string | null;
  /** null: a new one, which the first words make. */
  held: Conclusion | null;
  onKept: (one: Conclusion) => void;
  onRemoved: (id: string) => void;
  onRace: () => void;
  onDone: () => void;
  /** It stays open: the field stands ready for the next. */
  stays?: boolean;
}

export function ConclusionEditor({ meeting, item, held, onKept, onRemoved, onRace, onDone, stays = false }: EditorProps) {
  const [busy, setBusy] = useState(false);
  const words = t().conclusion;
  const draft = held?.draft ?? true;
  const id = `conclusion-${held?.id ?? `new-${item ?? 'all'}`}`;
  const kept = useKeptText<Conclusion>({
    key: held?.id ?? `${meeting}:${item ?? ''}`,
    held,
    words: (row) => row.text,
    auto: draft,
    onRace,
    save: async (over, text) => {
      const row = over ? await conclusionSave(over, { text }) : await conclusionMake(meeting, { text, item_id: item, draft: true });
      onKept(row);
      return row;
    },
  });
  const run = async (act: () => Promise<void>) => {
    setBusy(true);
    try {
      await act();
    } catch (error) {
      toastProblem(error);
      onRace();
    }
    setBusy(false);
  };
  /** Its newest row, with the words in it. */
  const settled = async () => (await kept.flush()) ?? null;
  const state = () =>
    run(async () => {
      const row = await settled();
      if (!row) return;
      if (row.draft) onKept(await conclusionSave(row, { draft: false }));
      onDone();
    });
  const change = (body: ConclusionChange) =>
    run(async () => {
      const row = await settled();
      if (row) onKept(await conclusionSave(row, body));
    });
  const remove = async () => {
    if (!held || !(await confirmFirst({ title: words.removeTitle, text: words.removeText, yes: words.remove, danger: true }))) return;
    await run(async () => {
      kept.forget();
      await conclusionDrop(held);
      onRemoved(held.id);
      onDone();
    });
  };
  const empty = kept.text.trim() === '';
  const said = kept.state === 'saving' ? words.saving : kept.state === 'unsaved' ? words.unsaved : kept.state === 'saved' && !kept.dirty ? words.saved : words.draftHint;
  return (
    <div class="conclusion-editor">
      <div class="field">
        <label for={id}>
          {words.write} {draft && held && <span class="tag tag-grey">{words.draft}</span>}
        </label>
        <textarea
          id={id}
          class="input conclusion-words"
          rows={5}
          maxLength={10000}
          placeholder={words.writeHint}
          value={kept.text}
          onInput={(event) => kept.type(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || empty || kept.race) return;
            event.preventDefault();
            void state();
          }}
        />
        {draft && (
          <p class="field-hint" role="status">
            {said}
          </p>
        )}
      </div>
      {kept.wrong && <Notice kind="error">{kept.wrong}</Notice>}
      {kept.race && (
        <div class="conclusion-race" role="alert">
          <p>
            <strong>{words.raceTitle}</strong>
          </p>
          <p class="muted">{words.theirs}</p>
          <blockquote>{kept.race.text}</blockquote>
          <p class="conclusion-acts">
            <button type="button" class="button" onClick={kept.keepMine}>
              {words.keepMine}
            </button>
            <button type="button" class="button" onClick={kept.takeTheirs}>
              {words.takeTheirs}
            </button>
          </p>
        </div>
      )}
      {held && (
        <details class="conclusion-more" open={Boolean(held.lead_unit ?? held.person ?? held.due_on) || held.documents.length > 0}>
          <summary>{words.duty}</summary>
          <Duty held={held} onChange={(body) => void change(body)} />
        </details>
      )}
      <p class="conclusion-acts">
        <button type="button" class="button primary" disabled={busy || empty || kept.race !== null} title={words.stateHint} onClick={() => void state()}>
          <Check size={20} aria-hidden="true" />
          {draft ? words.state : t().common.save}
        </button>
        {held && (
          <button type="button" class="button danger" disabled={busy} onClick={() => void remove()}>
            <Trash2 size={20} aria-hidden="true" />
            {words.remove}
          </button>
        )}
        {!stays && (held || empty) && (
          <button
            type="button"
            class="button quiet"
            onClick={() => {
              if (!draft) kept.forget();
              onDone();
            }}
          >
            {t().common.close}
          </button>
        )}
      </p>
    </div>
  );
}
