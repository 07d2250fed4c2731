// SPDX-License-Identifier: GPL-3.0-or-later
//
// Rows dragged by their grip, by mouse, finger or pen alike: up and down to
// another place, to the side to another level. It says where a row was let go;
// the elements stay where Preact knows them.
import { useEffect, useRef, type MutableRef } from 'preact/hooks';
import Sortable from 'sortablejs';

/** So far to the side means another level. */
const SIDEWAYS = 44;

/** By then the mouse's own click has come. */
const CLICK_MS = 50;

export interface Drop {
  from: number;
  to: number;
  /** 1: to the right, a level deeper. */
  side: -1 | 0 | 1;
}

export function useDragging(still: boolean, onDrop: (drop: Drop) => void, onGrab: (from: number | null) => void): MutableRef<HTMLOListElement | null> {
  const list = useRef<HTMLOListElement>(null);
  const told = useRef({ onDrop, onGrab });
  told.current = { onDrop, onGrab };
  useEffect(() => {
    const root = list.current;
    if (!root || still) return;
    let x = 0;
    let first = 0;
    const track = (event: PointerEvent | TouchEvent) => {
      x = 'touches' in event ? (event.touches[0]?.clientX ?? x) : event.clientX;
    };
    const sortable = Sortable.create(root, {
      handle: '.item-grip',
      draggable: 'li',
      animation: 150,
      // The browser's own dragging is for mice only; this one is the same for fingers and pens.
      forceFallback: true,
      fallbackTolerance: 4,
      onStart: ({ oldIndex = 0 }) => {
        first = x;
        told.current.onGrab(oldIndex);
      },
      onEnd: ({ from, item, oldIndex = 0, newIndex = 0 }) => {
        from.removeChild(item);
        from.insertBefore(item, from.children[oldIndex] ?? null);
        const by = x - first;
        // The library swallows the click that a mouse makes on letting go; a finger makes none, and its next tap must not be lost.
        setTimeout(() => document.dispatchEvent(new MouseEvent('click')), CLICK_MS);
        told.current.onGrab(null);
        told.current.onDrop({ from: oldIndex, to: newIndex, side: by > SIDEWAYS ? 1 : by < -SIDEWAYS ? -1 : 0 });
      },
    });
    const moves = ['pointerdown', 'pointermove', 'touchstart', 'touchmove'] as const;
    for (const name of moves) document.addEventListener(name, track, { capture: true, passive: true });
    return () => {
      for (const name of moves) document.removeEventListener(name, track, { capture: true });
      sortable.destroy();
    };
  }, [still]);
  return list;
}
