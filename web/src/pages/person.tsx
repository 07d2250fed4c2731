// SPDX-License-Identifier: GPL-3.0-or-later
//
// A person, for administrators: facts, positions, roles, sessions; locking,
// a new first password. It shows no documents (A7).
import { useState } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import { ChevronLeft, KeyRound, Lock, LockOpen, Pencil } from 'lucide-preact';
import { api, ask, ifMatch, type Schemas } from '../api';
import { fmtDateTime, t } from '../i18n';
import { confirmFirst } from '../parts/dialog';
import { Fact, Facts } from '../parts/facts';
import { useLoad } from '../parts/load';
import { PersonEdit, PersonPasswordReset } from '../parts/person-acts';
import { PersonPositions } from '../parts/person-positions';
import { PersonRoles } from '../parts/person-roles';
import { PersonState } from '../parts/person-state';
import { problemText } from '../parts/problem';
import { SessionList } from '../parts/session-list';
import { Failure, Skeleton } from '../parts/states';
import { toast, toastProblem } from '../parts/toast';
import { isAdministrator, session } from '../session';

type Person = Schemas['Person'];

function Sessions({ person: p }: { person: Person }) {
  const path = { person: p.id };
  const { data, problem, reload } = useLoad(() => ask(api.GET('/api/people/{person}/sessions', { params: { path } })), [p.id]);
  const w = t().people;
  const end = async () => {
    if (!(await confirmFirst({ title: w.endSessions, text: w.endSessionsText(p.full_name), yes: w.endSessions, danger: true }))) return;
    try {
      await ask(api.DELETE('/api/people/{person}/sessions', { params: { path } }));
      toast(w.sessionsEnded);
      await reload();
    } catch (error) {
      toastProblem(error);
    }
  };
  return (
    <section class="card" aria-labelledby="sessions">
      <div class="card-head">
        <h2 id="sessions">{w.sessions}</h2>
        {data && data.items.length > 0 && (
          <button type="button" class="button danger" onClick={() => void end()}>
            {w.endSessions}
          </button>
        )}
      </div>
      {!data ? (
        problem ? (
          <p class="muted">{problemText(problem)}</p>
        ) : (
          <Skeleton lines={2} />
        )
      ) : data.items.length === 0 ? (
        <p class="muted">{w.noSessions}</p>
      ) : (
        <SessionList items={data.items} />
      )}
    </section>
  );
}

export default function PersonPage() {
  const { params } = useRoute();
  const id = params['id'] ?? '';
  const { data: p, problem, reload, set } = useLoad(() => ask(api.GET('/api/people/{person}', { params: { path: { person: id } } })), [id]);
  const [act, setAct] = useState<'edit' | 'password' | null>(null);
  const w = t().people;
  if (!p) return <section class="card">{problem ? <Failure problem={problem} retry={() => void reload()} /> : <Skeleton lines={8} />}</section>;
  const mine = session.value?.person.id === p.id;
  const lock = async () => {
    const locking = p.state === 'active';
    if (locking && !(await confirmFirst({ title: w.lock, text: w.lockText(p.full_name), yes: w.lock, danger: true }))) return;
    try {
      const params2 = { path: { person: p.id }, header: ifMatch(p.edit_version) };
      set(await ask(api.PATCH('/api/people/{person}', { params: params2, body: { state: locking ? 'locked' : 'active' } })));
      toast(locking ? w.lockedDone : w.unlockedDone);
    } catch (error) {
      toastProblem(error);
      await reload();
    }
  };
  return (
    <>
      <div class="page-head">
        <div>
          <a class="crumb" href="/people">
            <ChevronLeft size={18} aria-hidden="true" />
            {w.title}
          </a>
          <h1>{p.full_name}</h1>
          <PersonState person={p} />
        </div>
        <div class="page-actions">
          <button type="button" class="button" onClick={() => setAct('edit')}>
            <Pencil size={20} aria-hidden="true" />
            {w.edit}
          </button>
          {isAdministrator.value && (
            <button type="button" class="button" onClick={() => setAct('password')}>
              <KeyRound size={20} aria-hidden="true" />
              {w.resetPassword}
            </button>
          )}
          {!mine && (
            <button type="button" class={p.state === 'active' ? 'button danger' : 'button'} onClick={() => void lock()}>
              {p.state === 'active' ? <Lock size={20} aria-hidden="true" /> : <LockOpen size={20} aria-hidden="true" />}
              {p.state === 'active' ? w.lock : w.unlock}
            </button>
          )}
        </div>
      </div>
      <section class="card" aria-label={w.facts}>
        <Facts>
          <Fact label={w.account} value={<code>{p.account}</code>} />
          <Fact label={w.email} value={p.email} />
          <Fact label={w.phone} value={p.phone} />
          <Fact label={w.createdOn} value={fmtDateTime(p.created_at)} />
        </Facts>
      </section>
      <PersonPositions person={p} onChanged={() => void reload()} />
      <PersonRoles person={p} mayChange={isAdministrator.value} onSaved={set} />
      <Sessions person={p} />
      {act === 'edit' && (
        <PersonEdit
          person={p}
          onClose={() => setAct(null)}
          onSaved={(saved) => {
            set(saved);
            setAct(null);
          }}
        />
      )}
      {act === 'password' && <PersonPasswordReset person={p} onClose={() => setAct(null)} onDone={() => void reload()} />}
    </>
  );
}
