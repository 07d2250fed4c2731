// SPDX-License-Identifier: GPL-3.0-or-later
//
// Two fingers, a double tap and Ctrl with the wheel, told as zooms around a
// place. One finger is left to the browser, which scrolls better than we would.
// Touch events and not pointer events: a browser that may pan cancels the
// pointers of a pinch, while a touch of two fingers can be claimed.
export interface Zooming {
  /** Two fingers came down around (x, y) of the element. */
  pinchStart: (x: number, y: number) => void;
  /** Their distance is now `factor` times the first one, their middle at (x, y). */
  pinch: (factor: number, x: number, y: number) => void;
  wheel: (factor: number, x: number, y: number) => void;
  doubleTap: (x: number, y: number) => void;
}

const DOUBLE_TAP_MS = 320;
const DOUBLE_TAP_PIXELS = 30;
const WHEEL_STEP = 0.0025;
const WHEEL_MOST = 120;
const LINE_PIXELS = 30;

export function watchGestures(element: HTMLElement, zooming: Zooming): () => void {
  let distance = 0;
  let frame = 0;
  let lastTap = { at: 0, x: 0, y: 0 };
  let moved = false;

  const inside = (x: number, y: number) => {
    const box = element.getBoundingClientRect();
    return { x: x - box.left, y: y - box.top };
  };
  const fingers = ({ touches }: TouchEvent) => {
    const [a, b] = [touches[0], touches[1]];
    if (!a || !b) return null;
    const middle = inside((a.clientX + b.clientX) / 2, (a.clientY + b.clientY) / 2);
    return { ...middle, distance: Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) };
  };
  const start = (event: TouchEvent) => {
    moved = event.touches.length > 1;
    const pair = event.touches.length === 2 ? fingers(event) : null;
    if (!pair) return;
    event.preventDefault();
    distance = Math.max(1, pair.distance);
    zooming.pinchStart(pair.x, pair.y);
  };
  const move = (event: TouchEvent) => {
    moved = true;
    const pair = distance > 0 ? fingers(event) : null;
    if (!pair) return;
    event.preventDefault();
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => zooming.pinch(pair.distance / distance, pair.x, pair.y));
  };
  const end = (event: TouchEvent) => {
    if (distance > 0 && event.touches.length < 2) distance = 0;
    const touch = event.changedTouches[0];
    if (!touch || moved || event.touches.length > 0) return;
    const at = performance.now();
    const near = Math.hypot(touch.clientX - lastTap.x, touch.clientY - lastTap.y) < DOUBLE_TAP_PIXELS;
    if (near && at - lastTap.at < DOUBLE_TAP_MS) {
      event.preventDefault();
      const place = inside(touch.clientX, touch.clientY);
      zooming.doubleTap(place.x, place.y);
      lastTap = { at: 0, x: 0, y: 0 };
    } else lastTap = { at, x: touch.clientX, y: touch.clientY };
  };
  const wheel = (event: WheelEvent) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : event.deltaY * LINE_PIXELS;
    const place = inside(event.clientX, event.clientY);
    // A trackpad's pinch comes as a wheel with small steps: those count for more.
    const step = Math.abs(pixels) < 30 ? WHEEL_STEP * 4 : WHEEL_STEP;
    zooming.wheel(Math.exp(-Math.max(-WHEEL_MOST, Math.min(WHEEL_MOST, pixels)) * step), place.x, place.y);
  };

  element.addEventListener('touchstart', start, { passive: false });
  element.addEventListener('touchmove', move, { passive: false });
  element.addEventListener('touchend', end, { passive: false });
  element.addEventListener('wheel', wheel, { passive: false });
  return () => {
    cancelAnimationFrame(frame);
    element.removeEventListener('touchstart', start);
    element.removeEventListener('touchmove', move);
    element.removeEventListener('touchend', end);
    element.removeEventListener('wheel', wheel);
  };
}
