// SPDX-License-Identifier: GPL-3.0-or-later
//
// The bar of tools: what is in the hand, its colour and width, who may read what
// is made with it, undo and redo. With words selected, a marking tool marks them
// at once.
import { Eraser, Hand, Highlighter, ListTree, MousePointer2, Pen, Redo2, StickyNote, Strikethrough, Underline, Undo2, X } from 'lucide-preact';
import { fmtNumber, t } from '../i18n';
import { session } from '../session';
import type { Desk } from './desk';
import { AUDIENCES, COLOURS, WIDTHS, type Audience } from './note';
import { audience, colourOf, fingers, isMarking, tool, TOOL_KEYS, TOOLS, width, type Tool } from './tools';

const ICONS = { select: MousePointer2, highlight: Highlighter, underline: Underline, strike: Strikethrough, ink: Pen, erase: Eraser, text: StickyNote };

export function takeTool(desk: Desk, next: Tool): void {
  if (isMarking(next) && desk.markSelected(next)) return;
  tool.value = next;
  desk.live.value = null;
  if (next !== 'select') getSelection()?.removeAllRanges();
  if (next === 'select') desk.hand.value = null;
}

function Colours() {
  const words = t().notes;
  const chosen = colourOf(tool.value);
  return (
    <div class="tool-group" role="group" aria-label={words.colour}>
      {COLOURS.map((one, place) => (
        <button
          key={one}
          type="button"
          class={`colour-button ${one}`}
          aria-pressed={chosen.value === one}
          aria-label={words.colours[one]}
          title={`${words.colours[one]} (${place + 1})`}
          onClick={() => (chosen.value = one)}
        >
          <span />
        </button>
      ))}
    </div>
  );
}

function Widths() {
  const words = t().notes;
  return (
    <div class="tool-group" role="group" aria-label={words.width}>
      {WIDTHS.map((one, place) => (
        <button
          key={one}
          type="button"
          class="width-button"
          aria-pressed={width.value === one}
          aria-label={words.widths[place] ?? String(one)}
          title={words.widths[place] ?? String(one)}
          onClick={() => (width.value = one)}
        >
          <span style={{ height: `${one * 2}px` }} />
        </button>
      ))}
    </div>
  );
}

export function AudienceField({ value, onValue, label }: { value: Audience; onValue: (value: Audience) => void; label: string }) {
  const words = t().notes;
  const unit = (session.value?.person.positions.length ?? 0) > 0;
  return (
    <select class="input audience" aria-label={label} title={label} value={value} onChange={(event) => onValue(event.currentTarget.value as Audience)}>
      {AUDIENCES.filter((one) => one !== 'unit' || unit || value === 'unit').map((one) => (
        <option key={one} value={one}>
          {words.audiences[one]}
        </option>
      ))}
    </select>
  );
}

export function NoteBar({ desk, listed, onList }: { desk: Desk; listed: boolean; onList: () => void }) {
  const words = t().notes;
  const inHand = tool.value;
  const waiting = desk.data.unsent.value.size;
  return (
    <section class="note-bar" aria-label={words.notes}>
      <div class="note-tools" role="toolbar" aria-label={words.toolbar}>
        <div class="tool-group">
          {TOOLS.map((one) => {
            const Icon = ICONS[one];
            return (
              <button
                key={one}
                type="button"
                class="tool-button"
                aria-pressed={inHand === one}
                aria-label={words.tools[one]}
                title={`${words.tools[one]} (${TOOL_KEYS[one].toUpperCase()})`}
                // The selection must outlive the press.
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => takeTool(desk, one)}
              >
                <Icon size={22} aria-hidden="true" />
              </button>
            );
          })}
        </div>
        <Colours />
        {inHand === 'ink' && <Widths />}
        {inHand !== 'select' && (
          <button
            type="button"
            class="tool-button"
            aria-pressed={fingers.value === 'draw'}
            aria-label={words.fingers}
            title={fingers.value === 'draw' ? words.fingersDraw : words.fingersScroll}
            onClick={() => (fingers.value = fingers.value === 'draw' ? 'scroll' : 'draw')}
          >
            <Hand size={22} aria-hidden="true" />
          </button>
        )}
        <AudienceField label={words.audience} value={audience.value} onValue={(next) => (audience.value = next)} />
        <div class="tool-group">
          <button type="button" class="tool-button" disabled={!desk.history.canUndo.value} aria-label={words.undo} title={`${words.undo} (Ctrl+Z)`} onClick={desk.history.undo}>
            <Undo2 size={22} aria-hidden="true" />
          </button>
          <button type="button" class="tool-button" disabled={!desk.history.canRedo.value} aria-label={words.redo} title={`${words.redo} (Ctrl+Y)`} onClick={desk.history.redo}>
            <Redo2 size={22} aria-hidden="true" />
          </button>
        </div>
      </div>
      <span class="note-bar-end">
        <button type="button" class="bar-button" aria-expanded={listed} onClick={onList}>
          <ListTree size={20} aria-hidden="true" />
          <span>{words.list}</span>
          {waiting > 0 && (
            <span class="count warm" title={words.unsent(fmtNumber(waiting))}>
              {fmtNumber(waiting)}
            </span>
          )}
        </button>
        <button type="button" class="icon-button" aria-label={words.closeTools} title={words.closeTools} onClick={() => desk.close()}>
          <X size={22} aria-hidden="true" />
        </button>
      </span>
    </section>
  );
}
