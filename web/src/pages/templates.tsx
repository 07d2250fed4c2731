// SPDX-License-Identifier: GPL-3.0-or-later
//
// Templates of meetings of one's units: looked at, used, renamed, retired,
// deleted. They are made on the page of a meeting.
import { useState } from 'preact/hooks';
import { ChevronLeft, LayoutTemplate, Pencil } from 'lucide-preact';
import { api, ask, asProblem, ifMatch } from '../api';
import { t } from '../i18n';
import { confirmFirst, Dialog } from '../parts/dialog';
import { Form, TextField } from '../parts/form';
import { useLoad } from '../parts/load';
import { Empty, Failure, Notice, Skeleton } from '../parts/states';
import { toast, toastProblem } from '../parts/toast';
import { PlanNotes } from '../meeting/left-out';
import { templateList, type TemplateRow } from '../meeting/template-data';
import '../meeting/template.css';

/** 1, 1.1, 1.2, 2 … */
function numbersOf(items: readonly { level: number }[]): string[] {
  let [top, sub] = [0, 0];
  return items.map(({ level }) => {
    if (level === 0) [top, sub] = [top + 1, 0];
    else sub += 1;
    return level === 0 ? `${top}` : `${top}.${sub}`;
  });
}

function Look({ row, onClose }: { row: TemplateRow; onClose: () => void }) {
  const words = t().template;
  const found = useLoad(() => ask(api.GET('/api/meeting-templates/{template}', { params: { path: { template: row.id } } })), [row.id]);
  const one = found.data;
  const numbers = numbersOf(one?.agenda ?? []);
  const facts = one && [one.type_name, one.chair?.full_name, one.room_name, one.place, one.online ? t().meeting.online : null].filter(Boolean);
  return (
    <Dialog
      title={row.name}
      onClose={onClose}
      wide
      {...(row.active && {
        foot: (
          <a class="button primary" href={`/meetings/new?template=${row.id}`}>
            {words.use}
          </a>
        ),
      })}
    >
      {!one ? (
        found.problem ? (
          <Failure problem={found.problem} retry={() => void found.reload()} />
        ) : (
          <Skeleton lines={6} />
        )
      ) : (
        <>
          <p class="template-facts">{[one.title, ...(facts ?? [])].join(' · ')}</p>
          {one.left_out.length > 0 && (
            <Notice kind="warn">
              <div>
                <p>
                  <strong>{words.leftOut}</strong>
                </p>
                <PlanNotes notes={one.left_out} />
              </div>
            </Notice>
          )}
          <h3>{t().meeting.agenda}</h3>
          {one.agenda.length === 0 ? (
            <p class="muted">{words.noItems}</p>
          ) : (
            <ol class="template-items">
              {one.agenda.map((item, index) => (
                <li key={index} class={item.level ? 'template-sub' : ''}>
                  <span class="numbers">{numbers[index]}</span>
                  <span class="row-words">
                    {item.title}
                    <small>
                    {[
                      t().meeting.kinds[item.kind],
                      item.minutes === null ? null : t().meeting.minutesShort(item.minutes),
                      item.due_days === null ? null : words.dueDays(item.due_days),
                    ]
                      .filter((word) => word !== null)
                      .join(' · ')}
                    </small>
                  </span>
                </li>
              ))}
            </ol>
          )}
          <h3>{words.invited}</h3>
          <p>{one.invited.join(', ') || t().meeting.noInvitees}</p>
        </>
      )}
    </Dialog>
  );
}

function Edit({ row, onClose, onSaved }: { row: TemplateRow; onClose: () => void; onSaved: () => void }) {
  const words = t().template;
  const [name, setName] = useState(row.name);
  const [active, setActive] = useState(row.active);
  const params = { path: { template: row.id } };
  const remove = async () => {
    onClose();
    if (!(await confirmFirst({ title: words.removeTitle, text: words.removeText, yes: words.remove, danger: true }))) return;
    try {
      await ask(api.DELETE('/api/meeting-templates/{template}', { params }));
      toast(words.removed);
    } catch (error) {
      toastProblem(asProblem(error));
    }
    onSaved();
  };
  return (
    <Dialog title={words.edit} onClose={onClose}>
      <Form
        submit={t().common.save}
        onCancel={onClose}
        onSubmit={async () => {
          await ask(api.PATCH('/api/meeting-templates/{template}', { params: { ...params, header: ifMatch(row.edit_version) }, body: { name, active } }));
          toast(t().common.saved);
          onClose();
          onSaved();
        }}
      >
        <TextField name="name" label={words.name} required maxLength={200} value={name} onValue={setName} />
        <label class="check">
          <input type="checkbox" checked={active} onChange={(event) => setActive(event.currentTarget.checked)} />
          {words.active}
        </label>
        <p>
          <button type="button" class="button danger" onClick={() => void remove()}>
            {words.remove}
          </button>
        </p>
      </Form>
    </Dialog>
  );
}

export default function TemplatesPage() {
  const words = t().template;
  const { data, problem, reload } = useLoad(templateList, []);
  const [open, setOpen] = useState<{ row: TemplateRow; what: 'look' | 'edit' } | null>(null);
  return (
    <>
      <div class="page-head">
        <div>
          <a class="crumb" href="/meetings">
            <ChevronLeft size={18} aria-hidden="true" />
            {t().meeting.title}
          </a>
          <h1>{words.title}</h1>
        </div>
      </div>
      <section class="card card-list">
        {!data ? (
          problem ? (
            <Failure problem={problem} retry={() => void reload()} />
          ) : (
            <Skeleton lines={5} height={44} />
          )
        ) : data.items.length === 0 ? (
          <Empty title={words.none} text={words.noneText} icon={<LayoutTemplate size={28} aria-hidden="true" />} />
        ) : (
          <ul class="rows">
            {data.items.map((row) => (
              <li key={row.id} class="template-row">
                <button type="button" class="row-link source-row" aria-label={words.look(row.name)} onClick={() => setOpen({ row, what: 'look' })}>
                  <span class="row-words">
                    <strong>{row.name}</strong>
                    <small>
                      {[row.unit.name, row.type_name, words.holds(row.items, row.invitees), row.minutes && words.lasts(row.minutes)].filter(Boolean).join(' · ')}
                    </small>
                    {!row.active && (
                      <span class="tags">
                        <span class="tag tag-grey">{words.retired}</span>
                      </span>
                    )}
                  </span>
                </button>
                {row.active && (
                  <a class="button" href={`/meetings/new?template=${row.id}`}>
                    {words.use}
                  </a>
                )}
                {row.may_edit && (
                  <button type="button" class="icon-button" aria-label={`${words.edit}: ${row.name}`} onClick={() => setOpen({ row, what: 'edit' })}>
                    <Pencil size={20} aria-hidden="true" />
                  </button>
                )}
              </li>
            ))}
          </ul>
        )}
      </section>
      {open?.what === 'look' && <Look row={open.row} onClose={() => setOpen(null)} />}
      {open?.what === 'edit' && <Edit row={open.row} onClose={() => setOpen(null)} onSaved={() => void reload()} />}
    </>
  );
}
