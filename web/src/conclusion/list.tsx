// SPDX-License-Identifier: GPL-3.0-or-later
//
// What was concluded: on the live page of the item that is on, on the meeting's
// page of all of it. Chair and secretary write here, members read; the list
// says nothing that the server did not give.
import { useState } from 'preact/hooks';
import { ArrowUp, Gavel, Paperclip, Pencil, Plus } from 'lucide-preact';
import { asProblem } from '../api';
import { fmtDate, t } from '../i18n';
import { itemNumber, type Meeting } from '../meeting/data';
import { GiveFromConclusion } from '../tasks/meeting-tasks';
import { Failure, Skeleton } from '../parts/states';
import { toastProblem } from '../parts/toast';
import { conclusionPlace, mayConclude, useConclusions, withConclusion, type Conclusion } from './data';
import { ConclusionEditor } from './editor';
import './conclusion.css';

/** Whom it gives what to do, in one line. */
export function dutyText(one: Conclusion): string {
  const says = t().conclusion.says;
  return [
    one.lead_unit && says.lead(one.lead_unit.name),
    one.supports.length > 0 && says.supports(one.supports.map((unit) => unit.name).join(', ')),
    one.person && says.person(one.person.full_name),
    one.due_on && says.due(fmtDate(one.due_on)),
  ]
    .filter(Boolean)
    .join(' · ');
}

function Said({ meeting, one, before, mayWrite, onEdit, onBefore }: { meeting: Meeting; one: Conclusion; before: Conclusion | undefined; mayWrite: boolean; onEdit: () => void; onBefore: (before: string) => void }) {
  const words = t().conclusion;
  const duty = dutyText(one);
  const short = one.text.slice(0, 60);
  return (
    <div class="conclusion-said">
      <div class="row-words">
        <p class="conclusion-text">
          {one.draft && (
            <>
              <span class="tag tag-grey">{words.draft}</span>{' '}
            </>
          )}
          {one.text}
        </p>
        {duty && <p class="muted">{duty}</p>}
        {one.documents.map((file) => (
          <p key={file.document_id}>
            <a class="conclusion-file" href={`/documents/${file.document_id}/read/${file.version}`}>
              <Paperclip size={18} aria-hidden="true" />
              {file.subject}
            </a>
          </p>
        ))}
      </div>
      <GiveFromConclusion meeting={meeting} conclusion={one} />
      {mayWrite && (
        <span class="conclusion-tools">
          {before && (
            <button type="button" class="icon-button" aria-label={words.earlier(short)} title={words.earlier(short)} onClick={() => onBefore(before.id)}>
              <ArrowUp size={20} aria-hidden="true" />
            </button>
          )}
          <button type="button" class="icon-button" aria-label={words.editNamed(short)} title={words.edit} onClick={onEdit}>
            <Pencil size={20} aria-hidden="true" />
          </button>
        </span>
      )}
    </div>
  );
}

interface GroupProps {
  meeting: Meeting;
  item: string | null;
  list: Conclusion[];
  mayWrite: boolean;
  /** A field to write in stands ready. */
  ready: boolean;
  snapshot: ReturnType<typeof useConclusions>;
}

function Group({ meeting, item, list, mayWrite, ready, snapshot }: GroupProps) {
  const [editing, setEditing] = useState<string | null>(null);
  /** Counts the new ones, so that each begins with an empty field. */
  const [fresh, setFresh] = useState(0);
  const [adding, setAdding] = useState<string | true | null>(null);
  const words = t().conclusion;
  const kept = (one: Conclusion) => {
    const copy = snapshot.copy.peek();
    if (copy) snapshot.put(withConclusion(copy, one));
  };
  const removed = (id: string) => {
    const copy = snapshot.copy.peek();
    if (copy) snapshot.put({ ...copy, items: copy.items.filter((one) => one.id !== id) });
  };
  const place = (id: string, before: string) => void conclusionPlace(id, before).then(snapshot.put, toastProblem);
  const common = { meeting: meeting.id, item, onRemoved: removed, onRace: () => void snapshot.reload() };
  const made = typeof adding === 'string' ? (list.find((one) => one.id === adding) ?? null) : null;
  const shown = list.filter((one) => one.id !== made?.id);
  return (
    <>
      {shown.length > 0 && (
        <ol class="conclusion-list">
          {shown.map((one, index) => (
            <li key={one.id}>
              {editing === one.id && mayWrite ? (
                <ConclusionEditor {...common} held={one} onKept={kept} onDone={() => setEditing(null)} />
              ) : (
                <Said meeting={meeting} one={one} before={shown[index - 1]} mayWrite={mayWrite} onEdit={() => setEditing(one.id)} onBefore={(before) => place(one.id, before)} />
              )}
            </li>
          ))}
        </ol>
      )}
      {mayWrite &&
        (adding !== null || ready ? (
          <ConclusionEditor
            {...common}
            key={`${item ?? ''}-${fresh}`}
            held={made}
            stays={ready}
            onKept={(one) => {
              kept(one);
              if (one.draft) setAdding(one.id);
            }}
            onDone={() => {
              setAdding(null);
              setFresh(fresh + 1);
            }}
          />
        ) : (
          <button type="button" class="button quiet" onClick={() => setAdding(true)}>
            <Plus size={20} aria-hidden="true" />
            {words.add}
          </button>
        ))}
    </>
  );
}

/** only: of that item, as on the live page; absent: of the whole meeting, item by item. */
export function Conclusions({ meeting, only }: { meeting: Meeting; only?: string | null }) {
  const snapshot = useConclusions(meeting.id);
  const copy = snapshot.copy.value;
  const failure = snapshot.failure.value;
  const words = t().conclusion;
  const mayWrite = mayConclude(meeting);
  const of = (item: string | null) => (copy?.items.filter((one) => one.item_id === item) ?? []).sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));
  const live = only !== undefined;
  if (!copy) return failure && !live ? <Failure problem={asProblem(failure)} retry={() => void snapshot.reload()} /> : live ? null : <Skeleton lines={3} height={28} />;
  const items = live ? meeting.agenda.filter((item) => item.id === only) : meeting.agenda;
  const whole = of(null);
  if (!mayWrite && (live ? items.every((item) => of(item.id).length === 0) : copy.items.length === 0)) return null;
  return (
    <section class={live ? 'conclusions' : 'card conclusions'} aria-label={words.title}>
      <div class="card-head">
        <h2>
          <Gavel size={22} aria-hidden="true" /> {words.title}
        </h2>
      </div>
      {items.map((item) => {
        const list = of(item.id);
        if (!live && list.length === 0 && !mayWrite) return null;
        return (
          <section key={item.id} class="conclusion-group" aria-label={`${words.of} ${item.title}`}>
            {!live && (
              <h3>
                <span class="numbers">{itemNumber(item)}.</span> {item.title}
              </h3>
            )}
            <Group meeting={meeting} item={item.id} list={list} mayWrite={mayWrite} ready={live} snapshot={snapshot} />
          </section>
        );
      })}
      {(whole.length > 0 || mayWrite) && (
        <section class="conclusion-group" aria-label={words.whole}>
          <h3>{words.whole}</h3>
          <Group meeting={meeting} item={null} list={whole} mayWrite={mayWrite} ready={false} snapshot={snapshot} />
        </section>
      )}
    </section>
  );
}
