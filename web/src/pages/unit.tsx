// SPDX-License-Identifier: GPL-3.0-or-later
//
// A unit: its facts today, its names and places through time, the units inside
// it, and the dated acts (A1).
import { useState } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import { ChevronLeft } from 'lucide-preact';
import { api, ask, type Schemas } from '../api';
import { fmtDate, t } from '../i18n';
import { Fact, Facts } from '../parts/facts';
import { useLoad } from '../parts/load';
import { Failure, Skeleton } from '../parts/states';
import { type Unit, UnitChange, UnitCreate, UnitDissolve, UnitMove, UnitRename } from '../parts/unit-acts';

type Act = 'create' | 'rename' | 'move' | 'dissolve' | 'change';

function History({ unit: u, names }: { unit: Unit; names: ReadonlyMap<string, string> }) {
  const w = t().units;
  return (
    <ol class="versions">
      {u.history.map((h) => (
        <li key={h.from + h.name} class={h.to === null ? 'version version-newest' : 'version'}>
          <div class="version-head">
            <h3>{h.name}</h3>
            {h.symbol && <code>{h.symbol}</code>}
          </div>
          <p class="version-facts">
            {[h.to ? w.until(fmtDate(h.from), fmtDate(h.to)) : w.since(fmtDate(h.from)), h.parent_id && names.has(h.parent_id) && w.under(names.get(h.parent_id) ?? '')].filter(Boolean).join(' · ')}
          </p>
        </li>
      ))}
    </ol>
  );
}

function Inside({ units }: { units: readonly Unit[] }) {
  if (!units.length) return null;
  return (
    <section class="card" aria-labelledby="inside">
      <div class="card-head">
        <h2 id="inside">{t().units.subunits}</h2>
      </div>
      <ul class="rows">
        {units.map((c) => (
          <li key={c.id}>
            <a class="row-link" href={`/units/${c.id}`}>
              <span class="row-words">
                <strong>{c.name}</strong>
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

export default function UnitPage() {
  const { params } = useRoute();
  const id = params['id'] ?? '';
  const { data: u, problem, reload, set } = useLoad(() => ask(api.GET('/api/units/{unit}', { params: { path: { unit: id } } })), [id]);
  const all = useLoad<Schemas['UnitList']>(() => ask(api.GET('/api/units')), [id]);
  const [act, setAct] = useState<Act | null>(null);
  const w = t().units;
  if (!u) return <section class="card">{problem ? <Failure problem={problem} retry={() => void reload()} /> : <Skeleton lines={8} />}</section>;
  const list = all.data?.items ?? [];
  const names = new Map(list.map((x) => [x.id, x.name]));
  const done = (changed: Unit) => {
    setAct(null);
    if (changed.id === u.id) set(changed);
    void all.reload();
  };
  const props = { unit: u, onClose: () => setAct(null), onDone: done };
  const button = (which: Act, label: string, danger = false) => (
    <button type="button" class={danger ? 'button danger' : 'button'} onClick={() => setAct(which)}>
      {label}
    </button>
  );
  return (
    <>
      <div class="page-head">
        <div>
          <a class="crumb" href="/units">
            <ChevronLeft size={18} aria-hidden="true" />
            {w.title}
          </a>
          <h1>{u.name}</h1>
          <span class="tags">
            <span class="tag">{u.is_agency ? w.agency : w.unit}</span>
            {u.dissolved_on && <span class="tag tag-bad">{w.dissolvedOn(fmtDate(u.dissolved_on))}</span>}
            {u.successor && <span class="tag tag-grey">{w.mergedInto(u.successor.name)}</span>}
          </span>
        </div>
        {!u.dissolved_on && (
          <div class="page-actions">
            {button('create', w.create)}
            {button('rename', w.rename)}
            {button('move', w.move)}
            {button('change', w.change)}
            {button('dissolve', w.dissolve, true)}
          </div>
        )}
      </div>
      <section class="card">
        <Facts>
          <Fact label={w.shortName} value={u.short_name} />
          <Fact label={w.symbol} value={u.symbol} />
          <Fact label={w.code} value={u.code} />
          <Fact label={w.parent} value={u.parent_id ? <a href={`/units/${u.parent_id}`}>{names.get(u.parent_id) ?? w.unit}</a> : null} />
          <Fact label={w.founded} value={fmtDate(u.founded_on)} />
          <Fact label={w.dissolved} value={fmtDate(u.dissolved_on)} />
          <Fact label={w.people} value={<a href={`/people?unit=${u.id}`}>{u.people}</a>} />
        </Facts>
      </section>
      <Inside units={list.filter((x) => x.parent_id === u.id)} />
      <section class="card" aria-labelledby="names">
        <div class="card-head">
          <h2 id="names">{w.history}</h2>
        </div>
        <History unit={u} names={names} />
      </section>
      {act === 'create' && <UnitCreate parent={u} onClose={() => setAct(null)} onDone={done} />}
      {act === 'rename' && <UnitRename {...props} />}
      {act === 'move' && <UnitMove {...props} />}
      {act === 'change' && <UnitChange {...props} />}
      {act === 'dissolve' && <UnitDissolve {...props} />}
    </>
  );
}
