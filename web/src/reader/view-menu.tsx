// SPDX-License-Identifier: GPL-3.0-or-later
//
// How the paper is shown: turned, two pages, dark, over the whole screen. A
// menu, because they are set once and then left; each has its key too.
import { useEffect, useRef, useState } from 'preact/hooks';
import { BookOpen, Fullscreen, Keyboard, MoonStar, RotateCw, SlidersHorizontal } from 'lucide-preact';
import { t } from '../i18n';
import { keysListed } from './key-list';
import type { Paper } from './paper';
import { dark, darkToggle, fullScreen, fullScreenOffered, fullScreenToggle } from './view';

export function ViewMenu({ paper }: { paper: Paper }) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const words = t().reader;
  useEffect(() => {
    if (!open) return;
    const outside = (event: Event) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    globalThis.document.addEventListener('pointerdown', outside);
    return () => globalThis.document.removeEventListener('pointerdown', outside);
  }, [open]);
  const row = (label: string, key: string, Icon: typeof RotateCw, act: () => void, pressed?: boolean) => (
    <button type="button" class="menu-item" aria-pressed={pressed} onClick={act}>
      <Icon size={20} aria-hidden="true" />
      <span>{label}</span>
      <kbd>{key}</kbd>
    </button>
  );
  return (
    <div
      class="view-menu"
      ref={root}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return;
        event.stopPropagation();
        setOpen(false);
        root.current?.querySelector('button')?.focus();
      }}
    >
      <button type="button" class="icon-button" aria-expanded={open} aria-label={words.view} title={words.view} onClick={() => setOpen(!open)}>
        <SlidersHorizontal size={22} aria-hidden="true" />
      </button>
      {open && (
        <div class="menu">
          {row(words.turn, 'R', RotateCw, paper.turnRight)}
          {row(words.spread, 'B', BookOpen, paper.spreadToggle, paper.spread.value)}
          {row(words.dark, 'I', MoonStar, darkToggle, dark.value)}
          {fullScreenOffered && row(words.fullScreen, 'F', Fullscreen, fullScreenToggle, fullScreen.value)}
          {row(words.keyList.title, '?', Keyboard, () => {
            // Back to the menu's own button when the list is closed.
            root.current?.querySelector('button')?.focus();
            setOpen(false);
            keysListed.value = true;
          })}
        </div>
      )}
    </div>
  );
}
