// SPDX-License-Identifier: GPL-3.0-or-later
//
// Two versions beside each other or as one flow, with the list of changes and
// the way from one to the next. Which change is shown is kept here; how, in
// sides.tsx and flow.tsx.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { ArrowLeft, ArrowLeftRight, ChevronDown, ChevronUp, ListTree } from 'lucide-preact';
import { fmtNumber, t } from '../i18n';
import { Skeleton } from '../parts/states';
import { SidePanel } from '../reader/panel';
import '../reader/reader.css';
import '../reader/panel.css';
import { ChangeList } from './changes';
import { listOf, type Comparison } from './change';
import { Flow } from './flow';
import { usePictures } from './pictures';
import { Sides } from './sides';
import './compare.css';

interface ComparingProps {
  document: string;
  from: number;
  to: number;
  title: string;
  compared: Comparison | null;
}

const WIDE = 1000;

/** n and p, wherever the focus is, except while someone types. */
function useKeys(step: (direction: 1 | -1) => void): void {
  const latest = useRef(step);
  latest.current = step;
  useEffect(() => {
    const down = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : null;
      if (event.altKey || event.ctrlKey || event.metaKey || target?.closest('input, textarea, select, dialog')) return;
      if (event.key === 'n') latest.current(1);
      else if (event.key === 'p') latest.current(-1);
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', down);
    return () => removeEventListener('keydown', down);
  }, []);
}

export function Comparing({ document, from, to, title, compared }: ComparingProps) {
  const words = t().compare;
  const [view, setView] = useState<'sides' | 'flow'>(innerWidth < WIDE ? 'flow' : 'sides');
  const [listed, setListed] = useState(innerWidth >= WIDE);
  // A fresh object each time, so that going to the same change again scrolls there again.
  const [at, setAt] = useState<{ number: number }>({ number: 0 });
  const [all, setAll] = useState(false);
  const { looks, wanted } = usePictures(document, compared, all);
  const list = useMemo(() => (compared ? listOf(compared, looks) : []), [compared, looks]);
  const index = list.findIndex((one) => one.number === at.number);
  const wordless = compared?.flow.length === 0;
  useEffect(() => {
    if (wordless) setView('sides');
  }, [wordless]);
  const go = (number: number) => {
    // What differs in the picture is to be seen on the pages only.
    if (list.find((one) => one.number === number)?.change === null) setView('sides');
    setAt({ number });
  };
  const step = (direction: 1 | -1) => {
    const next = list[index < 0 ? (direction > 0 ? 0 : list.length - 1) : (index + direction + list.length) % list.length];
    if (next) go(next.number);
  };
  useKeys(step);
  const none = list.length === 0;
  return (
    <>
      <header class="reader-bar compare-bar" aria-label={words.title}>
        <a class="icon-button" href={`/documents/${document}/read/${to}`} aria-label={t().common.back} title={t().common.back}>
          <ArrowLeft size={24} aria-hidden="true" />
        </a>
        <h1 class="reader-title" title={title}>
          {words.titleOf(from, to)}
          <small>{title}</small>
        </h1>
        <div class="segments" role="group" aria-label={words.view}>
          <button type="button" aria-pressed={view === 'sides'} onClick={() => setView('sides')}>
            {words.sides}
          </button>
          <button type="button" aria-pressed={view === 'flow'} onClick={() => setView('flow')}>
            {words.flow}
          </button>
        </div>
        <a class="icon-button" href={`/documents/${document}/compare/${to}/${from}`} aria-label={words.swap} title={words.swap}>
          <ArrowLeftRight size={20} aria-hidden="true" />
        </a>
        <button type="button" class="icon-button" disabled={none} aria-label={words.previous} title={`${words.previous} (P)`} onClick={() => step(-1)}>
          <ChevronUp size={24} aria-hidden="true" />
        </button>
        <span class="compare-at numbers" role="status">
          {words.at(fmtNumber(index + 1), fmtNumber(list.length))}
        </span>
        <button type="button" class="icon-button" disabled={none} aria-label={words.next} title={`${words.next} (N)`} onClick={() => step(1)}>
          <ChevronDown size={24} aria-hidden="true" />
        </button>
        <button type="button" class="bar-button" aria-expanded={listed} title={words.list} onClick={() => setListed(!listed)}>
          <ListTree size={20} aria-hidden="true" />
          <span>{words.changes}</span>
        </button>
      </header>
      <div class="reader-body">
        <main class="reader-paper compare-paper" aria-busy={!compared}>
          {!compared ? <Skeleton lines={8} height={28} /> : view === 'sides' ? <Sides {...{ document, compared, list, looks, at, onGo: go }} /> : <Flow {...{ compared, at, onGo: go }} />}
        </main>
        {listed && (
          <SidePanel title={words.changes} side="right" onClose={() => setListed(false)}>
            {compared ? (
              <ChangeList
                {...{ compared, list, looks, wanted, all, onAll: setAll, at: at.number }}
                onGo={(number) => {
                  go(number);
                  if (innerWidth < WIDE) setListed(false);
                }}
              />
            ) : (
              <Skeleton lines={6} height={48} />
            )}
          </SidePanel>
        )}
      </div>
    </>
  );
}
