// SPDX-License-Identifier: GPL-3.0-or-later
//
// How a document's facts are written out: number with symbol, urgency and
// secrecy as tags, direction.
import { Flame, Lock } from 'lucide-preact';
import type { Schemas } from '../api';
import { t } from '../i18n';

type Row = Schemas['DocumentRow'];

/** 12/QĐ-UBND */
export function numberSymbol(d: Pick<Row, 'number' | 'symbol'>): string {
  return [d.number, d.symbol].filter(Boolean).join('/');
}

export function directionWord(direction: Row['direction']): string {
  return t().documents[direction];
}

export function DocumentTags({ document: d }: { document: Pick<Row, 'urgency' | 'secrecy' | 'latest_version'> }) {
  const w = t().documents;
  if (!d.urgency && !d.secrecy && d.latest_version > 0) return null;
  return (
    <span class="tags">
      {d.urgency && (
        <span class="tag tag-warm">
          <Flame size={14} aria-hidden="true" />
          {w[d.urgency]}
        </span>
      )}
      {d.secrecy && (
        <span class="tag tag-bad">
          <Lock size={14} aria-hidden="true" />
          {w[d.secrecy]}
        </span>
      )}
      {d.latest_version === 0 && <span class="tag tag-grey">{w.noFile}</span>}
    </span>
  );
}
