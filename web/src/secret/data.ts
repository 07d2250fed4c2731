// SPDX-License-Identifier: GPL-3.0-or-later
//
// Secret votes as the server tells and takes them: papers signed in, the ballot
// by nobody. The steps of one paper are in desk.ts.
import { api, ask, problemOf, type Schemas } from '../api';
import type { Ballot } from './paper';

export type Vote = Schemas['VoteRow'];
export type Box = NonNullable<Vote['box']>;
export type Papers = Schemas['SecretPapers'];
export type PaperMine = Papers['mine'][number];
export type List = Schemas['SecretList'];
export type Receipt = Schemas['SecretReceipt'];

const at = (vote: string) => ({ params: { path: { vote } } });

export const papersGet = (vote: string) => ask(api.GET('/api/votes/{vote}/papers', at(vote)));
export const paperTake = (vote: string, mandate_id: string, blinded: string) => ask(api.POST('/api/votes/{vote}/papers', { ...at(vote), body: { mandate_id, blinded } }));
export const listGet = (vote: string) => ask(api.GET('/api/votes/{vote}/ballots', at(vote)));
export const lastCall = (vote: string, seconds: number) => ask(api.POST('/api/votes/{vote}/last-call', { ...at(vote), body: { seconds } }));

const steps = { 'hand-out': '/api/votes/{vote}/hand-out', 'box/open': '/api/votes/{vote}/box/open', count: '/api/votes/{vote}/count' } as const;
export type SecretStep = keyof typeof steps;
export const secretStep = (vote: string, step: SecretStep) => ask(api.POST(steps[step], at(vote)));

/** No cookie, no name, no key, no referrer: not through `api`, which adds them. */
export async function ballotDrop(vote: string, ballot: Ballot): Promise<Receipt> {
  const reply = await fetch(`/api/votes/${vote}/box`, {
    method: 'POST',
    credentials: 'omit',
    cache: 'no-store',
    referrerPolicy: 'no-referrer',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(ballot),
  });
  const body: unknown = await reply.json().catch(() => null);
  if (!reply.ok) throw problemOf(body, reply.status);
  return body as Receipt;
}
