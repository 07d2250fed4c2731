// SPDX-License-Identifier: GPL-3.0-or-later
//
// Who is signed in, for every page to read. Signing in and out go through here;
// what a person may do is decided by the server, these roles only hide buttons.
import { computed, effect, signal } from '@preact/signals';
import { api, ask, asProblem, connection, fromCopy, Problem, type Schemas, whenSignedOut } from './api';
import { t } from './i18n';
import { hear } from './offline/channel';
import { holderConfirm, whenHolder } from './offline/holder';
import { copyEnd, leave, leavingEnd } from './offline/leave';
import { confirmFirst } from './parts/dialog';

export type Session = Schemas['Session'];
export type Role = Schemas['Person']['roles'][number]['role'];

/** undefined: not asked yet; null: nobody. */
export const session = signal<Session | null | undefined>(undefined);
/** Why nobody is signed in, for the sign-in page: the slug, or null. */
export const sessionEnded = signal<string | null>(null);
/** Server time minus this device's, in ms. */
export const clockOffset = signal(0);

export const roles = computed(() => new Set<Role>((session.value?.person.roles ?? []).map((r) => r.role)));
export const isAdministrator = computed(() => roles.value.has('system_admin'));
export const mayAdminister = computed(() => roles.value.has('system_admin') || roles.value.has('unit_admin'));

function take(found: Session): Session {
  clockOffset.value = Date.parse(found.at) - Date.now();
  session.value = found;
  sessionEnded.value = null;
  void holderConfirm(found.person);
  return found;
}

/** Asks who is signed in; keeps what is known when the network is away. */
export async function sessionLoad(): Promise<void> {
  let kept = false;
  const answer = ask(
    api.GET('/api/session').then((reply) => {
      kept = fromCopy(reply.response);
      return reply;
    }),
  );
  answer.catch(() => undefined);
  // After a sign-out that the server had not heard of nobody is signed in, whatever it answered.
  if ((await leavingEnd()) !== 'none') {
    session.value = null;
    return;
  }
  try {
    const found = await answer;
    // From the tablet's own copy it tells who reads it, and nothing of the server's clock.
    if (kept) session.value = found;
    else take(found);
  } catch (error) {
    const problem = asProblem(error);
    if (problem.status !== 401) throw problem;
    session.value = null;
    await copyEnd();
  }
}

export async function signIn(account: string, password: string): Promise<Session> {
  if ((await leavingEnd()) === 'away') throw new Problem('offline', 0);
  return take(await ask(api.POST('/api/session', { body: { account, password } })));
}

/** What was written and not sent stays, sealed: said before it is relied on. */
async function unsentAgreed(): Promise<boolean> {
  const { unsent } = await import('./outbox');
  const n = unsent.peek();
  const w = t().offline;
  return n === 0 || confirmFirst({ title: w.leaveTitle(n), text: w.leaveText, yes: t().shell.signOut });
}

/** The copy goes at once; the server is told now, or as the first thing when it can be reached. */
export async function signOut(): Promise<void> {
  if (!(await unsentAgreed())) return;
  if (!(await leave())) {
    await ask(api.DELETE('/api/session')).catch((error: unknown) => {
      if (asProblem(error).status !== 401) throw error;
    });
  }
  session.value = null;
  sessionEnded.value = null;
  await leavingEnd();
}

whenSignedOut((slug) => {
  if (slug === 'signed-out' && session.value) {
    sessionEnded.value = 'signed-out';
    session.value = null;
    void copyEnd();
  } else if (slug === 'change-password-first' && session.value) {
    session.value = { ...session.value, must_change_password: true };
  }
});

effect(() => {
  if (connection.value === 'here') void leavingEnd();
});
hear((news) => {
  if (news.type !== 'wiped' || !news.ended || !session.peek()) return;
  sessionEnded.value = 'signed-out';
  session.value = null;
});
// Another person signed in in another tab: this one is theirs too.
whenHolder((found) => {
  const shown = session.peek();
  if (found && shown && found.person_id !== shown.person.id) void sessionLoad().catch(() => undefined);
});
