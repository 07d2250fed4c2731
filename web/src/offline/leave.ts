// SPDX-License-Identifier: GPL-3.0-or-later
//
// The end of a session, for the tablet's copy: it is wiped at once, and a
// sign-out that the server could not hear is told to it before anything else.
// What is sealed in the outbox stays for its owner.
import { api, ask, asProblem } from '../api';
import { holderNow, wipe } from './holder';
import { tell } from './channel';
import { store, storeWipe, type Holder } from './store';

const gone: Holder = { person_id: '', full_name: '', confirmed_at: 0, seen_at: 0, lease_days: 0, synced_at: null, outbox_key: null, leaving: true, off: false };

/** Wipes, and notes that the server is to be told. False where the browser keeps nothing. */
export async function leave(): Promise<boolean> {
  try {
    await storeWipe();
    await (await store()).put('holder', gone, 'me');
  } catch {
    return false;
  }
  tell({ type: 'wiped', ended: true });
  return true;
}

async function leaving(): Promise<boolean> {
  try {
    return (await (await store()).get('holder', 'me'))?.leaving ?? false;
  } catch {
    return false;
  }
}

/** 'none': nobody is leaving; 'ended': the server has just been told; 'away': it could not be. */
type Leaving = 'none' | 'ended' | 'away';
let ending: Promise<Leaving> | null = null;

async function end(): Promise<Leaving> {
  if (!(await leaving())) return 'none';
  try {
    await ask(api.DELETE('/api/session'));
  } catch (error) {
    if (asProblem(error).status !== 401) return 'away';
  }
  await (await store()).delete('holder', 'me');
  tell({ type: 'holder' });
  return 'ended';
}

/** Tells the server of a sign-out that it could not hear. */
export function leavingEnd(): Promise<Leaving> {
  ending ??= end().finally(() => (ending = null));
  return ending;
}

/** The server says that nobody is signed in: who held the copy holds it no more. */
export async function copyEnd(): Promise<void> {
  if (await holderNow()) await wipe(true);
}
