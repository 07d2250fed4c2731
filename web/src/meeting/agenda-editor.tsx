// SPDX-License-Identifier: GPL-3.0-or-later
//
// The agenda while it is prepared (E3): items and sub-items in order, dragged
// by mouse or finger, moved by key, with the numbers and times that follow.
// One item is open at a time, the others are rows, so that 300 of them stay
// light. It changes the draft and sends nothing.
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Plus, Undo2 } from 'lucide-preact';
import { fmtTime, t } from '../i18n';
import { useFormProblem } from '../parts/form';
import { Empty, Notice } from '../parts/states';
import { AgendaRow } from './agenda-row';
import { blockSize, dropTo, followed, indent, insertAfter, outdent, plannedNumbers, remove, step } from './arrange';
import { plannedTimes } from './clock';
import { useDragging, type Drop } from './dragging';
import { emptyItem, groupsOf, itemCopy, type InviteeDraft, type ItemDraft } from './draft';
import { useHistory } from './history';
import { ItemEditor } from './item-editor';
import './agenda-editor.css';

interface AgendaEditorProps {
  items: ItemDraft[];
  startsAt: string | null;
  endsAt: string | null;
  frozen: boolean;
  invitees: readonly InviteeDraft[];
  /** Chair and secretaries: they see every item. */
  preparers: readonly string[];
  onItems: (items: ItemDraft[]) => void;
}

/** Where the focus goes once the list is drawn anew. */
type Aim = { key: string; into: 'row' | 'title' } | 'add';

