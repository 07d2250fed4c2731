// SPDX-License-Identifier: GPL-3.0-or-later
//
// Wordings of the papers that the server writes: an administrator makes one the
// house's own, tries it out as a PDF and goes back to the original. The server
// says what is wrong with one, and where.
import { useState } from 'preact/hooks';
import { Eye, Pencil, RotateCcw } from 'lucide-preact';
import { api, ask, asProblem, type Problem, problemOf, type Schemas } from '../api';
import { fmtDateTime, t } from '../i18n';
import { confirmFirst } from '../parts/dialog';
import { AreaField, Form } from '../parts/form';
import { useLoad } from '../parts/load';
import { problemText } from '../parts/problem';
import { Failure, Notice, Skeleton } from '../parts/states';
import { toast, toastProblem } from '../parts/toast';
import '../meeting/invitation.css';

type Wording = Schemas['WordTemplate'];

const load = async () => (await ask(api.GET('/api/word-templates'))).items;

/** The server's "<what> <line> <tag>" in a person's words. */
function wrongText(problem: Problem): string {
  const [what = '', line = '', ...tag] = (problem.detail ?? '').split(' ');
  return (problem.field === 'body' && t().invitation.wrong[what]?.(line, tag.join(' '))) || problemText(problem);
}

/** Opened before the answer is there, for a browser lets only a tap open a tab. */
async function tryOut(name: string, body: string): Promise<void> {
  const tab = window.open('', '_blank');
  try {
    const reply = await fetch(`/api/word-templates/${name}/preview`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() },
      body: JSON.stringify({ body }),
    });
    if (!reply.ok) throw problemOf(await reply.json().catch(() => null), reply.status);
    const url = URL.createObjectURL(await reply.blob());
    if (tab) tab.location.href = url;
    else location.assign(url);
  } catch (error) {
    tab?.close();
    throw error;
  }
}

/** Blanks of the original, in the order in which it has them. */
const blanks = (text: string) => [...new Set([...text.matchAll(/\{\{[#^]?([a-z_]+)\}\}/g)].map(([, key]) => key ?? ''))];

function Editor({ wording, onSaved }: { wording: Wording; onSaved: () => void }) {
  const [body, setBody] = useState(wording.body);
  const [problem, setProblem] = useState<Problem | null>(null);
  const words = t().invitation;
  const tell = async (act: () => Promise<void>) => {
    setProblem(null);
    try {
      await act();
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  const save = () =>
    tell(async () => {
      await ask(
        api.PUT('/api/word-templates/{name}', {
          params: { path: { name: wording.name } },
          headers: { 'If-Match': `"${wording.edit_version}"` },
          body: { body },
        }),
      );
      toast(t().common.saved);
      onSaved();
    });
  return (
    <div class="columns columns-side wording-edit">
      <section class="card wording">
        <Form submit={words.saveTemplate} dirty={body !== wording.body} onSubmit={save}>
          <AreaField name="body" label={words.body} required wide rows={22} maxLength={20000} value={body} onValue={setBody} />
          {problem && <Notice kind="error">{wrongText(problem)}</Notice>}
          <div>
            <button type="button" class="button" onClick={() => void tell(() => tryOut(wording.name, body))}>
              <Eye size={20} aria-hidden="true" />
              {words.tryOut}
            </button>
          </div>
        </Form>
      </section>
      <div>
        <section class="card">
          <div class="card-head">
            <h2>{words.marks}</h2>
          </div>
          <dl class="wording-marks">
            {words.marksText.map(([mark, meaning]) => (
              <>
                <dt key={mark}>
                  <code>{mark}</code>
                </dt>
                <dd>{meaning}</dd>
              </>
            ))}
          </dl>
        </section>
        <section class="card">
          <div class="card-head">
            <h2>{words.facts}</h2>
          </div>
          <ul class="wording-facts">
            {blanks(wording.original).map((key) => (
              <li key={key}>
                <code>{`{{${key}}}`}</code>
              </li>
            ))}
          </ul>
        </section>
      </div>
    </div>
  );
}

function Head({ wording, editing, onEdit, onReset }: { wording: Wording; editing: boolean; onEdit: () => void; onReset: () => void }) {
  const words = t().invitation;
  return (
    <section class="card wording-head">
      <div class="card-head">
        <div>
          <h2>{words.names[wording.name] ?? wording.name}</h2>
          <div class="tags">
            <span class={wording.own ? 'tag' : 'tag tag-grey'}>{wording.own ? words.own : words.original}</span>
            {wording.changed_at && <span class="muted numbers">{words.changedAt(fmtDateTime(wording.changed_at))}</span>}
          </div>
        </div>
        <div class="page-actions">
          {wording.own && (
            <button type="button" class="button danger" onClick={onReset}>
              <RotateCcw size={20} aria-hidden="true" />
              {words.reset}
            </button>
          )}
          {!editing && (
            <button type="button" class="button" onClick={() => void tryOut(wording.name, wording.body).catch(toastProblem)}>
              <Eye size={20} aria-hidden="true" />
              {words.tryOut}
            </button>
          )}
          {!editing && (
            <button type="button" class="button primary" onClick={onEdit}>
              <Pencil size={20} aria-hidden="true" />
              {words.edit}
            </button>
          )}
        </div>
      </div>
    </section>
  );
}

export default function TemplatesPage() {
  const [open, setOpen] = useState<string | null>(null);
  const { data, problem, reload } = useLoad(load, []);
  const words = t().invitation;
  const reset = async (wording: Wording) => {
    if (!(await confirmFirst({ title: words.resetTitle, text: words.resetText, yes: words.reset, danger: true }))) return;
    try {
      await ask(api.DELETE('/api/word-templates/{name}', { params: { path: { name: wording.name } } }));
      toast(words.resetDone);
      setOpen(null);
      await reload();
    } catch (error) {
      toastProblem(error);
    }
  };
  return (
    <>
      <div class="page-head">
        <div>
          <h1>{words.templates}</h1>
        </div>
      </div>
      {!data ? (
        <section class="card">{problem ? <Failure problem={problem} retry={() => void reload()} /> : <Skeleton lines={4} height={32} />}</section>
      ) : (
        data.map((wording) => (
          <div key={`${wording.name} ${wording.edit_version}`}>
            <Head wording={wording} editing={open === wording.name} onEdit={() => setOpen(wording.name)} onReset={() => void reset(wording)} />
            {open === wording.name && <Editor wording={wording} onSaved={() => void reload()} />}
          </div>
        ))
      )}
    </>
  );
}
