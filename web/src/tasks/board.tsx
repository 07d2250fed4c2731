// SPDX-License-Identifier: GPL-3.0-or-later
//
// How many tasks stand where, by unit and by person; a tap shows those of one.
import type { ComponentChildren } from 'preact';
import { fmtNumber, t } from '../i18n';
import { COLUMNS, type Board, type Counts } from './data';

function Table({ title, head, rows }: { title: string; head: string; rows: { key: string; name: ComponentChildren; counts: Counts }[] }) {
  const w = t().tasks;
  if (rows.length === 0) return null;
  return (
    <section class="card" aria-label={title}>
      <div class="card-head">
        <h2>{title}</h2>
      </div>
      <div class="task-scroll">
        <table class="table task-board" aria-label={title}>
          <thead>
            <tr>
              <th scope="col">{head}</th>
              {COLUMNS.map((column) => (
                <th key={column} scope="col" class="cell-number">
                  {w.column[column]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, name, counts }) => (
              <tr key={key}>
                <th scope="row">{name}</th>
                {COLUMNS.map((column) => (
                  <td key={column} class={column === 'overdue' && counts.overdue > 0 ? 'cell-number numbers task-over' : 'cell-number numbers'}>
                    {fmtNumber(counts[column])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

export function BoardTables({ board, link }: { board: Board; link: (by: 'unit' | 'person', id: string) => string }) {
  const w = t().tasks;
  return (
    <>
      <Table title={w.byUnit} head={w.unit} rows={board.by_unit.map((one) => ({ key: one.unit.id, name: <a href={link('unit', one.unit.id)}>{one.unit.name}</a>, counts: one.counts }))} />
      <Table title={w.byPerson} head={w.person} rows={board.by_person.map((one) => ({ key: one.person.id, name: <a href={link('person', one.person.id)}>{one.person.full_name}</a>, counts: one.counts }))} />
    </>
  );
}
