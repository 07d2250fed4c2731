// SPDX-License-Identifier: GPL-3.0-or-later
//
// Who is signed in, for every page to read. Signing in and out go through here;
// what a person may do is decided by the server, these roles only hide buttons.
import { computed, signal } from '@preact/signals';
import { api, ask, asProblem, Problem, type Schemas, whenSignedOut } from './api';

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
  return found;
}

/** Asks who is signed in; keeps what is known when the network is away. */
export async function sessionLoad(): Promise<void> {
  try {
    take(await ask(api.GET('/api/session')));
  } catch (error) {
    const problem = asProblem(error);
    if (problem.status === 401) session.value = null;
    else throw problem;
  }
}

export async function signIn(account: string, password: string): Promise<Session> {
  return take(await ask(api.POST('/api/session', { body: { account, password } })));
}

export async function signOut(): Promise<void> {
  try {
    await ask(api.DELETE('/api/session'));
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401) throw error;
  }
  session.value = null;
  sessionEnded.value = null;
}

whenSignedOut((slug) => {
  if (slug === 'signed-out' && session.value) {
    sessionEnded.value = 'signed-out';
    session.value = null;
  } else if (slug === 'change-password-first' && session.value) {
    session.value = { ...session.value, must_change_password: true };
  }
});
