// SPDX-License-Identifier: GPL-3.0-or-later
//
// The agenda while it is prepared (E3): items in order, dragged by mouse or
// finger, moved by key, with the times that follow from their minutes.
import { useEffect, useRef, useState } from 'preact/hooks';
import { Plus } from 'lucide-preact';
import Sortable from 'sortablejs';
import { fmtTime, t } from '../i18n';
import { Empty, Notice } from '../parts/states';
import { plannedTimes } from './clock';
import { emptyItem, type ItemDraft } from './draft';
import { ItemEditor } from './item-editor';

interface AgendaEditorProps {
  items: readonly ItemDraft[];
  startsAt: string | null;
  endsAt: string | null;
  frozen: boolean;
  onItems: (items: ItemDraft[]) => void;
}

function moved(items: readonly ItemDraft[], from: number, to: number): ItemDraft[] {
  const next = [...items];
  const [item] = next.splice(from, 1);
  if (item) next.splice(to, 0, item);
  return next;
}

function useDragging(frozen: boolean, onDrop: (from: number, to: number) => void) {
  const list = useRef<HTMLOListElement>(null);
  const drop = useRef(onDrop);
  drop.current = onDrop;
  useEffect(() => {
    if (!list.current || frozen) return;
    const sortable = Sortable.create(list.current, {
      handle: '.item-grip',
      animation: 150,
      // The browser's own dragging is for mice only; this one is the same for fingers and pens.
      forceFallback: true,
      fallbackTolerance: 4,
      onEnd: ({ from, item, oldIndex = 0, newIndex = 0 }) => {
        // The elements are Preact's: back to where it knows them, and the draft decides the order.
        from.removeChild(item);
        from.insertBefore(item, from.children[oldIndex] ?? null);
        if (oldIndex !== newIndex) drop.current(oldIndex, newIndex);
      },
    });
    return () => sortable.destroy();
  }, [frozen]);
  return list;
}

export function AgendaEditor({ items, startsAt, endsAt, frozen, onItems }: AgendaEditorProps) {
  const [said, setSaid] = useState('');
  const words = t().meeting;
  const move = (from: number, to: number) => {
    onItems(moved(items, from, to));
    setSaid(words.moved(items[from]?.title || words.item(String(from + 1)), to + 1));
  };
  const list = useDragging(frozen, move);
  const add = useRef<HTMLButtonElement>(null);
  /** Where the focus goes once the list is drawn anew: into a new item, or to what followed a removed one. */
  const aim = useRef<number | null>(null);
  useEffect(() => {
    if (aim.current === null) return;
    const title = list.current?.children[aim.current]?.querySelector<HTMLElement>('.item-fields input');
    (title ?? add.current)?.focus();
    aim.current = null;
  }, [items.length]);
  const times = startsAt ? plannedTimes(startsAt, items) : items.map(() => null);
  const total = items.reduce((sum, item) => sum + (item.minutes ?? 0), 0);
  const ends = startsAt ? new Date(Date.parse(startsAt) + total * 60_000).toISOString() : null;
  return (
    <>
      {items.length === 0 && <Empty title={words.noAgenda} text={words.noAgendaText} />}
      <ol class="item-list" ref={list}>
        {items.map((item, index) => (
          <ItemEditor
            key={item.key}
            item={item}
            place={index + 1}
            count={items.length}
            plannedAt={times[index] ?? null}
            frozen={frozen}
            onItem={(next) => onItems(items.map((other) => (other.key === next.key ? next : other)))}
            onMove={(by) => move(index, index + by)}
            onRemove={() => {
              aim.current = index;
              onItems(items.filter((other) => other.key !== item.key));
            }}
          />
        ))}
      </ol>
      <p class="unseen" role="status">
        {said}
      </p>
      {ends && total > 0 && <p class="muted numbers agenda-total">{words.totalMinutes(total, fmtTime(ends))}</p>}
      {ends && endsAt && ends > endsAt && <Notice kind="warn">{words.overEnd}</Notice>}
      <button
        ref={add}
        type="button"
        class="button"
        onClick={() => {
          aim.current = items.length;
          onItems([...items, { ...emptyItem(''), late: frozen }]);
        }}
      >
        <Plus size={20} aria-hidden="true" />
        {frozen ? words.addLateItem : words.addItem}
      </button>
    </>
  );
}
