// SPDX-License-Identifier: GPL-3.0-or-later
//
// The tree of agencies and units as it stood on a date (A1).
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { FileUp, Plus } from 'lucide-preact';
import { api, ask } from '../api';
import { civilDate, fmtDate, t } from '../i18n';
import { DateInput } from '../parts/date-field';
import { useLoad } from '../parts/load';
import { Empty, Failure, Notice, Skeleton } from '../parts/states';
import { UnitCreate } from '../parts/unit-acts';
import { UnitTree } from '../parts/unit-tree';
import { isAdministrator } from '../session';

export default function UnitsPage() {
  const [on, setOn] = useState('');
  const [creating, setCreating] = useState(false);
  const { route } = useLocation();
  const w = t().units;
  const { data, problem, reload } = useLoad(() => ask(api.GET('/api/units', { params: { query: on ? { on } : {} } })), [on]);
  const units = data?.items;
  return (
    <>
      <div class="page-head">
        <div>
          <h1>{w.title}</h1>
        </div>
        <div class="page-actions">
          {isAdministrator.value && (
            <a class="button" href="/units/import">
              <FileUp size={20} aria-hidden="true" />
              {w.import}
            </a>
          )}
          <button type="button" class="button primary" onClick={() => setCreating(true)}>
            <Plus size={20} aria-hidden="true" />
            {w.create}
          </button>
        </div>
      </div>
      <div class="filters">
        <label class="filters-labelled">
          <span>{w.asOf}</span>
          <DateInput aria-label={w.asOf} value={on || civilDate()} onValue={setOn} />
        </label>
        {on && on !== civilDate() && (
          <button type="button" class="button" onClick={() => setOn('')}>
            {t().common.today}
          </button>
        )}
      </div>
      {on && on !== civilDate() && <Notice>{w.asOfText(fmtDate(on))}</Notice>}
      <section class="card card-list">
        {!units ? (
          problem ? (
            <Failure problem={problem} retry={() => void reload()} />
          ) : (
            <Skeleton lines={8} height={28} />
          )
        ) : units.length === 0 ? (
          <Empty title={w.none} text={w.noneText} />
        ) : (
          <UnitTree units={units} />
        )}
      </section>
      {creating && <UnitCreate onClose={() => setCreating(false)} onDone={(u) => route(`/units/${u.id}`)} />}
    </>
  );
}
