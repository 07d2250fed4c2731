// SPDX-License-Identifier: GPL-3.0-or-later
//
// The whole text as one flow: what stayed, what came, what went, by paragraphs.
// Long texts are laid out by the browser only where they are seen.
import { Fragment } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Schemas } from '../api';
import { t } from '../i18n';
import { Empty } from '../parts/states';
import type { Comparison } from './change';

type Part = Schemas['FlowPart'];

/** Parts until the next that begins a paragraph. */
function paragraphs(flow: readonly Part[]): Part[][] {
  const found: Part[][] = [];
  for (const part of flow) {
    const last = found.at(-1);
    if (last && !part.paragraph) last.push(part);
    else found.push([part]);
  }
  return found;
}

interface FlowProps {
  compared: Comparison;
  at: { number: number };
  onGo: (number: number) => void;
}

export function Flow({ compared, at, onGo }: FlowProps) {
  const root = useRef<HTMLDivElement>(null);
  const all = useMemo(() => paragraphs(compared.flow), [compared]);
  useEffect(() => {
    if (at.number > 0) root.current?.querySelector(`[data-change="${at.number}"]`)?.scrollIntoView({ block: 'center' });
  }, [at]);
  if (all.length === 0) return <Empty title={t().compare.noFlow} />;
  const shown = (part: Part, place: number) => {
    if (part.kind === 'same') return <span key={place}>{part.text} </span>;
    const now = part.change !== null && part.change === at.number ? ' now' : '';
    const about = { 'data-change': part.change ?? undefined, onClick: () => part.change !== null && onGo(part.change) };
    return part.kind === 'added' ? (
      <Fragment key={place}>
        <ins class={`flow-part${now}`} {...about}>
          {part.text}
        </ins>{' '}
      </Fragment>
    ) : (
      <Fragment key={place}>
        <del class={`flow-part${now}`} {...about}>
          {part.text}
        </del>{' '}
      </Fragment>
    );
  };
  return (
    <div class="flow" ref={root} tabIndex={0} role="document" aria-label={t().compare.flowText}>
      <article>
        {all.map((parts, place) => (
          <p key={place}>{parts.map(shown)}</p>
        ))}
      </article>
    </div>
  );
}
