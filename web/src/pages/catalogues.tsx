// SPDX-License-Identifier: GPL-3.0-or-later
//
// The six catalogues (A5): entries are added, corrected and retired, never
// deleted, for old records still name them.
import { useState } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import { Armchair, Pencil, Plus, UserRoundCog } from 'lucide-preact';
import { type CatalogueName, catalogueLoad, type Entry } from '../catalogue';
import { fmtDate, t } from '../i18n';
import { EntryEdit } from '../parts/catalogue-entry';
import { useLoad } from '../parts/load';
import { MeetingTypeRules } from '../parts/meeting-type-rules';
import { Empty, Failure, Skeleton } from '../parts/states';

const names: readonly CatalogueName[] = ['document-type', 'title', 'meeting-type', 'room', 'issuer', 'holiday'];

function Table({ name, entries, onEdit, onRules }: { name: CatalogueName; entries: readonly Entry[]; onEdit: (e: Entry) => void; onRules: (e: Entry) => void }) {
  const w = t().catalogues;
  const coded = entries.some((e) => e.code);
  return (
    <table class="table">
      <thead>
        <tr>
          {coded && <th scope="col">{w.code}</th>}
          <th scope="col">{w.name}</th>
          {name === 'holiday' && <th scope="col">{w.date}</th>}
          {name === 'room' && (
            <th scope="col" class="cell-number">
              {w.seats}
            </th>
          )}
          {name === 'room' && (
            <th scope="col">
              <span class="unseen">{t().seats.map}</span>
            </th>
          )}
          <th scope="col">
            <span class="unseen">{t().common.actions}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {entries.map((e) => (
          <tr key={e.id} class={e.active ? '' : 'row-off'}>
            {coded && <td class="cell-small cell-code">{e.code}</td>}
            <td class="cell-main">
              <strong>{e.name}</strong>
              <small class="cell-under">
                {e.name_en}
                {(!e.active || (name === 'document-type' && e.own)) && (
                  <span class="tags">
                    {!e.active && <span class="tag tag-grey">{w.inactive}</span>}
                    {name === 'document-type' && e.own && <span class="tag">{w.own}</span>}
                  </span>
                )}
              </small>
            </td>
            {name === 'holiday' && <td class="cell-small numbers">{fmtDate(e.on)}</td>}
            {name === 'room' && <td class="cell-small cell-number numbers">{e.seats}</td>}
            {name === 'room' && (
              <td class="cell-act">
                <a class="icon-button" href={`/catalogues/room/${e.id}`} aria-label={t().seats.mapOf(e.name)}>
                  <Armchair size={20} aria-hidden="true" />
                </a>
              </td>
            )}
            <td class="cell-act">
              {name === 'meeting-type' && (
                <button type="button" class="icon-button" aria-label={`${t().template.rules}: ${e.name}`} title={t().template.rules} onClick={() => onRules(e)}>
                  <UserRoundCog size={20} aria-hidden="true" />
                </button>
              )}
              <button type="button" class="icon-button" aria-label={`${w.edit}: ${e.name}`} onClick={() => onEdit(e)}>
                <Pencil size={20} aria-hidden="true" />
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export default function CataloguesPage() {
  const { params } = useRoute();
  const name = names.find((n) => n === params['catalogue']) ?? 'document-type';
  const [act, setAct] = useState<Entry | 'new' | null>(null);
  const { data, problem, reload } = useLoad(() => catalogueLoad(name), [name]);
  const [rules, setRules] = useState<Entry | null>(null);
  const w = t().catalogues;
  return (
    <>
      <div class="page-head">
        <div>
          <h1>{w.title}</h1>
        </div>
        <button type="button" class="button primary" onClick={() => setAct('new')}>
          <Plus size={20} aria-hidden="true" />
          {w.create}
        </button>
      </div>
      <nav class="tabs" aria-label={w.title}>
        {names.map((n) => (
          <a key={n} class="tab" href={`/catalogues/${n}`} {...(n === name && { 'aria-current': 'page' as const })}>
            {w.names[n]}
          </a>
        ))}
      </nav>
      <section class="card card-list">
        {!data ? (
          problem ? (
            <Failure problem={problem} retry={() => void reload()} />
          ) : (
            <Skeleton lines={8} height={28} />
          )
        ) : data.length === 0 ? (
          <Empty title={w.none} />
        ) : (
          <Table name={name} entries={data} onEdit={setAct} onRules={setRules} />
        )}
      </section>
      {rules && <MeetingTypeRules entry={rules} onClose={() => setRules(null)} />}
      {act && (
        <EntryEdit
          catalogue={name}
          entry={act === 'new' ? null : act}
          onClose={() => setAct(null)}
          onSaved={() => {
            setAct(null);
            void reload();
          }}
        />
      )}
    </>
  );
}
