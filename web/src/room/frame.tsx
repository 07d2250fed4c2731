// SPDX-License-Identifier: GPL-3.0-or-later
//
// The one panel of a running meeting and the buttons that choose what is in it.
// Beside the paper on a wide screen, over it on a narrow one or for the chair.
import { useEffect, useRef } from 'preact/hooks';
import { X } from 'lucide-preact';
import { t } from '../i18n';
import { panels } from './panels';
import type { Room } from './room';

/** `dark`: inside the chair's bar. */
export function Rail({ room, open, dark }: { room: Room; open: string | null; dark?: boolean }) {
  return (
    <div class={dark ? 'rail-row rail-dark' : 'rail-row'} role="group" aria-label={t().room.panels}>
      {panels.map((row) => {
        if (!row.for(room)) return null;
        const count = row.count?.(room) ?? 0;
        return (
          <button
            key={row.key}
            type="button"
            class={count > 0 ? 'rail-button rail-waits' : 'rail-button'}
            data-panel={row.key}
            aria-expanded={open === row.key}
            onClick={() => room.onPanel(open === row.key ? null : row.key)}
          >
            <row.icon size={22} aria-hidden="true" />
            <span>{row.name(room)}</span>
          </button>
        );
      })}
    </div>
  );
}

export function PanelFrame({ room, open, over }: { room: Room; open: string; over: boolean }) {
  const head = useRef<HTMLHeadingElement>(null);
  const shown = useRef(false);
  const close = useRef(() => {});
  close.current = () => {
    room.onPanel(null);
    document.querySelector<HTMLElement>(`.rail-button[data-panel=${open}]`)?.focus();
  };
  useEffect(() => {
    // What stands beside the paper from the start takes no focus.
    if (over || shown.current) head.current?.focus({ preventScroll: true });
    shown.current = true;
  }, [open, over]);
  useEffect(() => {
    if (!over) return;
    const key = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : null;
      if (event.key === 'Escape' && !event.defaultPrevented && !target?.closest('dialog')) close.current();
    };
    addEventListener('keydown', key);
    return () => removeEventListener('keydown', key);
  }, [over]);
  const row = panels.find((one) => one.key === open && one.for(room));
  if (!row) return null;
  const title = row.title?.(room) ?? row.name(room);
  return (
    <aside class={over ? 'live-side over' : 'live-side'} role={over ? 'dialog' : undefined} aria-label={title}>
      <header class="live-panel-head">
        <h2 ref={head} tabIndex={-1}>
          {title}
        </h2>
        {over && (
          <button type="button" class="icon-button" aria-label={t().common.close} onClick={() => close.current()}>
            <X size={22} aria-hidden="true" />
          </button>
        )}
      </header>
      <div class="live-panel-body" tabIndex={0} role="group" aria-label={title}>
        <row.Body room={room} />
      </div>
    </aside>
  );
}
