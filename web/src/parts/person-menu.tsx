// SPDX-License-Identifier: GPL-3.0-or-later
//
// Who is signed in, and what one does with that: the account page, the
// language, signing out.
import { useEffect, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { ChevronDown, HardDriveDownload, Languages, LogOut, UserRound } from 'lucide-preact';
import type { Schemas } from '../api';
import { language, languageSet, t } from '../i18n';
import { signOut } from '../session';
import { toastProblem } from './toast';

export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return (words[words.length - 1] ?? '').slice(0, 1).toUpperCase();
}

export function PersonMenu({ person }: { person: Schemas['Person'] }) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const { path } = useLocation();
  useEffect(() => setOpen(false), [path]);
  useEffect(() => {
    if (!open) return;
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
  const main = person.positions.find((p) => p.main) ?? person.positions[0];
  const other = language.value === 'vi' ? 'en' : 'vi';
  return (
    <div class="person-menu" ref={root}>
      <button type="button" class="person-button" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span class="unseen">{`${t().shell.account}: `}</span>
        <span class="avatar" aria-hidden="true">
          {initials(person.full_name)}
        </span>
        <span class="person-name">
          {person.full_name}
          {main && <small>{main.title}</small>}
        </span>
        <ChevronDown size={18} aria-hidden="true" />
      </button>
      {open && (
        <div class="menu">
          <p class="menu-head">
            <strong>{person.full_name}</strong>
            {main ? <small>{`${main.title}, ${main.unit.name}`}</small> : <small>{person.account}</small>}
          </p>
          <a class="menu-item" href="/account">
            <UserRound size={20} aria-hidden="true" />
            {t().shell.account}
          </a>
          <a class="menu-item" href="/offline">
            <HardDriveDownload size={20} aria-hidden="true" />
            {t().offline.title}
          </a>
          <button type="button" class="menu-item" lang={other} onClick={() => void languageSet(other).catch(toastProblem)}>
            <Languages size={20} aria-hidden="true" />
            {other === 'en' ? t().shell.english : t().shell.vietnamese}
          </button>
          <button type="button" class="menu-item" onClick={() => void signOut().catch(toastProblem)}>
            <LogOut size={20} aria-hidden="true" />
            {t().shell.signOut}
          </button>
        </div>
      )}
    </div>
  );
}
