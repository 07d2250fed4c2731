// SPDX-License-Identifier: GPL-3.0-or-later
//
// A panel beside the paper on wide screens, over it on narrow ones. One at a
// time, so that the paper keeps two thirds. Escape closes it and gives the
// focus back to whatever opened it.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { X } from 'lucide-preact';
import { t } from '../i18n';

export type Panel = 'contents' | 'threads' | 'versions' | 'notes';

interface SidePanelProps {
  title: string;
  side: 'left' | 'right';
  onClose: () => void;
  children: ComponentChildren;
}

export function SidePanel({ title, side, onClose, children }: SidePanelProps) {
  const panel = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    const own = panel.current;
    heading.current?.focus({ preventScroll: true });
    return () => {
      // Only when the focus was in the panel: who closed it by going on elsewhere stays there.
      const lost = document.activeElement === document.body || own?.contains(document.activeElement);
      if (lost && before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <aside
      ref={panel}
      class={`side-panel ${side}`}
      aria-label={title}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <header>
        <h2 tabIndex={-1} ref={heading}>
          {title}
        </h2>
        <button type="button" class="icon-button" aria-label={t().common.close} onClick={onClose}>
          <X size={22} aria-hidden="true" />
        </button>
      </header>
      <div class="side-body">{children}</div>
    </aside>
  );
}
