// SPDX-License-Identifier: GPL-3.0-or-later
//
// Documents in rows: a table on a wide screen; on a narrow one the same cells
// stand under each other, by style alone.
import type { Schemas } from '../api';
import { useTypeName } from '../catalogue';
import { fmtDate, t } from '../i18n';
import { NewsTag } from './document-news';
import { directionWord, DocumentTags, numberSymbol } from './document-words';

export function DocumentTable({ rows }: { rows: readonly Schemas['DocumentRow'][] }) {
  const w = t().documents;
  const typeName = useTypeName();
  return (
    <table class="table table-stack">
      <thead>
        <tr>
          <th scope="col">{w.numberSymbol}</th>
          <th scope="col">{w.subject}</th>
          <th scope="col">{w.issuedOn}</th>
          <th scope="col">{w.direction}</th>
          <th scope="col" class="cell-number">
            {w.pages}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((d) => (
          <tr key={d.id}>
            <td class="cell-small cell-code">{numberSymbol(d) || <span class="muted">{t().common.unknown}</span>}</td>
            <td class="cell-main">
              <a href={`/documents/${d.id}`}>{d.subject}</a>
              <small class="cell-under">
                <NewsTag news={d.news} />
                {[typeName(d.type, d.type_name), d.issuer ?? d.unit?.name].filter(Boolean).join(' · ')}
                <DocumentTags document={d} />
              </small>
            </td>
            <td class="cell-small numbers nowrap">{fmtDate(d.issued_on ?? d.created_at)}</td>
            <td class="cell-small nowrap">{directionWord(d.direction)}</td>
            <td class="cell-small cell-number numbers">{d.pages !== null && <><span class="on-wide">{d.pages}</span><span class="on-narrow">{t().common.pages(d.pages)}</span></>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
