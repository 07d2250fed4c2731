// SPDX-License-Identifier: GPL-3.0-or-later
//
// Statistics (H1): who was invited, came, sent somebody, spoke and voted; mine,
// my unit's, of meetings I prepare; as sums, charts with tables, and to take
// away as a workbook.
import { useState } from 'preact/hooks';
import { FileSpreadsheet } from 'lucide-preact';
import { fmtNumber, t } from '../i18n';
import { useLoad } from '../parts/load';
import { Empty, Failure, Skeleton } from '../parts/states';
import { ChartCard } from '../reports/chart';
import { daysOf, fileOf, minutesOf, percent, periodName, present, statisticsOf, type Statistics, type Wanted } from '../reports/data';
import type { Series } from '../reports/draw';
import { Filter } from '../reports/filter';
import { DeedsTable, FiguresTable, periodRows, totalOf } from '../reports/tables';
import '../reports/reports.css';

function attendance(of: Statistics['by_period'][number]['figures'][]): Series[] {
  const f = t().reports.figures;
  return [
    { label: f.room, values: of.map((one) => one.room), colour: '#0b4a54', pattern: 'plain' },
    { label: f.online, values: of.map((one) => one.online), colour: '#17707c', pattern: 'rising' },
    { label: f.delegated, values: of.map((one) => one.delegated), colour: '#1b6e43', pattern: 'dots' },
    { label: f.excused, values: of.map((one) => one.excused), colour: '#b4511a', pattern: 'falling' },
    { label: f.absent, values: of.map((one) => one.absent), colour: '#ac1f2d', pattern: 'grid' },
    { label: f.unrecorded, values: of.map((one) => one.unrecorded), colour: '#5c6d73', pattern: 'lines' },
  ];
}

function Sums({ data }: { data: Statistics }) {
  const w = t().reports;
  const f = data.totals;
  const sums: [string, string, string?][] = [
    [w.meetings, fmtNumber(data.meetings)],
    [w.figures.invited, fmtNumber(f.invited)],
    [w.figures.present, fmtNumber(present(f)), w.share(percent(present(f), f.invited))],
    [w.figures.delegated, fmtNumber(f.delegated)],
    [w.figures.speeches, fmtNumber(f.speeches), w.minutes(minutesOf(f))],
    [w.figures.voted, f.entitled ? w.outOf(fmtNumber(f.voted), fmtNumber(f.entitled)) : '–'],
  ];
  return (
    <dl class="report-sums">
      {sums.map(([name, value, more]) => (
        <div key={name} class="report-sum">
          <dt>{name}</dt>
          <dd class="numbers">
            {value} {more && <small>{more}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Body({ data }: { data: Statistics }) {
  const w = t().reports;
  const labels = data.by_period.map((one) => periodName(one.from, data.step));
  const periods = data.by_period.map((one) => one.figures);
  if (data.meetings === 0) {
    return (
      <section class="card">
        <Empty title={w.none} text={w.noneText} />
      </section>
    );
  }
  const units = data.by_unit.slice(0, 15);
  return (
    <>
      <Sums data={data} />
      <ChartCard title={w.byPeriod} labels={labels} series={attendance(periods)} stacked>
        <FiguresTable caption={w.byPeriod} head={w.time} rows={periodRows(data)} total={totalOf(data)} meetings />
      </ChartCard>
      <ChartCard
        title={w.activity}
        labels={labels}
        series={[
          { label: w.figures.speeches, values: periods.map((one) => one.speeches), colour: '#0b4a54', pattern: 'plain' },
          { label: w.figures.questions, values: periods.map((one) => one.questions), colour: '#b4511a', pattern: 'rising' },
        ]}
      >
        <DeedsTable data={data} />
      </ChartCard>
      {data.of !== 'me' && data.by_unit.length > 0 && (
        <ChartCard title={w.byUnit} labels={units.map((one) => one.unit?.short_name ?? one.unit?.name ?? w.noUnit)} series={attendance(units.map((one) => one.figures))} stacked across>
          <FiguresTable caption={w.byUnit} head={w.unit} rows={data.by_unit.map((one) => ({ key: one.unit?.id ?? '', name: one.unit?.name ?? w.noUnit, figures: one.figures }))} total={totalOf(data)} deeds />
        </ChartCard>
      )}
      {data.by_type.length > 1 && (
        <section class="card" aria-label={w.byType}>
          <div class="card-head">
            <h2>{w.byType}</h2>
          </div>
          <div class="report-scroll">
            <FiguresTable caption={w.byType} head={w.type} rows={data.by_type.map((one) => ({ key: one.type_id ?? '', name: one.type_name ?? w.noType, meetings: one.meetings, figures: one.figures }))} meetings deeds />
          </div>
        </section>
      )}
      {data.of !== 'me' && data.people.length > 0 && (
        <section class="card" aria-label={w.people}>
          <div class="card-head">
            <h2>{w.people}</h2>
          </div>
          {data.people_total > data.people.length && <p class="muted">{w.peopleMore(data.people.length, data.people_total)}</p>}
          <div class="report-scroll">
            <FiguresTable
              caption={w.people}
              head={w.person}
              deeds
              rows={data.people.map((one) => ({
                key: one.person.id,
                name: (
                  <span class="report-person">
                    {one.person.full_name}
                    {one.unit && <small>{one.unit.short_name ?? one.unit.name}</small>}
                  </span>
                ),
                figures: one.figures,
              }))}
            />
          </div>
        </section>
      )}
    </>
  );
}

export default function ReportsPage() {
  const w = t().reports;
  const [wanted, setWanted] = useState<Wanted>(() => ({ of: null, unit: '', period: 'year', type: '', ...daysOf('year') }));
  const [last, setLast] = useState<Statistics | null>(null);
  const { data, problem, reload } = useLoad(async () => {
    const found = await statisticsOf(wanted);
    setLast(found);
    return found;
  }, [JSON.stringify(wanted)]);
  return (
    <>
      <div class="page-head">
        <div>
          <h1>{w.title}</h1>
          <p class="muted">{w.lead}</p>
        </div>
        <div class="page-actions">
          <a class="button" href={fileOf(wanted)} download>
            <FileSpreadsheet size={20} aria-hidden="true" />
            {w.file}
          </a>
        </div>
      </div>
      <Filter wanted={wanted} data={data ?? last} onWanted={setWanted} />
      {data ? <Body data={data} /> : <section class="card">{problem ? <Failure problem={problem} retry={() => void reload()} /> : <Skeleton lines={8} height={28} />}</section>}
      <p class="muted report-note">{w.note}</p>
    </>
  );
}
