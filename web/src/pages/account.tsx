// SPDX-License-Identifier: GPL-3.0-or-later
//
// One's own account: who I am here, password, language, sessions (A3).
import { useState } from 'preact/hooks';
import { api, ask } from '../api';
import { fmtDate, language, languageSet, t } from '../i18n';
import { confirmFirst } from '../parts/dialog';
import { Fact, Facts } from '../parts/facts';
import { FeedCard } from '../parts/feed';
import { useLoad } from '../parts/load';
import { PasswordForm } from '../parts/password-form';
import { SessionList } from '../parts/session-list';
import { Failure, Skeleton } from '../parts/states';
import { toast, toastProblem } from '../parts/toast';
import { session } from '../session';

function LanguageChoice() {
  const w = t().shell;
  return (
    <section class="card" aria-labelledby="language">
      <div class="card-head">
        <h2 id="language">{w.language}</h2>
      </div>
      <div class="segments" role="radiogroup" aria-labelledby="language">
        {(['vi', 'en'] as const).map((l) => (
          <label key={l} class="segment" lang={l}>
            <input type="radio" name="language" checked={language.value === l} onChange={() => void languageSet(l).catch(toastProblem)} />
            <span>{l === 'vi' ? w.vietnamese : w.english}</span>
          </label>
        ))}
      </div>
      <p class="field-hint">{t().account.languageText}</p>
    </section>
  );
}

function MySessions({ turn }: { turn: number }) {
  const { data, problem, reload } = useLoad(() => ask(api.GET('/api/sessions')), [turn]);
  const w = t().account;
  const end = async (id: string) => {
    if (!(await confirmFirst({ title: w.endSession, text: w.endSessionText, yes: w.endSession, danger: true }))) return;
    try {
      await ask(api.DELETE('/api/sessions/{session}', { params: { path: { session: id } } }));
      toast(w.sessionEnded);
    } catch (error) {
      toastProblem(error);
    }
    await reload();
  };
  return (
    <section class="card" aria-labelledby="sessions">
      <div class="card-head">
        <h2 id="sessions">{w.sessions}</h2>
      </div>
      <p class="muted">{w.sessionsText}</p>
      {data ? <SessionList items={data.items} onEnd={(s) => void end(s.id)} /> : problem ? <Failure problem={problem} retry={() => void reload()} /> : <Skeleton lines={3} />}
    </section>
  );
}

export default function AccountPage() {
  const [turn, setTurn] = useState(0);
  const w = t().account;
  const p = session.value?.person;
  if (!p) return null;
  const held = p.positions.filter((x) => !x.to);
  return (
    <>
      <div class="page-head">
        <div>
          <h1>{w.title}</h1>
        </div>
      </div>
      <div class="columns columns-side">
        <div>
          <section class="card" aria-labelledby="facts">
            <div class="card-head">
              <h2 id="facts">{p.full_name}</h2>
            </div>
            <Facts>
              <Fact label={w.account} value={<code>{p.account}</code>} />
              <Fact label={w.email} value={p.email} />
              <Fact label={w.phone} value={p.phone} />
              <Fact label={w.positions} wide value={held.length ? held.map((x) => `${x.title}, ${x.unit.name} (${t().people.since(fmtDate(x.from))})`).join('; ') : w.noPositions} />
              {p.roles.length > 0 && <Fact label={t().people.roles} wide value={p.roles.map((r) => [t().people.role[r.role], r.unit_name].filter(Boolean).join(', ')).join('; ')} />}
            </Facts>
          </section>
          <MySessions turn={turn} />
          <FeedCard />
        </div>
        <div>
          <section class="card" aria-labelledby="password">
            <div class="card-head">
              <h2 id="password">{w.changePassword}</h2>
            </div>
            <PasswordForm
              submit={w.changePassword}
              onDone={async () => {
                toast(w.passwordChanged);
                setTurn(turn + 1);
              }}
            />
          </section>
          <LanguageChoice />
        </div>
      </div>
    </>
  );
}
