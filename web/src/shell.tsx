// SPDX-License-Identifier: GPL-3.0-or-later
//
// The frame round a page: where one is, where one can go, who one is, whether
// the server is there. A rail beside the page on wide screens, a bar below it
// on narrow ones; the same links in the same order.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { BookMarked, Building2, CalendarDays, ChartColumn, FilePen, FileText, House, ListChecks, type LucideIcon, Menu, Presentation, Users, X } from 'lucide-preact';
import { t } from './i18n';
import { ConnectionState } from './offline/state';
import { Bell } from './notices/bell';
import { Wordmark } from './parts/mark';
import { PersonMenu } from './parts/person-menu';
import { isAdministrator, mayAdminister, session } from './session';
import { welcome, welcomeLoad } from './welcome';

interface Place {
  href: string;
  label: string;
  icon: LucideIcon;
}

function places(): { daily: Place[]; administration: Place[] } {
  const w = t().shell;
  return {
    daily: [
      { href: '/', label: w.home, icon: House },
      { href: '/documents', label: w.documents, icon: FileText },
      { href: '/meetings', label: w.meetings, icon: Presentation },
      { href: '/calendar', label: w.calendar, icon: CalendarDays },
      { href: '/tasks', label: t().tasks.title, icon: ListChecks },
      { href: '/reports', label: t().reports.title, icon: ChartColumn },
    ],
    administration: mayAdminister.value
      ? [
          { href: '/units', label: w.units, icon: Building2 },
          { href: '/people', label: w.people, icon: Users },
          ...(isAdministrator.value ? [{ href: '/catalogues', label: w.catalogues, icon: BookMarked }] : []),
          ...(isAdministrator.value ? [{ href: '/templates', label: t().invitation.templates, icon: FilePen }] : []),
        ]
      : [],
  };
}

function PlaceLink({ place, path }: { place: Place; path: string }) {
  const here = place.href === '/' ? path === '/' : path === place.href || path.startsWith(`${place.href}/`);
  return (
    <a class="place" href={place.href} {...(here && { 'aria-current': 'page' as const })}>
      <place.icon size={22} aria-hidden="true" />
      <span>{place.label}</span>
    </a>
  );
}

export function Shell({ children }: { children: ComponentChildren }) {
  const { path } = useLocation();
  const [open, setOpen] = useState(false);
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  useEffect(() => {
    setOpen(false);
    if (first.current) first.current = false;
    else main.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [path]);
  useEffect(() => {
    void welcomeLoad();
  }, []);
  const { daily, administration } = places();
  const within = administration.some((p) => path === p.href || path.startsWith(`${p.href}/`));
  const organisation = welcome.value?.organisation ?? '';
  const person = session.value?.person;
  return (
    <div class="shell">
      <a class="skip" href="#main" onClick={() => main.current?.focus()}>
        {t().shell.skip}
      </a>
      <header class="top">
        <a class="top-home" href="/" aria-label={t().shell.product}>
          <Wordmark size={36} />
        </a>
        <span class="top-organisation">{organisation}</span>
        <ConnectionState />
        {person && <Bell person={person.id} />}
        {person && <PersonMenu person={person} />}
      </header>
      <nav class="rail" aria-label={t().shell.navigation}>
        <div class="rail-group">
          {daily.map((p) => (
            <PlaceLink key={p.href} place={p} path={path} />
          ))}
          {administration.length > 0 && (
            <button type="button" class="place place-more" aria-expanded={open} {...(within && { 'aria-current': true })} onClick={() => setOpen(!open)}>
              {open ? <X size={22} aria-hidden="true" /> : <Menu size={22} aria-hidden="true" />}
              <span>{t().shell.administration}</span>
            </button>
          )}
        </div>
        {administration.length > 0 && (
          <div class={open ? 'rail-group rail-administration rail-open' : 'rail-group rail-administration'}>
            <p class="rail-title">{t().shell.administration}</p>
            {administration.map((p) => (
              <PlaceLink key={p.href} place={p} path={path} />
            ))}
          </div>
        )}
      </nav>
      <main id="main" class="main" tabIndex={-1} ref={main}>
        {children}
      </main>
    </div>
  );
}
