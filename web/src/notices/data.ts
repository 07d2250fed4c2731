// SPDX-License-Identifier: GPL-3.0-or-later
//
// The newest notices and how many are unread, kept fresh by the person's own
// subject; marking them read. What a notice says is words.ts.
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { api, ask, connection, type Schemas } from '../api';
import { follow } from '../events/follow';
import { toastProblem } from '../parts/toast';

export type Notice = Schemas['Notice'];

/** As many as the panel shows. */
const NEWEST = 12;
/** Several changes of one moment are one request. */
const TOGETHER_MS = 60;

/** The frame comes and goes with bare pages; what the bell knew stays for the moment until it has asked again. */
const list = signal<Schemas['NoticeList'] | null>(null);
export const newest = list;

let timer: ReturnType<typeof setTimeout> | undefined;
async function load(): Promise<void> {
  try {
    list.value = await ask(api.GET('/api/notices', { params: { query: { limit: NEWEST } } }));
  } catch {
    // Away: the bell keeps what it knew, and the stream's return asks again.
  }
}
export function noticesLater(): void {
  timer ??= setTimeout(() => {
    timer = undefined;
    void load();
  }, TOGETHER_MS);
}

/** While the frame is there. */
export function useNotices(person: string): void {
  const here = connection.value === 'here';
  useEffect(() => {
    noticesLater();
    const leave = follow([`person:${person}`], (change) => change.kind === 'notices' && noticesLater(), noticesLater);
    return leave;
  }, [person]);
  useEffect(() => {
    if (here) noticesLater();
  }, [here]);
}

async function read(body: Schemas['NoticesRead'], those: (notice: Notice) => boolean): Promise<void> {
  const before = list.value;
  const at = new Date().toISOString();
  if (before) {
    const items = before.items.map((n) => (those(n) && !n.read_at ? { ...n, read_at: at } : n));
    const fewer = items.filter((n, i) => n !== before.items[i]).length;
    list.value = { ...before, items, unread: body.up_to ? 0 : Math.max(0, before.unread - fewer) };
  }
  try {
    await ask(api.POST('/api/notices/read', { body }));
  } catch (error) {
    list.value = before;
    toastProblem(error);
  }
}
export const readOne = (notice: Notice): Promise<void> => (notice.read_at ? Promise.resolve() : read({ ids: [notice.id] }, (n) => n.id === notice.id));
export const readUpTo = (id: string): Promise<void> => read({ up_to: id }, (n) => n.id <= id);
