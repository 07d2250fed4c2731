// SPDX-License-Identifier: GPL-3.0-or-later
//
// An item of the agenda that is not being edited: one line to read, to open, to
// drag. Drawn anew only when what it shows has changed, for there may be 300.
import { useMemo, useRef } from 'preact/hooks';
import { ChevronDown, GripVertical } from 'lucide-preact';
import { fmtTime, t } from '../i18n';
import type { ItemDraft } from './draft';
import { RestrictedTag } from './restricted';

interface AgendaRowProps {
  item: ItemDraft;
  number: string;
  plannedAt: string | null;
  closed: boolean;
  /** It goes where the dragged one goes. */
  along: boolean;
  still: boolean;
  onOpen: (key: string) => void;
  onKey: (key: string, event: KeyboardEvent) => void;
}

export function AgendaRow({ item, number, plannedAt, closed, along, still, onOpen, onKey }: AgendaRowProps) {
  const told = useRef({ onOpen, onKey });
  told.current = { onOpen, onKey };
  const words = t().agenda;
  return useMemo(() => {
    const papers = item.papers.length;
    const facts = [plannedAt && fmtTime(plannedAt), item.minutes !== null && t().meeting.minutesShort(item.minutes), item.presenter?.name ?? item.unit?.name, papers > 0 && words.papers(papers)];
    return (
      <li class={`item-row${item.level === 1 ? ' item-sub' : ''}${along ? ' item-along' : ''}`} data-key={item.key} onKeyDown={(event) => told.current.onKey(item.key, event)}>
        {!still && (
          <span class="item-grip" title={words.drag} aria-hidden="true">
            <GripVertical size={22} />
          </span>
        )}
        <button type="button" class="item-open" aria-expanded="false" onClick={() => told.current.onOpen(item.key)}>
          <span class="item-number numbers">{number}</span>
          <span class="row-words">
            {item.title ? <strong>{item.title}</strong> : <strong class="item-untitled">{words.untitled}</strong>}
            <small class="numbers">{facts.filter(Boolean).join(' · ')}</small>
          </span>
          <span class="tags">
            {closed && <RestrictedTag />}
            {item.late && <span class="tag tag-warm">{t().meeting.lateItem}</span>}
          </span>
          <ChevronDown size={20} aria-hidden="true" />
        </button>
      </li>
    );
  }, [item, number, plannedAt, closed, along, still, words]);
}
