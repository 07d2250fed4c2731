// SPDX-License-Identifier: GPL-3.0-or-later
//
// A CSV file of units as rows for the server: columns by their Vietnamese,
// English or code names, day-first dates as ISO. It judges nothing else.
import Papa from 'papaparse';
import { plain } from '../catalogue';
import { units as en } from '../i18n/en/units';
import { units as vi } from '../i18n/vi/units';

export interface UnitRow {
  code: string;
  name: string;
  short_name: string;
  symbol: string;
  parent_code: string;
  is_agency: string;
  on: string;
}
const columns = ['code', 'name', 'short_name', 'symbol', 'parent_code', 'is_agency', 'on'] as const;

function columnOf(heading: string): (typeof columns)[number] | null {
  const said = plain(heading.replace(/^\uFEFF/, '').trim());
  return columns.find((c) => said === c || said === plain(vi.csv[c]) || said === plain(en.csv[c])) ?? null;
}

function isoDate(text: string): string {
  const m = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text);
  return m ? `${m[3]}-${m[2]?.padStart(2, '0')}-${m[1]?.padStart(2, '0')}` : text;
}

export function csvRows(text: string): UnitRow[] {
  const read = Papa.parse<string[]>(text, { skipEmptyLines: 'greedy' });
  const [head, ...lines] = read.data;
  const at = (head ?? []).map(columnOf);
  if (!at.includes('name')) return [];
  return lines.map((cells) => {
    const row: UnitRow = { code: '', name: '', short_name: '', symbol: '', parent_code: '', is_agency: '', on: '' };
    at.forEach((c, i) => {
      if (c) row[c] = (cells[i] ?? '').trim().normalize('NFC').slice(0, 400);
    });
    row.on = isoDate(row.on);
    return row;
  });
}

let template = '';
/** An address of a small file that shows the columns; with a mark so that Excel reads it as UTF-8. */
export function csvTemplate(): string {
  if (!template) {
    const example = [
      columns.map((c) => vi.csv[c]),
      ['H01.01', 'Văn phòng Ủy ban nhân dân tỉnh', 'Văn phòng UBND', 'VP', 'H01', 'có', '2026-01-01'],
      ['H01.01.01', 'Phòng Tổng hợp', '', 'TH', 'H01.01', '', '2026-01-01'],
    ];
    template = URL.createObjectURL(new Blob(['\uFEFF', Papa.unparse(example)], { type: 'text/csv' }));
  }
  return template;
}
