// SPDX-License-Identifier: GPL-3.0-or-later
//
// Short words over the paper about what cannot be done here: a cited place that
// this version does not have, a page without words to select.
import { useEffect, useState } from 'preact/hooks';
import { X } from 'lucide-preact';
import { fmtNumber, t } from '../i18n';
import { isMarking, tool } from '../notes/tools';
import { Notice } from '../parts/states';
import type { Cited } from './cite';
import type { PageSize } from './layout';
import type { Paper } from './paper';
import { pageText } from './words';

/** What is wrong with the place that the address asks for; null when it is there. */
function missing(sizes: readonly PageSize[], page: number | null, rect: Cited['rect']): string | null {
  if (!page) return null;
  const size = sizes[page - 1];
  if (!size) return t().reader.noSuchPage(fmtNumber(page), fmtNumber(sizes.length));
  return rect && (rect.x >= size.width || rect.y >= size.height) ? t().reader.noSuchPlace(fmtNumber(page)) : null;
}

/** `known`: the sizes of the pages are the server's, no longer supposed. */
export function CitedMissing({ paper, known, page, rect }: { paper: Paper; known: boolean; page: number | null; rect: Cited['rect'] }) {
  const [seen, setSeen] = useState(false);
  const words = known ? missing(paper.sizes.value, page, rect) : null;
  if (!words || seen) return null;
  return (
    <div class="newer cited-missing">
      <Notice kind="warn">
        <span>{words}</span>
        <button type="button" class="icon-button" aria-label={t().common.close} onClick={() => setSeen(true)}>
          <X size={20} aria-hidden="true" />
        </button>
      </Notice>
    </div>
  );
}

/** With the tools of notes open: that this page has no words, and what works all the same. */
export function Wordless({ paper, document, version }: { paper: Paper; document: string; version: number }) {
  const page = paper.page.value;
  const still = paper.still.value;
  const [without, setWithout] = useState<number | null>(null);
  useEffect(() => {
    if (page < 1 || !still) return;
    let here = true;
    pageText(document, version, page).then(
      (text) => here && setWithout(text.lines.every((line) => line.words.length === 0) ? page : null),
      () => undefined, // the page itself says what is wrong with it
    );
    return () => {
      here = false;
    };
  }, [document, version, page, still]);
  if (without !== page || !(tool.value === 'select' || isMarking(tool.value))) return null;
  return (
    <p class="wordless" role="status">
      {tool.value === 'select' ? t().reader.wordless : t().reader.wordlessMark}
    </p>
  );
}
