// SPDX-License-Identifier: GPL-3.0-or-later
//
// The chat beside a meeting: the server's copy, kept fresh by patches that
// carry the message; and up to which message this device has shown it.
import { useEffect, useMemo } from 'preact/hooks';
import { signal, type ReadonlySignal } from '@preact/signals';
import { api, ask, type Schemas } from '../api';
import type { Change } from '../events/follow';
import { keepSnapshot, type Snapshot } from '../events/snapshot';
import { session } from '../session';

export type Chat = Schemas['Chat'];
export type ChatMessage = Schemas['ChatMessage'];

/** As many as the server gives at once. */
const MOST = 200;

function withMessage(chat: Chat, message: ChatMessage): Chat {
  const known = chat.items.some((one) => one.id === message.id);
  return { ...chat, items: known ? chat.items.map((one) => (one.id === message.id ? message : one)) : [...chat.items, message].slice(-MOST) };
}

export function applyChat(chat: Chat, change: Change): Chat | null {
  const told = change.patch as { message?: ChatMessage; open?: boolean; person_id?: string; state?: string } | null;
  // A pause and going on change nothing here.
  if (change.kind === 'state' && (told?.state === 'paused' || told?.state === 'in_progress')) return { ...chat, revision: change.revision };
  // Whether I may write follows from the state and from my being there: only the server knows.
  if (change.kind === 'state' || (change.kind === 'attendance' && told?.person_id === session.peek()?.person.id)) return null;
  if (change.kind !== 'chat') return { ...chat, revision: change.revision };
  // Those who prepare go on reading what is hidden from the others.
  if (!told?.message || (told.message.hidden && chat.may_steer)) return null;
  return { ...withMessage(chat, told.message), revision: change.revision };
}

export interface ChatData {
  snapshot: Snapshot<Chat>;
  /** Messages of others that this device has not shown. */
  unread: () => number;
  see: () => void;
  take: (message: ChatMessage) => void;
}

export function useChat(meeting: string): ChatData {
  const data = useMemo(() => {
    const kept = `nghisu.chat.${meeting}`;
    const seen: ReadonlySignal<string> & { value: string } = signal(localStorage.getItem(kept) ?? '');
    const snapshot = keepSnapshot<Chat>({
      subject: `meeting:${meeting}`,
      load: () => ask(api.GET('/api/meetings/{meeting}/chat', { params: { path: { meeting } } })),
      revision: (copy) => copy.revision,
      apply: applyChat,
    });
    return {
      snapshot,
      unread: () => snapshot.copy.value?.items.filter((one) => one.id > seen.value && one.person.id !== session.value?.person.id && !one.hidden && !one.taken_back).length ?? 0,
      see: () => {
        const last = snapshot.copy.peek()?.items.at(-1)?.id;
        if (!last || last <= seen.peek()) return;
        seen.value = last;
        localStorage.setItem(kept, last);
      },
      take: (message: ChatMessage) => {
        const copy = snapshot.copy.peek();
        if (copy) snapshot.put(withMessage(copy, message));
      },
    };
  }, [meeting]);
  useEffect(() => data.snapshot.stop, [data]);
  return data;
}

export const chatSet = (meeting: string, open: boolean) => ask(api.PUT('/api/meetings/{meeting}/chat', { params: { path: { meeting } }, body: { open } }));
export const chatWrite = (meeting: string, body: string) => ask(api.POST('/api/meetings/{meeting}/chat', { params: { path: { meeting } }, body: { body } }));
export const chatTakeBack = (message: string) => ask(api.DELETE('/api/chat-messages/{message}', { params: { path: { message } } }));
export const chatHide = (message: string, hidden: boolean) => ask(api.PUT('/api/chat-messages/{message}/hidden', { params: { path: { message } }, body: { hidden } }));