export function AgendaEditor({ items, startsAt, endsAt, frozen, invitees, preparers, onItems }: AgendaEditorProps) {
  const words = t().agenda;
  const [open, setOpen] = useState<string | null>(null);
  const [said, setSaid] = useState('');
  const [grabbed, setGrabbed] = useState<number | null>(null);
  const aim = useRef<Aim | null>(null);
  const add = useRef<HTMLButtonElement>(null);
  const history = useHistory(items, onItems, words.changed);
  const numbers = useMemo(() => plannedNumbers(items), [items]);
  const groups = useMemo(() => groupsOf(items), [items]);
  const follows = useMemo(() => followed(items), [items]);
  const times = useMemo(() => (startsAt ? plannedTimes(startsAt, items) : items.map(() => null)), [items, startsAt]);
  const total = items.reduce((sum, item) => sum + (item.minutes ?? 0), 0);
  const ends = startsAt ? new Date(Date.parse(startsAt) + total * 60_000).toISOString() : null;
  const nameOf = (item: ItemDraft | undefined) => item?.title || words.untitled;

  const arrange = (key: string, next: ItemDraft[] | null) => {
    const at = next?.findIndex((item) => item.key === key) ?? -1;
    const item = next?.[at];
    if (!next || !item) return;
    if (next.every((other, index) => other.key === items[index]?.key && other.level === items[index].level)) return;
    const place = words.movedTo(nameOf(item), plannedNumbers(next)[at] ?? '');
    history.change(next, words.moved(nameOf(item)));
    setSaid(place);
    aim.current = { key, into: 'row' };
  };
  const act = (key: string, how: (at: number) => ItemDraft[] | null) => {
    const at = items.findIndex((item) => item.key === key);
    if (at >= 0 && !frozen) arrange(key, how(at));
  };
  const drop = ({ from, to, side }: Drop) => {
    const item = items[from];
    if (!item) return;
    const moved = dropTo(items, from, to);
    const at = moved.findIndex((other) => other.key === item.key);
    arrange(item.key, (side === 1 ? indent(moved, at) : side === -1 ? outdent(moved, at) : null) ?? moved);
  };
  const list = useDragging(frozen, drop, setGrabbed);
  const undo = () => {
    if (!history.undo) return;
    setSaid(words.undone(history.last ?? ''));
    history.undo();
  };
  const put = (next: ItemDraft[], what: string, fresh: ItemDraft) => {
    history.change(next, what);
    setOpen(fresh.key);
    aim.current = { key: fresh.key, into: 'title' };
  };
  const drops = (key: string) => {
    const at = items.findIndex((item) => item.key === key);
    const size = blockSize(items, at);
    const next = remove(items, at);
    const after = next[at] ?? next.at(-1);
    history.change(next, words.removed(nameOf(items[at]), size - 1));
    setSaid(words.removed(nameOf(items[at]), size - 1));
    setOpen(null);
    aim.current = after ? { key: after.key, into: 'row' } : 'add';
  };

  // At once, before the next key: an element that was moved has lost the focus.
  useLayoutEffect(() => {
    const to = aim.current;
    if (!to) return;
    const row = to === 'add' ? null : list.current?.querySelector(`[data-key="${CSS.escape(to.key)}"]`);
    const goal = to === 'add' ? add.current : row?.querySelector<HTMLElement>(to.into === 'title' ? '.item-fields input' : '.item-open');
    if (!goal) return;
    aim.current = null;
    goal.focus({ preventScroll: true });
    goal.scrollIntoView({ block: 'nearest' });
  });
  // What the server refused is shown where it is.
  const wrong = useFormProblem()?.field?.match(/^items\.(\d+)\./)?.[1];
  const wrongKey = wrong === undefined ? undefined : items[Number(wrong)]?.key;
  useEffect(() => {
    if (!wrongKey) return;
    setOpen(wrongKey);
    aim.current = { key: wrongKey, into: 'title' };
  }, [wrongKey]);
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      const typing = event.target instanceof Element && event.target.closest('input, textarea, [contenteditable], dialog');
      if (typing || event.shiftKey || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return;
      event.preventDefault();
      undo();
    };
    document.addEventListener('keydown', key);
    return () => document.removeEventListener('keydown', key);
  });

  const keys = (key: string) => (event: KeyboardEvent) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.target instanceof HTMLSelectElement) return;
    const how = { ArrowUp: (at: number) => step(items, at, -1), ArrowDown: (at: number) => step(items, at, 1), ArrowRight: (at: number) => indent(items, at), ArrowLeft: (at: number) => outdent(items, at) }[event.key];
    if (!how) return;
    event.preventDefault();
    act(key, how);
  };
  const along = grabbed === null ? null : [grabbed + 1, grabbed + blockSize(items, grabbed)] as const;
  return (
    <>
      {items.length === 0 && <Empty title={t().meeting.noAgenda} text={t().meeting.noAgendaText} />}
      {items.length > 0 && (
        <div class="agenda-tools">
          <p class="numbers agenda-total">
            {ends && total > 0 ? t().meeting.totalMinutes(total, fmtTime(ends)) : words.count(items.length)}
            {ends && endsAt && ends > endsAt && <span class="agenda-over"> {words.over(Math.round((Date.parse(ends) - Date.parse(endsAt)) / 60_000))}</span>}
          </p>
          {history.last && <span class="agenda-last">{history.last}</span>}
          <button type="button" class="button" disabled={!history.undo} onClick={undo}>
            <Undo2 size={20} aria-hidden="true" />
            {words.undo}
          </button>
        </div>
      )}
      {items.length === 0 && history.undo && (
        <Notice>
          <span>{history.last}</span>{' '}
          <button type="button" class="link" onClick={undo}>
            {words.undo}
          </button>
        </Notice>
      )}
      <ol class="item-list" ref={list}>
        {items.map((item, index) =>
          item.key === open ? (
            <ItemEditor
              key={item.key}
              {...{ item, index, frozen, invitees, preparers, groups }}
              number={frozen ? (item.number ?? words.late) : (numbers[index] ?? '')}
              plannedAt={times[index] ?? null}
              follows={follows[index] ? nameOf(follows[index] ?? undefined) : null}
              may={frozen ? null : { up: step(items, index, -1) !== null, down: step(items, index, 1) !== null, indent: indent(items, index) !== null, outdent: outdent(items, index) !== null }}
              onKey={keys(item.key)}
              onItem={(next, what) => history.change(items.map((other) => (other.key === next.key ? next : other)), words.edited(nameOf(next)), `${next.key} ${what}`)}
              onMove={(how) => act(item.key, (at) => (how === 'up' ? step(items, at, -1) : how === 'down' ? step(items, at, 1) : how === 'indent' ? indent(items, at) : outdent(items, at)))}
              onAddSub={() => {
                const fresh = { ...emptyItem(''), level: 1 as const, late: frozen };
                put(insertAfter(items, index, [fresh]), words.added, fresh);
              }}
              onCopy={() => {
                const copies = items.slice(index, index + blockSize(items, index)).map(itemCopy);
                const first = copies[0];
                if (first) put(insertAfter(items, index, copies), words.copied(nameOf(item)), first);
              }}
              onRemove={() => drops(item.key)}
              onClose={() => {
                setOpen(null);
                aim.current = { key: item.key, into: 'row' };
              }}
            />
          ) : (
            <AgendaRow
              key={item.key}
              item={item}
              number={frozen ? (item.number ?? words.late) : (numbers[index] ?? '')}
              plannedAt={times[index] ?? null}
              closed={item.restricted || follows[index] !== null}
              along={along !== null && index >= along[0] && index < along[1]}
              still={frozen}
              onOpen={(key) => {
                setOpen(key);
                aim.current = { key, into: 'row' };
              }}
              onKey={(key, event) => keys(key)(event)}
            />
          ),
        )}
      </ol>
      <p class="unseen" role="status">
        {said}
      </p>
      {!frozen && items.length > 1 && <p class="field-hint agenda-keys">{words.keys}</p>}
      <button
        ref={add}
        type="button"
        class="button"
        onClick={() => {
          const fresh = { ...emptyItem(''), late: frozen };
          put([...items, fresh], words.added, fresh);
        }}
      >
        <Plus size={20} aria-hidden="true" />
        {frozen ? t().meeting.addLateItem : t().meeting.addItem}
      </button>
    </>
  );
}
