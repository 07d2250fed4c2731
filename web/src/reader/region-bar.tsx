// SPDX-License-Identifier: GPL-3.0-or-later
//
// The rectangle being chosen, on the paper, and what can be done with it: talk
// about it or cite it.
import { useEffect, useRef } from 'preact/hooks';
import { Link2, MessageSquarePlus, X } from 'lucide-preact';
import { fmtNumber, t } from '../i18n';
import { citeCopy } from './cite';
import type { Region } from './region';
import type { Passage } from './selection';

/** The rectangle in the hand, or the one that is being written about. */
export function RegionMark({ region, written, page }: { region: Region; written: Passage | null; page: number }) {
  const about = written?.quote === '' ? written : null;
  const chosen = region.chosen.value ?? (about?.quads[0] ? { page: about.page, quad: about.quads[0] } : null);
  if (chosen?.page !== page) return null;
  const { x, y, w, h } = chosen.quad;
  return (
    <div class="page-marks" style={{ transform: `scale(${region.paper.scale.value})` }}>
      <div class="mark frame chosen" style={{ left: `${x}px`, top: `${y}px`, width: `${w}px`, height: `${h}px` }} />
    </div>
  );
}

interface RegionBarProps {
  region: Region;
  document: string;
  version: number;
  onTalk: () => void;
}

export function RegionBar({ region, document, version, onTalk }: RegionBarProps) {
  const words = t().reader;
  const chosen = region.chosen.value;
  const talk = useRef(onTalk);
  talk.current = onTalk;
  useEffect(() => {
    // The arrows are the rectangle's from now on.
    globalThis.document.querySelector<HTMLElement>('.viewport')?.focus({ preventScroll: true });
    const enter = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : null;
      if (event.key !== 'Enter' || !region.chosen.peek() || target?.closest('button, a, input, textarea, select, dialog')) return;
      event.preventDefault();
      talk.current();
    };
    addEventListener('keydown', enter);
    return () => removeEventListener('keydown', enter);
  }, [region]);
  const cite = () => {
    const about = region.passage;
    if (about) void citeCopy(document, version, about);
  };
  return (
    <div class="passage-bar" role="toolbar" aria-label={words.region}>
      {chosen ? (
        <>
          <span class="region-says" role="status">
            {words.regionOfPage(fmtNumber(chosen.page))}
          </span>
          <button type="button" class="bar-button" aria-label={words.copyLink} title={words.copyLink} onClick={cite}>
            <Link2 size={20} aria-hidden="true" />
            <span>{words.copyLink}</span>
          </button>
          <button type="button" class="button primary" onClick={onTalk}>
            <MessageSquarePlus size={20} aria-hidden="true" />
            {words.writeOnRegion}
          </button>
        </>
      ) : (
        <span class="region-says" role="status">
          {words.regionHint}
        </span>
      )}
      <button type="button" class="icon-button" aria-label={t().common.cancel} title={t().common.cancel} onClick={region.stop}>
        <X size={20} aria-hidden="true" />
      </button>
    </div>
  );
}
