// SPDX-License-Identifier: GPL-3.0-or-later
//
// One agenda item while it is prepared: its facts, its papers, whom it is for,
// and the ways to move it by hand or by key. It changes only the draft.
import { useState } from 'preact/hooks';
import { ArrowDown, ArrowUp, ChevronUp, Copy, CornerDownRight, GripVertical, ListIndentDecrease, ListIndentIncrease, Plus, Trash2 } from 'lucide-preact';
import { fmtTime, t } from '../i18n';
import { DateField } from '../parts/date-field';
import { SelectField, TextField } from '../parts/form';
import { OnePrincipal } from '../parts/principals';
import { Notice } from '../parts/states';
import { TimeField } from '../parts/time-field';
import type { InviteeDraft, ItemDraft } from './draft';
import { ItemPapers } from './item-papers';
import { PaperPicker } from './paper-picker';
import { CircleEditor, RestrictedTag } from './restricted';

export type Move = 'up' | 'down' | 'indent' | 'outdent';

interface ItemEditorProps {
  item: ItemDraft;
  index: number;
  number: string;
  plannedAt: string | null;
  /** The agenda is frozen: items keep their place (rule 21). */
  frozen: boolean;
  /** Null: it stays where it is. */
  may: Record<Move, boolean> | null;
  /** The restricted item that it belongs to and follows. */
  follows: string | null;
  /** Names of paper groups that this meeting has already. */
  groups: readonly string[];
  invitees: readonly InviteeDraft[];
  preparers: readonly string[];
  /** `what` names the field. */
  onItem: (item: ItemDraft, what: string) => void;
  onMove: (how: Move) => void;
  onKey: (event: KeyboardEvent) => void;
  onAddSub: () => void;
  onCopy: () => void;
  onRemove: () => void;
  onClose: () => void;
}

function Head({ item, number, plannedAt, may, follows, onMove, onClose }: ItemEditorProps) {
  const words = t().agenda;
  const name = item.title || words.untitled;
  const move = (how: Move, Icon: typeof ArrowUp, label: string) => (
    <button type="button" class="icon-button" disabled={!may?.[how]} aria-label={`${label}: ${name}`} title={label} onClick={() => onMove(how)}>
      <Icon size={20} aria-hidden="true" />
    </button>
  );
  return (
    <header class="item-head">
      {may && (
        <span class="item-grip" title={words.drag} aria-hidden="true">
          <GripVertical size={22} />
        </span>
      )}
      <h3 class="numbers">
        {t().meeting.item(number)}
        {plannedAt && <span class="muted">{fmtTime(plannedAt)}</span>}
        {item.late && <span class="tag tag-warm">{t().meeting.lateItem}</span>}
        {(item.restricted || follows) && <RestrictedTag />}
      </h3>
      {may && (
        <>
          {move('up', ArrowUp, words.up)}
          {move('down', ArrowDown, words.down)}
          {item.level === 0 ? move('indent', ListIndentIncrease, words.indent) : move('outdent', ListIndentDecrease, words.outdent)}
        </>
      )}
      <button type="button" class="icon-button item-open" aria-expanded="true" aria-label={words.close(name)} title={words.close(name)} onClick={onClose}>
        <ChevronUp size={20} aria-hidden="true" />
      </button>
    </header>
  );
}

function Foot({ item, may, frozen, onPaper, onAddSub, onCopy, onRemove }: ItemEditorProps & { onPaper: () => void }) {
  const words = t().agenda;
  return (
    <div class="item-foot">
      <button type="button" class="button" onClick={onPaper}>
        <Plus size={20} aria-hidden="true" />
        {t().meeting.addPaper}
      </button>
      {(may || (frozen && item.id)) && item.level === 0 && (
        <button type="button" class="button" onClick={onAddSub}>
          <CornerDownRight size={20} aria-hidden="true" />
          {words.addSub}
        </button>
      )}
      {may && (
        <button type="button" class="button" onClick={onCopy}>
          <Copy size={20} aria-hidden="true" />
          {words.copy}
        </button>
      )}
      {(!frozen || !item.id) && (
        <button type="button" class="button danger item-remove" onClick={onRemove}>
          <Trash2 size={20} aria-hidden="true" />
          {t().common.remove}
        </button>
      )}
    </div>
  );
}

export function ItemEditor(props: ItemEditorProps) {
  const { item, index, frozen, follows, onItem } = props;
  const [picking, setPicking] = useState(false);
  const words = t().meeting;
  const set = (part: Partial<ItemDraft>) => onItem({ ...item, ...part }, Object.keys(part).join());
  const field = (name: string) => `items.${index}.${name}`;
  const kinds = (['information', 'discussion', 'vote'] as const).map((value) => ({ value, label: words.kinds[value] }));
  return (
    <li class={item.level === 1 ? 'item-editor item-sub' : 'item-editor'} data-key={item.key} onKeyDown={props.onKey}>
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
      <ItemPapers papers={item.papers} groups={props.groups} frozen={frozen} onPapers={(papers) => set({ papers })} />
      {follows ? (
        <Notice>{t().agenda.followsAbove(follows)}</Notice>
      ) : (
        <CircleEditor restricted={item.restricted} circle={item.circle} invitees={props.invitees} preparers={props.preparers} onCircle={set} />
      )}
      <Foot {...props} onPaper={() => setPicking(true)} />
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
