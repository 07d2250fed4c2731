// SPDX-License-Identifier: GPL-3.0-or-later
//
// One version of a document, open for reading: the bar, the paper, a panel. It
// joins the parts; each of them has its own file.
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useSignal, useSignalEffect } from '@preact/signals';
import { FileX } from 'lucide-preact';
import { api, ask, type Schemas } from '../api';
import { t } from '../i18n';
import { useLoad } from '../parts/load';
import { Empty, Notice } from '../parts/states';
import { NoteBar, NoteMarks, NoteNotice, NotePanel, PassageBar, useDesk, watchDrawing } from '../notes';
import { PinButton } from '../offline/pin';
import { CitedMark, rectOnPage, type Cited } from './cite';
import { Contents } from './contents';
import { Find } from './find';
import type { Guest } from './guest';
import { watchEscape, watchFocus } from './escape';
import { FindBar, FindMarks, useWordsGiven, watchFindKeys } from './find-bar';
import { CitedMissing, Wordless } from './hints';
import { KeyList } from './key-list';
import { watchKeys } from './keys';
import { Leaving, PageLinks, WayBack } from './link-layer';
import { Links, watchLinks } from './links';
import { SidePanel, type Panel } from './panel';
import { Paper } from './paper';
import { rememberPlace } from './reading';
import { Region, watchRegion } from './region';
import { RegionBar, RegionMark } from './region-bar';
import { ChangedMark, NewsNotice, useProgress } from './news-notice';
import { passage } from './selection';
import { ThreadData, type Thread } from './thread-data';
import { Threads, type Draft } from './threads';
import { Toolbar } from './toolbar';
import { Versions } from './versions';
import { Viewport } from './viewport';
import { Whole } from './whole';
import { dark } from './view';
import './reader.css';
import './paper.css';
import './panel.css';
import './contents.css';
import './threads.css';
import './take-away.css';
import './versions.css';
import './view.css';
import './links.css';
import './hints.css';

/** Most papers are A4: the first picture is asked for before the sizes are known. */
const A4 = { width: 595, height: 842 };

interface ReaderProps {
  document: string;
  version: number;
  facts: Schemas['Document'] | null;
  onFactsChanged: () => void;
  /** The page that the address asks for. */
  page: number | null;
  /** The rectangle of that page that the address cites. */
  rect: Cited['rect'];
  /** Words that the address asks to find. */
  find: string | null;
  back: string;
  backLabel: string;
  /** Part of a page that says itself what is read and how to go back. */
  inside?: boolean;
  guest?: Guest | undefined;
  addressOf: (version: number) => string;
}

/** The paper of this version, opened at the page asked for or where the person stopped. */
function usePaper({ document, version, facts, page, rect }: ReaderProps) {
  const paper = useMemo(() => {
    const fresh = new Paper();
    const first = page ?? 1;
    fresh.open(new Array(first).fill(A4), first, true);
    return fresh;
  }, [document, version]);
  const path = { document, n: version };
  const pages = useLoad(() => ask(api.GET('/api/documents/{document}/versions/{n}/pages', { params: { path } })), [document, version]);
  const reading = facts?.reading;
  const remembered = page ?? (reading?.version === version ? reading.page : null);
  const ready = pages.data !== null;
  const placed = useRef(false);
  useEffect(() => {
    if (pages.data) paper.open(pages.data.pages, remembered ?? paper.page.peek());
  }, [pages.data]);
  useEffect(() => {
    // Where they stopped may arrive after the pages: followed once, unless they went on already.
    if (!ready || !facts || placed.current) return;
    placed.current = true;
    if (remembered && paper.page.peek() === 1) paper.goTo(remembered);
  }, [ready, facts]);
  const cited = rect ? Object.values(rect).join() : '';
  useEffect(() => {
    const there = page ? rectOnPage(rect, paper.sizes.peek()[page - 1]) : null;
    if (ready && page && there) paper.goTo(page, there.y, there.x);
  }, [ready, paper, page, cited]);
  const progress = useProgress(paper, document, version, facts?.latest_version ?? null);
  useEffect(() => (ready ? rememberPlace(paper, document, version, progress.seenHere) : undefined), [ready, paper]);
  return { paper, pages, progress };
}

