// SPDX-License-Identifier: GPL-3.0-or-later
//
// One agenda item while it is prepared: its facts and its papers, and the ways
// to move it by hand or by key. It changes only the draft.
import { useState } from 'preact/hooks';
import { ArrowDown, ArrowUp, FileText, GripVertical, Plus, Trash2, X } from 'lucide-preact';
import { fmtTime, t } from '../i18n';
import { confirmFirst } from '../parts/dialog';
import { DateField } from '../parts/date-field';
import { SelectField, TextField } from '../parts/form';
import { OnePrincipal } from '../parts/principals';
import { TimeField } from '../parts/time-field';
import type { ItemDraft, PaperDraft } from './draft';
import { PaperPicker } from './paper-picker';

interface ItemEditorProps {
  item: ItemDraft;
  place: number;
  count: number;
  plannedAt: string | null;
  /** The agenda is frozen: items keep their place (rule 21). */
  frozen: boolean;
  onItem: (item: ItemDraft) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

function PaperRow({ paper, onPaper, onRemove }: { paper: PaperDraft; onPaper: (paper: PaperDraft) => void; onRemove: (() => void) | null }) {
  const words = t().meeting;
  const { newer } = paper;
  return (
    <li class="paper-row">
      <FileText size={22} aria-hidden="true" />
      <span class="row-words">
        <a href={`/documents/${paper.document}/read/${paper.version}`}>{paper.subject}</a>
        <small class="numbers">{words.version(paper.version)}</small>
      </span>
      {paper.late && <span class="tag tag-warm">{words.latePaper}</span>}
      {newer !== null && (
        <button type="button" class="button" onClick={() => onPaper({ ...paper, version: newer, newer: null })}>
          {words.takeNewer(newer)}
        </button>
      )}
      {onRemove && (
        <button type="button" class="icon-button" aria-label={words.removePaper(paper.subject)} onClick={onRemove}>
          <X size={20} aria-hidden="true" />
        </button>
      )}
    </li>
  );
}

function Head({ item, place, count, plannedAt, frozen, onMove, onRemove }: ItemEditorProps) {
  const words = t().meeting;
  const name = item.title || words.item(String(place));
  const remove = async () => {
    const empty = !item.id && item.papers.length === 0 && item.title === '';
    if (empty || (await confirmFirst({ title: words.removeItemTitle, text: words.removeItemText, yes: t().common.remove, danger: true }))) onRemove();
  };
  return (
    <header class="item-head">
      {!frozen && (
        <span class="item-grip" title={words.drag} aria-hidden="true">
          <GripVertical size={22} />
        </span>
      )}
      <h3 class="numbers">
        {words.item(item.number ?? String(place))}
        {plannedAt && <span class="muted"> · {fmtTime(plannedAt)}</span>}
        {item.late && <span class="tag tag-warm">{words.lateItem}</span>}
      </h3>
      {!frozen && (
        <>
          <button
            type="button"
            class="icon-button"
            disabled={place === 1}
            aria-label={words.moveUp(name)}
            title={words.moveUp(name)}
            onClick={() => onMove(-1)}
          >
            <ArrowUp size={20} aria-hidden="true" />
          </button>
          <button
            type="button"
            class="icon-button"
            disabled={place === count}
            aria-label={words.moveDown(name)}
            title={words.moveDown(name)}
            onClick={() => onMove(1)}
          >
            <ArrowDown size={20} aria-hidden="true" />
          </button>
        </>
      )}
      {(!frozen || !item.id) && (
        <button type="button" class="icon-button" aria-label={words.removeItem(name)} title={words.removeItem(name)} onClick={() => void remove()}>
          <Trash2 size={20} aria-hidden="true" />
        </button>
      )}
    </header>
  );
}

export function ItemEditor(props: ItemEditorProps) {
  const { item, place, frozen, onItem } = props;
  const [picking, setPicking] = useState(false);
  const words = t().meeting;
  const set = (part: Partial<ItemDraft>) => onItem({ ...item, ...part });
  const field = (name: string) => `items.${place - 1}.${name}`;
  const kinds = (['information', 'discussion', 'vote'] as const).map((value) => ({ value, label: words.kinds[value] }));
  return (
    <li class="item-editor" data-key={item.key}>
      <Head {...props} />
      <div class="item-fields">
        <TextField
          name={field('title')}
          label={words.itemTitle}
          required
          wide
          maxLength={500}
          value={item.title}
          onValue={(title) => set({ title })}
        />
        <SelectField
          name={field('kind')}
          label={words.kind}
          value={item.kind}
          onValue={(kind) => set({ kind: kind as ItemDraft['kind'] })}
          options={kinds}
        />
        <TextField
          name={field('minutes')}
          type="number"
          inputMode="numeric"
          min={0}
          max={1440}
          label={words.minutes}
          value={item.minutes === null ? '' : String(item.minutes)}
          onValue={(text) => set({ minutes: text === '' ? null : Math.max(0, Math.round(Number(text))) })}
        />
        <div class="field">
          <span class="field-label">{words.presenter}</span>
          <OnePrincipal
            label={words.presenter}
            kinds={['person']}
            value={item.presenter}
            onValue={(found) => set({ presenter: found && { id: found.id, name: found.name } })}
          />
        </div>
        <div class="field">
          <span class="field-label">{words.presentingUnit}</span>
          <OnePrincipal
            label={words.presentingUnit}
            kinds={['unit']}
            value={item.unit}
            onValue={(found) => set({ unit: found && { id: found.id, name: found.name } })}
          />
        </div>
        {item.unit && (
          <>
            <DateField name={field('papers_due_at')} label={t().papers.dueDay} hint={t().papers.dueHint} value={item.dueDay} onValue={(dueDay) => set({ dueDay })} />
            <TimeField name={field('papers_due_at.time')} label={t().papers.dueTime} value={item.dueTime} onValue={(dueTime) => set({ dueTime })} />
          </>
        )}
      </div>
      <ul class="item-papers">
        {item.papers.map((paper) => (
          <PaperRow
            key={paper.document}
            paper={paper}
            onPaper={(next) => set({ papers: item.papers.map((other) => (other.document === paper.document ? next : other)) })}
            onRemove={frozen && paper.id ? null : () => set({ papers: item.papers.filter((other) => other.document !== paper.document) })}
          />
        ))}
      </ul>
      <button type="button" class="button" onClick={() => setPicking(true)}>
        <Plus size={20} aria-hidden="true" />
        {words.addPaper}
      </button>
      {picking && (
        <PaperPicker
          taken={item.papers.map((paper) => paper.document)}
          onPick={(paper) => set({ papers: [...item.papers, paper] })}
          onClose={() => setPicking(false)}
        />
      )}
    </li>
  );
}
