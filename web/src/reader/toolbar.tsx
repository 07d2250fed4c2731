// SPDX-License-Identifier: GPL-3.0-or-later
//
// The one bar above the paper: back, what is read, which page, how large, and
// the panels. Everything here is also on the keyboard; see keys.ts.
import { useEffect, useRef, useState } from 'preact/hooks';
import { ArrowLeft, History, MessageSquareText, Minus, MoveHorizontal, NotebookPen, PanelLeft, Plus, RectangleVertical, Search } from 'lucide-preact';
import { fmtNumber, t } from '../i18n';
import type { Panel } from './panel';
import type { Paper } from './paper';
import { ViewMenu } from './view-menu';

interface ToolbarProps {
  paper: Paper;
  title: string;
  back: string;
  backLabel: string;
  /** The page around says what is read and leads back. */
  inside: boolean;
  version: number;
  newest: boolean;
  threads: number;
  /** The bar of note tools is open; the field to find is. */
  notes: boolean;
  finding: boolean;
  /** There are no pages to go through. */
  blank: boolean;
  panel: Panel | null;
  onPanel: (panel: Panel) => void;
  onGo: (page: number) => void;
  onFind: () => void;
  onNotes: () => void;
}

function PageField({ paper, onGo }: { paper: Paper; onGo: (page: number) => void }) {
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const page = paper.page.value;
  const go = () => {
    const wanted = Number(typed);
    setTyped(null);
    if (Number.isInteger(wanted) && wanted > 0) onGo(wanted);
  };
  useEffect(() => {
    const ask = () => field.current?.select();
    addEventListener('reader-go-to', ask);
    return () => removeEventListener('reader-go-to', ask);
  }, []);
  return (
    <form
      class="page-field numbers"
      onSubmit={(event) => {
        event.preventDefault();
        go();
        // On to the page that was asked for, for the keys that follow.
        field.current?.closest('.reader')?.querySelector<HTMLElement>('.viewport')?.focus();
      }}
    >
      <input
        ref={field}
        class="input"
        inputMode="numeric"
        autocomplete="off"
        aria-label={t().reader.goToPage}
        title={t().reader.goToPage}
        value={typed ?? String(page)}
        onFocus={(event) => event.currentTarget.select()}
        onInput={(event) => setTyped(event.currentTarget.value.replace(/\D/g, ''))}
        onBlur={() => typed !== null && go()}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Escape') {
            setTyped(null);
            event.currentTarget.blur();
          }
        }}
      />
      <span>{t().reader.outOf(fmtNumber(paper.count.value))}</span>
    </form>
  );
}

function ZoomGroup({ paper }: { paper: Paper }) {
  const zoom = paper.zoom.value;
  // Points are a 72nd of an inch, the screen's own pixels a 96th.
  const percent = fmtNumber(Math.round(paper.scale.value * 75));
  return (
    <div class="zoom-group" role="group" aria-label={t().reader.zoom}>
      <button type="button" class="icon-button" aria-label={t().reader.zoomOut} title={t().reader.zoomOut} onClick={paper.zoomOut}>
        <Minus size={22} aria-hidden="true" />
      </button>
      <span class="zoom-percent numbers">{t().reader.percent(percent)}</span>
      <button type="button" class="icon-button" aria-label={t().reader.zoomIn} title={t().reader.zoomIn} onClick={paper.zoomIn}>
        <Plus size={22} aria-hidden="true" />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-pressed={zoom === 'width'}
        aria-label={t().reader.fitWidth}
        title={t().reader.fitWidth}
        onClick={() => paper.zoomTo('width')}
      >
        <MoveHorizontal size={22} aria-hidden="true" />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-pressed={zoom === 'page'}
        aria-label={t().reader.fitPage}
        title={t().reader.fitPage}
        onClick={() => paper.zoomTo('page')}
      >
        <RectangleVertical size={22} aria-hidden="true" />
      </button>
    </div>
  );
}

export function Toolbar(props: ToolbarProps) {
  const { paper, panel, onPanel, version, newest, threads } = props;
  const words = t().reader;
  const toggle = (name: Panel) => ({ 'aria-expanded': panel === name, onClick: () => onPanel(name) });
  return (
    <header class="reader-bar" aria-label={words.toolbar}>
      {!props.inside && (
        <a class="icon-button" href={props.back} aria-label={props.backLabel} title={props.backLabel}>
          <ArrowLeft size={24} aria-hidden="true" />
        </a>
      )}
      {!props.blank && (
        <button type="button" class="icon-button" aria-label={words.contents} title={words.contents} {...toggle('contents')}>
          <PanelLeft size={22} aria-hidden="true" />
        </button>
      )}
      {props.inside ? (
        <span class="reader-title" />
      ) : (
        <h1 class="reader-title" title={props.title}>
          {props.title}
        </h1>
      )}
      {!props.blank && <PageField paper={paper} onGo={props.onGo} />}
      {!props.blank && <ZoomGroup paper={paper} />}
      {!props.blank && (
        <button type="button" class="icon-button" aria-expanded={props.finding} aria-label={words.find} title={`${words.find} (Ctrl+F)`} onClick={props.onFind}>
          <Search size={22} aria-hidden="true" />
        </button>
      )}
      {!props.blank && <ViewMenu paper={paper} />}
      <button type="button" class={newest ? 'bar-button' : 'bar-button old'} title={words.versions} {...toggle('versions')}>
        <History size={20} aria-hidden="true" />
        <span>{words.version(version)}</span>
      </button>
      <button type="button" class="bar-button" {...toggle('threads')}>
        <MessageSquareText size={20} aria-hidden="true" />
        <span>{words.threads}</span>
        {threads > 0 && <span class="count numbers">{fmtNumber(threads)}</span>}
      </button>
      {!props.blank && (
        <button type="button" class="bar-button notes-button" aria-expanded={props.notes} title={`${t().notes.toolbar} (N)`} onClick={props.onNotes}>
          <NotebookPen size={20} aria-hidden="true" />
          <span>{t().notes.notes}</span>
        </button>
      )}
    </header>
  );
}