export function Reader(props: ReaderProps) {
  const { document, version, facts, onFactsChanged, addressOf } = props;
  const { paper, pages, progress } = usePaper(props);
  const path = { document, n: version };
  const about = useLoad(() => ask(api.GET('/api/documents/{document}/versions/{n}', { params: { path } })), [document, version]);
  const [panel, setPanel] = useState<Panel | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const draft = useSignal<Draft | null>(null);
  const body = useRef<HTMLDivElement>(null);
  const changed = useRef(onFactsChanged);
  changed.current = onFactsChanged;

  const threads = useMemo(
    () => new ThreadData(document, version, (kind) => ['version', 'facts', 'grants'].includes(kind) && changed.current()),
    [document, version],
  );
  useEffect(() => () => threads.stop(), [threads]);
  const links = useMemo(() => new Links(paper), [paper]);
  const region = useMemo(() => new Region(paper), [paper]);
  const innermost = useRef((): boolean => false);
  // Before the keys of the notes, which would end their tool first.
  useEffect(() => watchEscape(() => innermost.current(), (event) => region.key(event)), [region]);
  useEffect(() => watchFocus(() => body.current), []);
  const desk = useDesk(paper, document, version);
  innermost.current = () => {
    const selected = passage.peek() !== null;
    if (selected) getSelection()?.removeAllRanges();
    else if (desk.placing.peek()) desk.placeNext(null);
    else return false;
    return true;
  };
  const guest = props.guest;
  useEffect(() => guest?.attach(paper, desk), [guest, paper, desk]);
  const find = useMemo(() => new Find(paper, document, version), [paper, document, version]);
  useEffect(() => watchFindKeys(find), [find]);
  useWordsGiven(find, props.find, pages.data !== null);
  useEffect(() => {
    const also = { m: region.toggle, c: progress.next, n: () => (desk.open.peek() ? desk.close() : (desk.open.value = true)) };
    return watchKeys(paper, () => body.current?.querySelector<HTMLElement>('.viewport') ?? null, also);
  }, [paper, region, desk]);
  useEffect(() => {
    if (!panel) return;
    // The panel hears Escape itself; this is for the paper and the bar.
    const close = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : null;
      if (event.key === 'Escape' && !target?.closest('dialog, .side-panel')) setPanel(null);
    };
    addEventListener('keydown', close);
    return () => removeEventListener('keydown', close);
  }, [panel]);
  const cited: Cited | null = props.page && props.rect ? { page: props.page, rect: props.rect } : null;
  useSignalEffect(() => {
    globalThis.document.documentElement.classList.toggle('reading', paper.count.value > 0);
  });

  const narrow = () => innerWidth < 1000;
  const toggle = (name: Panel) => setPanel(panel === name ? null : name);
  const go = (page: number) => {
    paper.goTo(page);
    if (narrow()) setPanel(null);
  };
  const choose = (thread: Thread) => {
    setChosen(thread.id);
    setPanel('threads');
    paper.goTo(thread.page, thread.quads[0]?.y ?? 0);
  };
  const openNote = (id: string) => {
    const note = desk.data.note(id);
    desk.chosen.value = id;
    if (!narrow() || note?.body || note?.kind === 'text') setPanel('notes');
  };
  useSignalEffect(() => {
    if (desk.writing.value) setPanel('notes');
    if (desk.placing.value && narrow()) setPanel(null);
  });
  const overlay = (page: number) => (
    <>
      {cited && <CitedMark {...{ paper, cited, page }} />}
      <ChangedMark {...{ progress, page }} />
      <NoteMarks {...{ desk, page }} onNote={openNote} />
      <FindMarks {...{ find, paper, page }} />
      <PageLinks {...{ links, paper, document, version, page }} />
      {guest && <guest.Marks {...{ paper, page }} />}
      <RegionMark {...{ region, page }} written={draft.value?.about ?? null} />
    </>
  );
  const writeAbout = () => {
    const about = region.passage ?? passage.peek();
    if (!about) return;
    draft.value = { page: about.page, about, body: draft.peek()?.body ?? '' };
    region.stop();
    setPanel('threads');
    getSelection()?.removeAllRanges();
  };

  const beginRegion = () => {
    if (narrow()) setPanel(null);
    region.start();
  };
  const opened = useRef(openNote);
  opened.current = openNote;
  const watch = useCallback(
    (scroller: HTMLElement) => {
      // The rectangle's drag comes before the tools', and a tool before a link.
      const stops = [watchRegion(scroller, region), watchDrawing(scroller, desk, (id) => opened.current(id)), watchLinks(scroller, links), guest?.watch(scroller, paper) ?? (() => undefined)];
      return () => stops.forEach((stop) => stop());
    },
    [desk, region, links, guest],
  );
  const latest = facts?.latest_version ?? version;
  const file = `/api/documents/${document}/versions/${version}/file`;
  const failed = pages.problem && !pages.data ? pages.problem : null;
  const gone = threads.snapshot.gone.value;
  const open = [...threads.counts.value.values()].reduce((sum, count) => sum + count, 0);
  return (
    <>
      <Toolbar
        {...{ paper, version, panel, back: props.back, backLabel: props.backLabel }}
        inside={props.inside === true}
        title={facts?.subject ?? ''}
        newest={latest <= version}
        threads={open}
        notes={desk.open.value}
        finding={find.open.value}
        blank={gone || failed !== null}
        onPanel={toggle}
        onGo={go}
        onFind={() => (find.open.peek() ? find.close() : (find.open.value = true))}
        onNotes={() => (desk.open.peek() ? desk.close() : (desk.open.value = true))}
      />
      {desk.open.value && !failed && !gone && <NoteBar desk={desk} listed={panel === 'notes'} onList={() => toggle('notes')} />}
      <div class={`reader-body${panel ? ` with-${panel}` : ''}${dark.value ? ' dark-paper' : ''}`} ref={body}>
        {panel === 'contents' && (
          <SidePanel title={t().reader.contents} side="left" onClose={() => setPanel(null)}>
            <Contents {...{ paper, document, version, progress }} counts={threads.counts.value} onGo={go} />
          </SidePanel>
        )}
        <main class="reader-paper">
          {latest > version && !gone && (
            <div class="newer">
              <Notice kind="warn">
                <span>{t().reader.newer}.</span>
                <a class="button" href={addressOf(latest)}>
                  {t().reader.openVersion(latest)}
                </a>
              </Notice>
            </div>
          )}
          {!failed && !gone && <CitedMissing paper={paper} known={pages.data !== null} page={props.page} rect={props.rect} />}
          {gone ? (
            <div class="reader-whole" role="alert">
              <Empty title={t().reader.goneTitle} text={t().shell.notFoundText} icon={<FileX size={28} aria-hidden="true" />} />
            </div>
          ) : failed ? (
            <Whole version={about.data} address={file} problem={failed} retry={() => void pages.reload()} />
          ) : (
            <Viewport
              {...{ paper, document, version, chosen }}
              threads={threads.items.value}
              onThread={choose}
              onTap={() => narrow() && setPanel(null)}
              overlay={overlay}
              watch={watch}
            />
          )}
          {!failed && !gone && <NewsNotice progress={progress} />}
          {find.open.value && !failed && !gone && <FindBar find={find} paper={paper} />}
          {desk.open.value && !failed && !gone && <Wordless {...{ paper, document, version }} />}
          {!failed && !gone && <WayBack {...{ links, paper }} />}
          {!failed && !gone && (region.choosing.value ? <RegionBar {...{ region, document, version }} onTalk={writeAbout} /> : passage.value ? <PassageBar desk={desk} onTalk={writeAbout} /> : (panel !== 'notes' || desk.placing.value) && <NoteNotice desk={desk} onSee={() => setPanel('notes')} />)}
        </main>
        {panel === 'threads' && (
          <SidePanel title={t().reader.threads} side="right" onClose={() => setPanel(null)}>
            <Threads data={threads} page={Math.max(1, paper.page.value)} {...{ draft, chosen }} onChoose={choose} onRegion={beginRegion} />
          </SidePanel>
        )}
        {panel === 'notes' && (
          <SidePanel title={t().notes.notes} side="right" onClose={() => setPanel(null)}>
            <NotePanel desk={desk} />
          </SidePanel>
        )}
        {panel === 'versions' && (
          <SidePanel title={t().reader.versions} side="right" onClose={() => setPanel(null)}>
            {facts && <PinButton wide document={facts} onChanged={onFactsChanged} />}
            <Versions document={document} version={about.data} secret={facts?.secrecy != null} unsent={desk.data.unsent.value.size} addressOf={addressOf} />
          </SidePanel>
        )}
      </div>
      <Leaving links={links} />
      <KeyList />
    </>
  );
}
