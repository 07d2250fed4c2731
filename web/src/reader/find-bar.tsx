// SPDX-License-Identifier: GPL-3.0-or-later
//
// The field to find words in the document, which hit is shown of how many, and
// how far the search has come. Finding itself is in find.ts.
import { useEffect, useRef } from 'preact/hooks';
import { ChevronDown, ChevronUp, X } from 'lucide-preact';
import { fmtNumber, t } from '../i18n';
import { Find } from './find';
import type { Paper } from './paper';

const TYPING_MS = 220;

/** Ctrl+F opens ours instead of the browser's, which sees only the pages near. */
export function watchFindKeys(find: Find): () => void {
  const down = (event: KeyboardEvent) => {
    const asked = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'f';
    if (asked && !globalThis.document.querySelector('dialog[open]')) {
      event.preventDefault();
      find.open.value = true;
      dispatchEvent(new Event('reader-find'));
    } else if (event.key === 'F3' && find.open.peek()) {
      event.preventDefault();
      find.step(event.shiftKey ? -1 : 1);
    }
  };
  addEventListener('keydown', down);
  return () => removeEventListener('keydown', down);
}

function says(find: Find, pages: number): string {
  const words = t().reader;
  const count = find.hits.value.length;
  if (find.query.value.trim() === '') return '';
  if (count > 0) return words.hitOf(fmtNumber(find.at.value + 1), fmtNumber(count));
  if (find.running.value) return words.searching(find.read.value, pages);
  return pages > 0 && find.wordless.value >= pages ? words.noWords : words.noHits;
}

/** Words in the address are looked for once the pages are there. */
export function useWordsGiven(find: Find, words: string | null, ready: boolean): void {
  useEffect(() => {
    if (!words || !ready) return;
    find.given = true;
    find.query.value = words;
    find.open.value = true;
  }, [find, words, ready]);
}

export function FindBar({ find, paper }: { find: Find; paper: Paper }) {
  const field = useRef<HTMLInputElement>(null);
  const typing = useRef<ReturnType<typeof setTimeout>>();
  const words = t().reader;
  const pages = paper.count.value;
  useEffect(() => {
    const ask = () => {
      field.current?.focus();
      field.current?.select();
    };
    // Words that came with the address are shown without the keyboard over them.
    if (!find.given) ask();
    find.given = false;
    addEventListener('reader-find', ask);
    if (find.query.peek() !== '') void find.search(find.query.peek());
    return () => {
      clearTimeout(typing.current);
      removeEventListener('reader-find', ask);
    };
  }, [find]);
  const close = () => {
    find.close();
    globalThis.document.querySelector<HTMLElement>('.viewport')?.focus({ preventScroll: true });
  };
  const none = find.hits.value.length === 0;
  return (
    <search
      class="find-bar"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        close();
      }}
    >
      <input
        ref={field}
        class="input"
        type="text"
        enterkeyhint="search"
        autocomplete="off"
        aria-label={words.find}
        placeholder={words.find}
        title={words.findHint}
        defaultValue={find.query.peek()}
        onInput={(event) => {
          const query = event.currentTarget.value;
          clearTimeout(typing.current);
          typing.current = setTimeout(() => void find.search(query), TYPING_MS);
        }}
        onKeyDown={(event) => {
          // Escape is the whole bar's.
          if (event.key === 'Escape') return;
          event.stopPropagation();
          if (event.key !== 'Enter') return;
          event.preventDefault();
          if (event.currentTarget.value === find.query.peek()) return find.step(event.shiftKey ? -1 : 1);
          clearTimeout(typing.current);
          void find.search(event.currentTarget.value);
        }}
      />
      <span class="find-says numbers" role="status">
        {says(find, pages)}
      </span>
      <button type="button" class="icon-button" disabled={none} aria-label={words.previousHit} title={words.previousHit} onClick={() => find.step(-1)}>
        <ChevronUp size={22} aria-hidden="true" />
      </button>
      <button type="button" class="icon-button" disabled={none} aria-label={words.nextHit} title={words.nextHit} onClick={() => find.step(1)}>
        <ChevronDown size={22} aria-hidden="true" />
      </button>
      <button type="button" class="icon-button" aria-label={words.closeFind} title={words.closeFind} onClick={close}>
        <X size={22} aria-hidden="true" />
      </button>
      {find.running.value && <progress class="find-progress" max={pages} value={find.read.value} aria-label={words.searching(find.read.value, pages)} />}
    </search>
  );
}

/** The hits of one page, on the paper. */
export function FindMarks({ find, paper, page }: { find: Find; paper: Paper; page: number }) {
  const here = find.byPage.value.get(page);
  if (!here) return null;
  return (
    <div class="page-marks blended" style={{ transform: `scale(${paper.scale.value})` }}>
      {here.flatMap((index) =>
        (find.hits.value[index]?.quads ?? []).map((quad, place) => (
          <div
            key={`${index}-${place}`}
            class={index === find.at.value ? 'hit now' : 'hit'}
            style={{ left: `${quad.x}px`, top: `${quad.y}px`, width: `${quad.w}px`, height: `${quad.h}px` }}
          />
        )),
      )}
    </div>
  );
}
