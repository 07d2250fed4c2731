// SPDX-License-Identifier: GPL-3.0-or-later
//
// Meetings one sees (E11): those to come and those past, what one prepares,
// what one's units attend or bring papers to; found by words, also of their
// papers, and by conditions. All that is asked for stands in the address.
import { useEffect, useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso';
import { CalendarDays, LayoutTemplate, Plus, Search, X } from 'lucide-preact';
import { t } from '../i18n';
import { addressOf, type Asked, askedIn, filtersOf, NO_FILTER, useFound } from '../meeting/found-data';
import { FilterButton, FilterChips } from '../meeting/found-filter';
import { FoundDays } from '../meeting/found-list';
import { Empty, Failure, Notice, Skeleton } from '../parts/states';
import { roles } from '../session';
import '../meeting/meeting.css';
import '../meeting/found.css';

const TYPING_MS = 300;
const TABS = [
  { name: 'coming', mine: '', when: 'coming' },
  { name: 'past', mine: '', when: 'past' },
  { name: 'prepare', mine: 'prepare', when: 'coming' },
  { name: 'unit', mine: 'unit', when: 'coming' },
  { name: 'papers', mine: 'papers', when: 'coming' },
] as const;

function isHere(tab: (typeof TABS)[number], asked: Asked): boolean {
  return tab.mine === asked.mine && (tab.mine !== '' || (tab.when === 'past') === (asked.when === 'past'));
}

function Nothing({ asked, onAsked, mayCreate }: { asked: Asked; onAsked: (change: Partial<Asked>) => void; mayCreate: boolean }) {
  const w = t().meetings;
  const narrowed = asked.q !== '' || filtersOf(asked).length > 0;
  const past = asked.when === 'past';
  const icon = <CalendarDays size={28} aria-hidden="true" />;
  if (narrowed) {
    return (
      <Empty title={t().common.nothingFound} text={asked.q ? w.nothingText(!past) : w.nothingFilter} icon={icon}>
        {asked.q !== '' && (
          <button type="button" class="button" onClick={() => onAsked({ when: past ? 'coming' : 'past' })}>
            {past ? w.lookComing : w.lookPast}
          </button>
        )}
        <button type="button" class="button" onClick={() => onAsked({ q: '', ...NO_FILTER })}>
          {w.clearAll}
        </button>
      </Empty>
    );
  }
  const none = asked.mine === 'prepare' || asked.mine === 'unit' || asked.mine === 'papers' ? w.none[asked.mine] : w.none[past ? 'past' : 'coming'];
  return (
    <Empty title={past ? w.none.past.title : none.title} text={past && asked.mine ? '' : none.text} icon={icon}>
      {asked.mine === 'papers' && (
        <a class="button" href="/paper-requests">
          {w.requests}
        </a>
      )}
      {mayCreate && !past && (asked.mine === '' || asked.mine === 'prepare') && (
        <a class="button primary" href="/meetings/new">
          {t().meeting.create}
        </a>
      )}
    </Empty>
  );
}

export default function MeetingsPage() {
  const { query } = useRoute();
  const { route } = useLocation();
  const w = t().meetings;
  const asked = askedIn(query);
  const found = useFound(asked);
  const [typed, setTyped] = useState(asked.q);
  const go = (change: Partial<Asked>) => route(addressOf({ ...asked, ...change }), true);
  useEffect(() => setTyped(asked.q), [asked.q]);
  useEffect(() => {
    if (typed.trim() === asked.q) return;
    const timer = setTimeout(() => go({ q: typed.trim().slice(0, 200) }), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const mayCreate = roles.value.has('secretary') || roles.value.has('leader');
  return (
    <>
      <div class="page-head">
        <div>
          <h1>{t().meeting.title}</h1>
        </div>
        {mayCreate && (
          <div class="page-actions">
            <a class="button" href="/meetings/templates">
              <LayoutTemplate size={20} aria-hidden="true" />
              {t().template.title}
            </a>
            <a class="button primary" href="/meetings/new">
              <Plus size={20} aria-hidden="true" />
              {t().meeting.create}
            </a>
          </div>
        )}
      </div>
      <nav class="tabs" aria-label={t().meeting.title}>
        {TABS.map((tab) => (
          <a key={tab.name} class="tab" href={addressOf({ ...asked, mine: tab.mine, when: tab.when })} {...(isHere(tab, asked) && { 'aria-current': 'page' as const })}>
            {w.tabs[tab.name]}
          </a>
        ))}
      </nav>
      <search class="filters">
        <label class="filters-search">
          <Search size={20} aria-hidden="true" />
          <input
            class="input"
            type="text"
            enterkeyhint="search"
            autocomplete="off"
            maxLength={200}
            aria-label={w.search}
            placeholder={w.search}
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
          {typed && (
            <button type="button" class="icon-button search-clear" aria-label={w.clearSearch} onClick={() => setTyped('')}>
              <X size={20} aria-hidden="true" />
            </button>
          )}
        </label>
        {asked.mine && (
          <div class="segments" role="group" aria-label={t().meeting.when}>
            {(['coming', 'past'] as const).map((when) => (
              <label key={when} class="segment">
                <input type="radio" name="when" checked={(asked.when === 'past') === (when === 'past')} onChange={() => go({ when })} />
                <span>{w.tabs[when]}</span>
              </label>
            ))}
          </div>
        )}
        <FilterButton asked={asked} onAsked={go} />
      </search>
      <FilterChips asked={asked} onAsked={go} />
      {asked.mine === 'papers' && found.list && found.list.items.length > 0 && (
        <Notice>
          {w.requestsText} <a href="/paper-requests">{w.requests}</a>
        </Notice>
      )}
      {!found.list ? (
        <section class="card card-list">{found.problem ? <Failure problem={found.problem} retry={found.reload} /> : <Skeleton lines={6} height={44} />}</section>
      ) : found.list.items.length === 0 ? (
        <section class="card card-list">
          <Nothing asked={asked} onAsked={go} mayCreate={mayCreate} />
        </section>
      ) : (
        <FoundDays found={found} q={asked.q} />
      )}
    </>
  );
}
