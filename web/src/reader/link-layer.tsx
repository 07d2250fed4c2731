// SPDX-License-Identifier: GPL-3.0-or-later
//
// The links of a page as real elements for keyboard and screen reader, the way
// back after a jump, and the question before an address outside. A pointer passes
// through the elements to the words under them, so that these stay selectable;
// what a pointer presses is found by its place (links.ts).
import { useEffect, useState } from 'preact/hooks';
import { CornerUpLeft, ExternalLink, Mail, X } from 'lucide-preact';
import { fmtNumber, t } from '../i18n';
import { lineFree } from '../line';
import { Dialog } from '../parts/dialog';
import { linkName, outside, type Links, type PageLink } from './links';
import type { Paper } from './paper';
import { pageText, type PageText } from './words';

interface PageLinksProps {
  links: Links;
  paper: Paper;
  document: string;
  version: number;
  page: number;
}

const leads = (link: PageLink) => (link.uri === null ? link.page !== null : outside(link.uri) !== null);

export function PageLinks({ links, paper, document, version, page }: PageLinksProps) {
  const [text, setText] = useState<PageText | null>(null);
  const rest = paper.rest.value;
  useEffect(() => {
    if (!rest || text) return;
    let here = true;
    // The picture that the page is read by goes first.
    const found = lineFree(0).then(() => (here ? pageText(document, version, page) : null));
    found.then(
      (words) => here && words && setText(words),
      () => undefined, // the picture says what is wrong with the page
    );
    return () => {
      here = false;
    };
  }, [rest, document, version, page]);
  const held = (text?.links ?? []).filter(leads);
  useEffect(() => (held.length > 0 ? links.keep(page, held) : undefined), [links, page, text]);
  if (!text || held.length === 0) return null;
  return (
    <div class="page-links" style={{ transform: `scale(${paper.scale.value})` }}>
      {held.map((link, place) => (
        <a
          key={place}
          class="page-link"
          style={{ left: `${link.x}px`, top: `${link.y}px`, width: `${link.w}px`, height: `${link.h}px` }}
          href={link.uri ?? `/documents/${document}/read/${version}?page=${link.page}`}
          {...(link.uri !== null && { target: '_blank', rel: 'noopener noreferrer' })}
          aria-label={linkName(link, text)}
          onClick={(event) => {
            event.preventDefault();
            event.stopPropagation();
            links.follow(link);
            if (link.uri === null) event.currentTarget.closest<HTMLElement>('.viewport')?.focus({ preventScroll: true });
          }}
        />
      ))}
    </div>
  );
}

/** Where one came from before the last jump. */
export function WayBack({ links, paper }: { links: Links; paper: Paper }) {
  const from = links.trail.value.at(-1);
  const page = paper.page.value;
  useEffect(() => {
    // Who went back by hand needs no way back.
    if (from && page === from.page && links.trail.peek().length === 1) links.stay();
  }, [page]);
  if (!from) return null;
  const words = t().reader;
  const after = (act: () => void) => () => {
    act();
    globalThis.document.querySelector<HTMLElement>('.viewport')?.focus({ preventScroll: true });
  };
  return (
    <div class="way-back">
      <button type="button" class="bar-button" title={`${words.backToPage(fmtNumber(from.page))} (Alt + ←)`} onClick={after(links.back)}>
        <CornerUpLeft size={20} aria-hidden="true" />
        {words.backToPage(fmtNumber(from.page))}
      </button>
      <button type="button" class="icon-button" aria-label={words.stayHere} title={words.stayHere} onClick={after(links.stay)}>
        <X size={20} aria-hidden="true" />
      </button>
    </div>
  );
}

/** People must see where a link of a paper leads before they go there. */
export function Leaving({ links }: { links: Links }) {
  const to = links.leaving.value;
  if (!to) return null;
  const words = t().reader;
  const close = () => (links.leaving.value = null);
  return (
    <Dialog
      title={to.letter ? words.leavingLetter : words.leaving}
      onClose={close}
      foot={
        <>
          <button type="button" class="button" onClick={close}>
            {t().common.cancel}
          </button>
          <a class="button primary" href={to.href} target="_blank" rel="noopener noreferrer" onClick={close}>
            {to.letter ? <Mail size={20} aria-hidden="true" /> : <ExternalLink size={20} aria-hidden="true" />}
            {to.letter ? words.writeLetter : words.openOutside}
          </a>
        </>
      }
    >
      <p>{to.letter ? words.leavingLetterText : words.leavingText}</p>
      <p class="leaving-host">{to.host}</p>
      {!to.letter && <p class="leaving-address">{to.href}</p>}
    </Dialog>
  );
}
