// SPDX-License-Identifier: GPL-3.0-or-later
//
// What pen, finger and mouse do on the paper while a tool is in the hand. The
// pen always draws; a finger draws or scrolls as chosen; a palm beside a pen
// does nothing. Two fingers are left to the zoom. The acts are the desk's.
import { effect } from '@preact/signals';
import type { Paper } from '../reader/paper';
import { pageBox } from '../reader/layout';
import { pointIn } from '../reader/turn';
import { pageText, passageOf, type PageText } from '../reader/words';
import type { Desk } from './desk';
import { EVEN_PRESSURE, noteAt, strokeAt } from './ink';
import { inQuad } from './note';
import { fingers, isMarking, penCame, tool } from './tools';
import { placeOf, wordNear } from './word-near';

/** After the pen was last near, touches are still a palm for so long. */
const PALM_MS = 600;
/** Pixels of the screen. */
const REACH = 8;
const STEADY = 4;
const SAME_TOUCH_MS = 60;
const LEAST_MOVE = 0.25;
const PIN = 18;

interface Hand {
  pointer: number;
  page: number;
  x: number;
  y: number;
  from: { clientX: number; clientY: number };
  points: number[];
  moved: boolean;
  text: PageText | null;
}

/** The place of a page under a point of the screen; of the page given, even beyond its edge. */
export function placeUnder(paper: Paper, scroller: HTMLElement, clientX: number, clientY: number, page?: number) {
  const rect = scroller.getBoundingClientRect();
  const at = paper.place(clientX - rect.left, clientY - rect.top);
  if (!at) return null;
  const layout = paper.layout.peek();
  const number = page ?? at.page;
  const size = paper.sizes.peek()[number - 1];
  if (!size) return null;
  const box = pageBox(layout, number);
  const { left, top } = paper.scroll.peek();
  const turned = { x: (left + clientX - rect.left - box.left) / layout.scale, y: (top + clientY - rect.top - box.top) / layout.scale };
  const point = pointIn(paper.turn.peek(), size, turned.x, turned.y);
  const inside = point.x >= 0 && point.y >= 0 && point.x <= size.width && point.y <= size.height;
  return { page: number, inside, x: Math.min(size.width, Math.max(0, point.x)), y: Math.min(size.height, Math.max(0, point.y)) };
}

