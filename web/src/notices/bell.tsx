// SPDX-License-Identifier: GPL-3.0-or-later
//
// The bell in the frame: how many notices are unread, live, and the newest of
// them in a panel. All of them are a page of their own.
import { useEffect, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { Bell as BellIcon, BellOff, CheckCheck } from 'lucide-preact';
import { t } from '../i18n';
import { Empty, Skeleton } from '../parts/states';
import { newest, readUpTo, useNotices } from './data';
import { NoticeRows } from './list';

export function Bell({ person }: { person: string }) {
  useNotices(person);
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const { path } = useLocation();
  useEffect(() => setOpen(false), [path]);
  useEffect(() => {
    if (!open) return;
    root.current?.querySelector<HTMLElement>('.bell-panel')?.focus();
    const outside = (e: Event) => {
      if (!root.current?.contains(e.target as Node)) setOpen(false);
    };
    const key = (e: KeyboardEvent) => {
      if (e.key !== 'Escape') return;
      setOpen(false);
      root.current?.querySelector('button')?.focus();
    };
    document.addEventListener('pointerdown', outside);
    document.addEventListener('keydown', key);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('keydown', key);
    };
  }, [open]);
  const w = t().notices;
  const list = newest.value;
  const unread = list?.unread ?? 0;
  const first = list?.items[0];
  return (
    <div class="bell" ref={root}>
      <button type="button" class="bell-button" aria-expanded={open} aria-label={w.bell(unread)} title={w.title} onClick={() => setOpen(!open)}>
        <BellIcon size={22} aria-hidden="true" />
        {unread > 0 && (
          <span class="bell-count numbers" aria-hidden="true">
            {w.count(unread)}
          </span>
        )}
      </button>
      <span class="unseen" role="status">
        {unread > 0 ? w.bell(unread) : ''}
      </span>
      {open && (
        <div class="bell-panel" role="dialog" aria-label={w.title} tabIndex={-1}>
          <div class="bell-head">
            <strong>{w.title}</strong>
            {first && unread > 0 && (
              <button type="button" class="button" onClick={() => void readUpTo(first.id)}>
                <CheckCheck size={20} aria-hidden="true" />
                {w.readAll}
              </button>
            )}
          </div>
          <div class="bell-rows">
            {!list ? (
              <Skeleton lines={4} height={40} />
            ) : list.items.length === 0 ? (
              <Empty title={w.none} text={w.noneText} icon={<BellOff size={28} aria-hidden="true" />} />
            ) : (
              <NoticeRows items={list.items} onTap={() => setOpen(false)} />
            )}
          </div>
          <a class="bell-all" href="/notices">
            {w.all}
          </a>
        </div>
      )}
    </div>
  );
}
