// SPDX-License-Identifier: GPL-3.0-or-later
//
// Units from a CSV file (A1): the server tries every line without saving and
// says what is wrong with which; only a file without fault is brought in.
import { useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { ChevronLeft, Download, FileUp } from 'lucide-preact';
import { api, ask, asProblem, type Problem, type Schemas } from '../api';
import { t } from '../i18n';
import { problemText, slugText } from '../parts/problem';
import { Notice } from '../parts/states';
import { toast } from '../parts/toast';
import { csvRows, csvTemplate, type UnitRow } from '../parts/unit-csv';

type Report = Schemas['UnitImportReport'];

function Preview({ report, rows }: { report: Report; rows: readonly UnitRow[] }) {
  const w = t().units;
  const columns: Record<string, string> = w.csv;
  return (
    <>
      <p class="tags">
        <span class="tag tag-grey">{w.lines(report.lines)}</span>
        <span class="tag tag-good">{w.willCreate(report.created)}</span>
        <span class="tag">{w.willChange(report.changed)}</span>
        <span class="tag tag-grey">{w.willKeep(report.unchanged)}</span>
      </p>
      {report.problems.length === 0 ? (
        <Notice kind="good">{w.allGood}</Notice>
      ) : (
        <>
          <Notice kind="error">{w.wrongLines(new Set(report.problems.map((p) => p.line)).size)}</Notice>
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{w.line}</th>
                <th scope="col">{w.name}</th>
                <th scope="col">{w.column}</th>
                <th scope="col">{w.problem}</th>
              </tr>
            </thead>
            <tbody>
              {report.problems.map((p, i) => (
                <tr key={i}>
                  <td class="cell-small numbers">{p.line}</td>
                  <td class="cell-main">{rows[p.line - 1]?.name || rows[p.line - 1]?.code}</td>
                  <td class="cell-small">{p.field ? (columns[p.field] ?? p.field) : ''}</td>
                  <td>{slugText(p.slug)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </>
  );
}

export default function UnitImportPage() {
  const [rows, setRows] = useState<UnitRow[]>([]);
  const [file, setFile] = useState('');
  const [report, setReport] = useState<Report | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const { route } = useLocation();
  const w = t().units;

  const send = async (lines: UnitRow[], dry_run: boolean): Promise<Report | null> => {
    setBusy(true);
    setProblem(null);
    try {
      return await ask(api.POST('/api/units/import', { body: { dry_run, rows: lines } }));
    } catch (error) {
      setProblem(asProblem(error));
      return null;
    } finally {
      setBusy(false);
    }
  };
  const choose = async (found: File | undefined) => {
    if (!found) return;
    setReport(null);
    const lines = csvRows(await found.text());
    setFile(found.name);
    setRows(lines);
    if (lines.length) setReport(await send(lines, true));
  };
  const run = async () => {
    const done = await send(rows, false);
    if (!done) return;
    if (done.problems.length) setReport(done);
    else {
      toast(w.imported);
      route('/units');
    }
  };
  return (
    <>
      <div class="page-head">
        <div>
          <a class="crumb" href="/units">
            <ChevronLeft size={18} aria-hidden="true" />
            {w.title}
          </a>
          <h1>{w.importTitle}</h1>
        </div>
      </div>
      <section class="card form">
        <p>{w.importText}</p>
        <div class="page-actions">
          <button type="button" class="button primary" disabled={busy} onClick={() => input.current?.click()}>
            <FileUp size={20} aria-hidden="true" />
            {w.choose}
          </button>
          <a class="button" href={csvTemplate()} download="don-vi-mau.csv">
            <Download size={20} aria-hidden="true" />
            {w.template}
          </a>
        </div>
        <input
          ref={input}
          class="unseen"
          type="file"
          accept=".csv,text/csv"
          tabIndex={-1}
          aria-hidden="true"
          onChange={(e) => {
            void choose(e.currentTarget.files?.[0]);
            e.currentTarget.value = '';
          }}
        />
        {file && (
          <h2>
            {w.preview}: {file}
          </h2>
        )}
        {busy && <Notice>{w.checking}</Notice>}
        {file && rows.length === 0 && <Notice kind="error">{w.emptyFile}</Notice>}
        {problem && <Notice kind="error">{problemText(problem)}</Notice>}
        {report && <Preview report={report} rows={rows} />}
        {report && report.problems.length === 0 && (
          <div class="form-actions">
            <button type="button" class="button primary" disabled={busy} onClick={() => void run()}>
              {w.run}
            </button>
          </div>
        )}
      </section>
    </>
  );
}