export function watchDrawing(scroller: HTMLElement, desk: Desk, onNote: (id: string) => void): () => void {
  const { paper } = desk;
  let hand: Hand | null = null;
  let penNear = -Infinity;
  let drewAt = -Infinity;
  let frame = 0;
  const reach = () => REACH / paper.scale.peek();
  const mine = (page: number) => (desk.data.byPage.peek().get(page) ?? []).filter((note) => note.mine);

  const erase = (page: number, x: number, y: number) => {
    for (const note of [...mine(page)].reverse()) {
      const stroke = strokeAt(note, x, y, reach());
      if (stroke >= 0) return desk.eraseStroke(note, stroke);
      if (note.place.quads.some((quad) => inQuad(quad, x, y, 0))) return desk.remove(note);
    }
  };
  const draws = (event: PointerEvent) => {
    if (tool.peek() === 'select' || !event.isPrimary) return false;
    if (event.pointerType === 'touch') return fingers.peek() === 'draw' && performance.now() - penNear > PALM_MS;
    return event.button === 0;
  };
  const drop = () => {
    hand = null;
    desk.live.value = null;
  };
  const show = () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      if (!hand) return;
      const kind = tool.peek();
      if (kind === 'ink') desk.live.value = { page: hand.page, kind, points: hand.points.slice() };
      else if (isMarking(kind) && hand.moved) desk.live.value = { page: hand.page, kind, quads: passageUnder(hand).quads };
    });
  };
  const down = (event: PointerEvent) => {
    if (event.pointerType === 'pen') {
      penNear = performance.now();
      penCame();
    }
    if (hand || !draws(event) || !(event.target instanceof Element) || event.target.closest('button, a')) return;
    const at = placeUnder(paper, scroller, event.clientX, event.clientY);
    if (!at?.inside) return;
    const fresh: Hand = { pointer: event.pointerId, ...at, from: event, points: [], moved: false, text: null };
    hand = fresh;
    event.preventDefault();
    scroller.setPointerCapture(event.pointerId);
    if (tool.peek() === 'ink') fresh.points.push(at.x, at.y, pressureOf(event));
    else if (tool.peek() === 'erase') erase(at.page, at.x, at.y);
    else void pageText(desk.document, desk.version, at.page).then(
      (text) => (fresh.text = text),
      () => undefined, // a page without words is marked by rectangles
    );
    show();
  };
  const move = (event: PointerEvent) => {
    if (event.pointerType === 'pen') penNear = performance.now();
    const held = hand;
    if (!held || held.pointer !== event.pointerId) return;
    event.preventDefault();
    if (Math.hypot(event.clientX - held.from.clientX, event.clientY - held.from.clientY) > STEADY) held.moved = true;
    for (const part of event.getCoalescedEvents?.().concat(event) ?? [event]) {
      const at = placeUnder(paper, scroller, part.clientX, part.clientY, held.page);
      if (!at) continue;
      if (tool.peek() === 'erase') erase(held.page, at.x, at.y);
      else if (tool.peek() === 'ink') {
        const [x = at.x, y = at.y] = held.points.slice(-3);
        if (Math.hypot(at.x - x, at.y - y) >= LEAST_MOVE) held.points.push(at.x, at.y, pressureOf(part));
      }
      [held.x, held.y] = [at.x, at.y];
    }
    show();
  };
  const up = (event: PointerEvent) => {
    const held = hand;
    if (!held || held.pointer !== event.pointerId) return;
    cancelAnimationFrame(frame);
    drop();
    drewAt = performance.now();
    const kind = tool.peek();
    if (kind === 'ink') {
      // A dot is a stroke as well: the point of an i.
      if (held.points.length === 3) held.points.push((held.points[0] ?? 0) + 0.1, held.points[1] ?? 0, held.points[2] ?? EVEN_PRESSURE);
      desk.ink(held.page, held.points);
    } else if (kind === 'text') {
      desk.writing.value = { page: held.page, quad: { x: held.x, y: held.y, w: PIN, h: PIN }, body: '' };
    } else if (isMarking(kind) && held.moved) {
      const about = passageUnder(held);
      if (about.quads.length > 0) desk.mark(kind, about);
    } else if (isMarking(kind)) choose(event);
  };
  const passageUnder = (held: Hand) => {
    const start = placeUnder(paper, scroller, held.from.clientX, held.from.clientY, held.page) ?? held;
    return betweenPlaces(held.text, held.page, start, held);
  };
  const choose = (event: MouseEvent): boolean => {
    const at = placeUnder(paper, scroller, event.clientX, event.clientY);
    const note = at?.inside ? noteAt(desk.data.byPage.peek().get(at.page) ?? [], at.x, at.y, reach()) : undefined;
    if (note) onNote(note.id);
    return note !== undefined;
  };
  const click = (event: MouseEvent) => {
    if (event.target instanceof Element && event.target.closest('button, a')) return;
    const drawing = tool.peek() !== 'select';
    // A tap with a tool in the hand is the tool's; otherwise on a note it opens the note.
    if (drawing || (getSelection()?.isCollapsed !== false && choose(event))) event.stopPropagation();
  };
  const touch = (event: TouchEvent) => {
    if (tool.peek() === 'select') return;
    const palm = performance.now() - penNear < PALM_MS;
    if (event.touches.length > 1 && hand && !palm) drop();
    else if (hand || palm) {
      if (event.cancelable) event.preventDefault();
      event.stopPropagation();
    }
  };
  /** Two dots drawn quickly are no double tap. */
  const touchEnd = (event: TouchEvent) => performance.now() - drewAt < SAME_TOUCH_MS && event.stopPropagation();
  const hover = (event: PointerEvent) => scroller.classList.toggle('pen-near', event.pointerType === 'pen');
  const cancel = (event: PointerEvent) => hand?.pointer === event.pointerId && drop();

  const stop = effect(() => {
    scroller.dataset['tool'] = tool.value;
    scroller.classList.toggle('fingers-draw', tool.value !== 'select' && fingers.value === 'draw');
    if (hand) drop();
  });
  const listen: [string, (event: never) => void, AddEventListenerOptions?][] = [
    ['pointerdown', down],
    ['pointermove', move],
    ['pointerup', up],
    ['pointercancel', cancel],
    ['pointerover', hover],
    ['click', click, { capture: true }],
    ['touchstart', touch, { passive: false, capture: true }],
    ['touchmove', touch, { passive: false, capture: true }],
    ['touchend', touchEnd, { capture: true }],
  ];
  for (const [name, act, options] of listen) scroller.addEventListener(name, act as EventListener, options);
  return () => {
    stop();
    cancelAnimationFrame(frame);
    for (const [name, act, options] of listen) scroller.removeEventListener(name, act as EventListener, options);
  };
}

const pressureOf = (event: PointerEvent) => (event.pointerType === 'pen' && event.pressure > 0 ? event.pressure : EVEN_PRESSURE);

interface Place {
  x: number;
  y: number;
}

/** The words from one place to another; where the page has none there, the rectangle between them. */
export function betweenPlaces(text: PageText | null, page: number, a: Place, b: Place) {
  const first = text && wordNear(text, a.x, a.y);
  const second = text && wordNear(text, b.x, b.y);
  if (text && first && second) {
    const [from, to] = placeOf(first) <= placeOf(second) ? [first, second] : [second, first];
    return { page, ...passageOf(text, from, to) };
  }
  const quad = { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), w: Math.abs(a.x - b.x), h: Math.abs(a.y - b.y) };
  return { page, quote: '', prefix: '', suffix: '', quads: quad.w > 2 && quad.h > 2 ? [quad] : [] };
}
