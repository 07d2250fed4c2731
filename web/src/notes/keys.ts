// SPDX-License-Identifier: GPL-3.0-or-later
//
// Notes by keyboard: a key for each tool, colour, width and audience, undo and
// redo, going from note to note and taking one away; and, with a tool in the
// hand, a place on the paper moved by the arrows: Space lowers the tool and
// lifts it again, Shift makes small steps. Nothing here draws.
import type { Desk } from './desk';
import { betweenPlaces } from './draw';
import { EVEN_PRESSURE, noteAt, strokeAt } from './ink';
import { AUDIENCES, COLOURS, WIDTHS } from './note';
import { pageText } from '../reader/words';
import { session } from '../session';
import { takeTool } from './bar';
import { audience, colourOf, isMarking, NOTE_KEYS, tool, TOOL_KEYS, TOOLS, width } from './tools';

const STEP = 12;
const SMALL_STEP = 2;
const PIN = 18;
const ARROWS: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export function watchNoteKeys(desk: Desk): () => void {
  const { paper } = desk;
  let from: { x: number; y: number } | null = null;
  let points: number[] = [];

  /** The hand begins where the window looks. */
  const begin = () => {
    const view = paper.view.peek();
    const at = paper.place(view.width / 2, view.height / 3);
    const size = at && paper.sizes.peek()[at.page - 1];
    if (!at || !size) return null;
    return { page: at.page, x: Math.min(size.width - 1, Math.max(0, at.x)), y: Math.min(size.height - 1, Math.max(0, at.y)), down: false };
  };
  const move = async (dx: number, dy: number) => {
    const hand = desk.hand.peek() ?? begin();
    const size = hand && paper.sizes.peek()[hand.page - 1];
    if (!hand || !size) return;
    const next = { ...hand, x: Math.min(size.width, Math.max(0, hand.x + dx)), y: Math.min(size.height, Math.max(0, hand.y + dy)) };
    desk.hand.value = next;
    const kind = tool.peek();
    if (next.down && kind === 'ink') {
      points.push(next.x, next.y, EVEN_PRESSURE);
      desk.live.value = { page: next.page, kind, points: [...points] };
    } else if (next.down && from && isMarking(kind)) {
      desk.live.value = { page: next.page, kind, quads: (await between(next)).quads };
    } else if (next.down && kind === 'erase') eraseAt(next);
    seen(next.page, next.y);
  };
  const between = async (hand: { page: number; x: number; y: number }) => {
    const text = await pageText(desk.document, desk.version, hand.page).catch(() => null);
    return betweenPlaces(text, hand.page, from ?? hand, hand);
  };
  const seen = (page: number, y: number) => {
    const { top } = paper.scroll.peek();
    const at = paper.layout.peek();
    const place = (at.tops[page - 1] ?? 0) + y * at.scale - top;
    if (place < 40 || place > paper.view.peek().height - 60) paper.goTo(page, y);
  };
  const eraseAt = (hand: { page: number; x: number; y: number }) => {
    const note = noteAt((desk.data.byPage.peek().get(hand.page) ?? []).filter((one) => one.mine), hand.x, hand.y, 8);
    if (!note) return;
    const stroke = strokeAt(note, hand.x, hand.y, 8);
    if (stroke >= 0) desk.eraseStroke(note, stroke);
    else desk.remove(note);
  };
  const press = async () => {
    const hand = desk.hand.peek() ?? begin();
    if (!hand) return;
    const kind = tool.peek();
    if (kind === 'text') {
      desk.writing.value = { page: hand.page, quad: { x: hand.x, y: hand.y, w: PIN, h: PIN }, body: '' };
      return;
    }
    desk.hand.value = { ...hand, down: !hand.down };
    if (!hand.down) {
      from = { x: hand.x, y: hand.y };
      points = [hand.x, hand.y, EVEN_PRESSURE];
      if (kind === 'erase') eraseAt(hand);
      return;
    }
    desk.live.value = null;
    if (kind === 'ink' && points.length > 3) desk.ink(hand.page, points);
    if (isMarking(kind)) {
      const about = await between(hand);
      if (about.quads.length > 0) desk.mark(kind, about);
    }
    from = null;
  };
  const undoKey = (event: KeyboardEvent): boolean => {
    const key = event.key.toLowerCase();
    if (key === 'z') event.shiftKey ? desk.history.redo() : desk.history.undo();
    else if (key === 'y') desk.history.redo();
    else return false;
    return true;
  };
  /** The next of a few, and after the last the first. */
  const after = <T,>(all: readonly T[], one: T): T => all[(all.indexOf(one) + 1) % all.length] ?? one;
  const step = (by: 1 | -1) => {
    const notes = desk.data.items.peek().filter((note) => note.place.page !== null);
    const at = notes.findIndex((note) => note.id === desk.chosen.peek());
    // From nowhere to the first note of the page being read, or the last before it.
    const page = paper.page.peek();
    const here = notes.findIndex((note) => (note.place.page ?? 0) >= page);
    const next = at >= 0 ? notes[at + by] : by > 0 ? notes[here] : notes[here < 0 ? notes.length - 1 : here - 1];
    if (next) desk.show(next);
  };
  const takeAway = (): boolean => {
    const chosen = desk.chosen.peek();
    const note = chosen ? desk.data.note(chosen) : undefined;
    if (!note?.mine) return false;
    desk.remove(note);
    return true;
  };
  const mayUnit = () => (session.peek()?.person.positions.length ?? 0) > 0;
  const more: Record<string, () => boolean | void> = {
    [NOTE_KEYS.width]: () => void (width.value = after(WIDTHS, width.peek())),
    [NOTE_KEYS.audience]: () => void (audience.value = after(AUDIENCES.filter((one) => one !== 'unit' || mayUnit()), audience.peek())),
    [NOTE_KEYS.next]: () => step(1),
    [NOTE_KEYS.previous]: () => step(-1),
    [NOTE_KEYS.remove]: takeAway,
  };
  const act = (event: KeyboardEvent): boolean => {
    if (event.ctrlKey || event.metaKey) return undoKey(event);
    if (!desk.open.peek()) return false;
    const next = TOOLS.find((one) => TOOL_KEYS[one] === event.key.toLowerCase());
    const colour = COLOURS[Number(event.key) - 1];
    const arrow = tool.peek() === 'select' ? undefined : ARROWS[event.key];
    const pace = event.shiftKey ? SMALL_STEP : STEP;
    const other = more[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (next) takeTool(desk, next);
    else if (colour) colourOf(tool.peek()).value = colour;
    else if (arrow) void move(arrow[0] * pace, arrow[1] * pace);
    else if ((event.key === ' ' || event.key === 'Enter') && tool.peek() !== 'select') void press();
    else if (other) return other() !== false;
    else if (event.key === 'Escape') {
      desk.hand.value = null;
      desk.live.value = null;
      if (tool.peek() === 'select') desk.close();
      else tool.value = 'select';
    } else return false;
    return true;
  };
  const down = (event: KeyboardEvent) => {
    const target = event.target instanceof Element ? event.target : null;
    if (event.altKey || target?.closest('input, textarea, select, dialog, .side-panel, .view-menu')) return;
    // Space and Enter on a button press it.
    if (target?.closest('button, a') && (event.key === ' ' || event.key === 'Enter')) return;
    if (!act(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  // Before the reader's own keys: with a tool in the hand the arrows are the tool's.
  addEventListener('keydown', down, { capture: true });
  return () => removeEventListener('keydown', down, { capture: true });
}
