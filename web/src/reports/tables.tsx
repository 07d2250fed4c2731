// SPDX-License-Identifier: GPL-3.0-or-later
//
// The figures as tables: numbers stand under each other, what they are of
// stands first.
import type { ComponentChildren } from 'preact';
import { fmtNumber, t } from '../i18n';
import { minutesOf, percent, periodName, present, type Figures, type Statistics } from './data';

interface Row {
  key: string;
  name: ComponentChildren;
  meetings?: number;
  figures: Figures;
}

function Line({ row, meetings, deeds }: { row: Row; meetings: boolean; deeds: boolean }) {
  const f = row.figures;
  const w = t().reports;
  const cells: ComponentChildren[] = [
    ...(meetings ? [fmtNumber(row.meetings ?? 0)] : []),
    fmtNumber(f.invited),
    <>
      {fmtNumber(present(f))} <small class="muted">{percent(present(f), f.invited)}</small>
    </>,
    fmtNumber(f.delegated),
    fmtNumber(f.excused),
    fmtNumber(f.absent),
    fmtNumber(f.unrecorded),
    ...(deeds
      ? [
          fmtNumber(f.stood),
          <>
            {fmtNumber(f.speeches)} <small class="muted">{w.minutes(minutesOf(f))}</small>
          </>,
          fmtNumber(f.questions),
          f.entitled ? w.outOf(fmtNumber(f.voted), fmtNumber(f.entitled)) : '–',
        ]
      : []),
  ];
  return (
    <tr>
      <th scope="row">{row.name}</th>
      {cells.map((cell, i) => (
        <td key={i} class="cell-number numbers">
          {cell}
        </td>
      ))}
    </tr>
  );
}

/** deeds: with what was said and voted. */
export function FiguresTable({ caption, head, rows, total, meetings = false, deeds = false }: { caption: string; head: string; rows: Row[]; total?: Row; meetings?: boolean; deeds?: boolean }) {
  const w = t().reports;
  const f = w.figures;
  const heads = [...(meetings ? [w.meetings] : []), f.invited, f.present, f.delegated, f.excused, f.absent, f.unrecorded, ...(deeds ? [f.stood, f.speeches, f.questions, f.voted] : [])];
  return (
    <table class={deeds ? 'table report-table report-deeds' : 'table report-table'} aria-label={caption}>
      <thead>
        <tr>
          <th scope="col">{head}</th>
          {heads.map((one) => (
            <th key={one} scope="col" class="cell-number">
              {one}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Line key={row.key} row={row} meetings={meetings} deeds={deeds} />
        ))}
      </tbody>
      {total && (
        <tfoot>
          <Line row={total} meetings={meetings} deeds={deeds} />
        </tfoot>
      )}
    </table>
  );
}

export const totalOf = (data: Statistics): Row => ({ key: 'total', name: t().reports.total, meetings: data.meetings, figures: data.totals });

export const periodRows = (data: Statistics): Row[] =>
  data.by_period.map((one) => ({ key: one.from, name: periodName(one.from, data.step), meetings: one.meetings, figures: one.figures }));

/** What was said, period by period. */
export function DeedsTable({ data }: { data: Statistics }) {
  const w = t().reports;
  const rows = [...data.by_period.map((one) => ({ key: one.from, name: periodName(one.from, data.step), f: one.figures })), { key: 'total', name: w.total, f: data.totals }];
  return (
    <table class="table report-table" aria-label={w.activity}>
      <thead>
        <tr>
          <th scope="col">{w.time}</th>
          {[w.figures.speeches, w.figures.minutes, w.figures.questions, w.figures.voted].map((one) => (
            <th key={one} scope="col" class="cell-number">
              {one}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, name, f }) => (
          <tr key={key} class={key === 'total' ? 'report-total' : undefined}>
            <th scope="row">{name}</th>
            {[fmtNumber(f.speeches), minutesOf(f), fmtNumber(f.questions), f.entitled ? w.outOf(fmtNumber(f.voted), fmtNumber(f.entitled)) : '–'].map((cell, i) => (
              <td key={i} class="cell-number numbers">
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
