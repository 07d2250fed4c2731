// SPDX-License-Identifier: GPL-3.0-or-later
//
// The chat in the live page: to everybody in the meeting, while the chair keeps
// it open. One takes one's own words back for some minutes; the chair hides.
import { useEffect, useRef, useState } from 'preact/hooks';
import { Eye, EyeOff, MessagesSquare, Send, Undo2 } from 'lucide-preact';
import { asProblem } from '../api';
import { fmtTime, t } from '../i18n';
import { serverClock, watchClock } from '../meeting/clock';
import { currentItem } from '../meeting/data';
import { problemText } from '../parts/problem';
import { Empty, Failure, Notice, Skeleton } from '../parts/states';
import { toastProblem } from '../parts/toast';
import { session } from '../session';
import { chatHide, chatSet, chatTakeBack, chatWrite, type Chat, type ChatMessage } from './chat-data';
import type { Room } from './room';
import './chat.css';

/** What was typed and not sent, while the page is open. */
const drafts = new Map<string, string>();

function Row({ message, chat, room }: { message: ChatMessage; chat: Chat; room: Room }) {
  const [busy, setBusy] = useState(false);
  useEffect(watchClock, []);
  const words = t().chat;
  const mine = message.person.id === session.value?.person.id;
  const fresh = serverClock.value - Date.parse(message.at) < chat.take_back_seconds * 1000;
  const run = async (act: () => Promise<ChatMessage>) => {
    setBusy(true);
    await act().then(room.chat.take, toastProblem);
    setBusy(false);
  };
  return (
    <li class={mine ? 'chat-message chat-mine' : 'chat-message'} data-message={message.id}>
      <p class="chat-head">
        <strong>{message.person.full_name}</strong> <span class="muted numbers">{fmtTime(message.at)}</span>
        {message.hidden && <span class="tag tag-grey">{message.hidden_by ? words.hiddenBy(message.hidden_by.full_name) : words.hidden}</span>}
      </p>
      <p class={message.body === null ? 'chat-words muted' : 'chat-words'}>{message.body ?? (message.taken_back ? words.takenBack : words.hidden)}</p>
      {!message.taken_back && ((mine && fresh) || chat.may_steer) && (
        <p class="chat-acts">
          {mine && fresh && (
            <button type="button" class="button small quiet" disabled={busy} onClick={() => void run(() => chatTakeBack(message.id))}>
              <Undo2 size={18} aria-hidden="true" />
              {words.takeBack}
            </button>
          )}
          {chat.may_steer && !mine && (
            <button type="button" class="button small quiet" disabled={busy} onClick={() => void run(() => chatHide(message.id, !message.hidden))}>
              {message.hidden ? <Eye size={18} aria-hidden="true" /> : <EyeOff size={18} aria-hidden="true" />}
              {message.hidden ? words.show : words.hide}
            </button>
          )}
        </p>
      )}
    </li>
  );
}

function Composer({ room }: { room: Room }) {
  const id = room.meeting.id;
  const [body, setBody] = useState(drafts.get(id) ?? '');
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const words = t().chat;
  const type = (text: string) => {
    drafts.set(id, text);
    setBody(text);
  };
  const send = async (event: Event) => {
    event.preventDefault();
    if (busy || body.trim() === '') return;
    setBusy(true);
    setWrong(null);
    try {
      room.chat.take(await chatWrite(id, body));
      type('');
    } catch (error) {
      const problem = asProblem(error);
      setWrong(problem.slug === 'too-many-tries' ? words.tooFast : problemText(problem));
    }
    setBusy(false);
  };
  return (
    <form class="chat-composer" onSubmit={(event) => void send(event)}>
      {currentItem(room.meeting)?.restricted && <Notice kind="warn">{words.outsiders}</Notice>}
      <textarea class="input" rows={2} maxLength={1000} aria-label={words.write} placeholder={words.write} value={body} onInput={(event) => type(event.currentTarget.value)} />
      {wrong && <Notice kind="error">{wrong}</Notice>}
      <button type="submit" class="button primary" disabled={busy || body.trim() === ''}>
        <Send size={20} aria-hidden="true" />
        {words.send}
      </button>
    </form>
  );
}

export function ChatPanel({ room }: { room: Room }) {
  const [busy, setBusy] = useState(false);
  const end = useRef<HTMLDivElement>(null);
  const chat = room.chat.snapshot.copy.value;
  const failure = room.chat.snapshot.failure.value;
  const words = t().chat;
  const last = chat?.items.at(-1)?.id;
  useEffect(() => {
    room.chat.see();
    const box = end.current?.closest<HTMLElement>('.live-panel-body');
    box?.scrollTo({ top: box.scrollHeight });
  }, [last]);
  if (!chat) return failure ? <Failure problem={asProblem(failure)} retry={() => void room.chat.snapshot.reload()} /> : <Skeleton lines={4} height={36} />;
  const set = async (open: boolean) => {
    setBusy(true);
    await chatSet(room.meeting.id, open).then(room.chat.snapshot.put, toastProblem);
    setBusy(false);
  };
  return (
    <div class="chat">
      {chat.may_steer && (
        <p class="chat-state">
          <span class={chat.open ? 'tag tag-good' : 'tag tag-grey'}>{chat.open ? words.isOpen : words.isClosed}</span>
          <button type="button" class={chat.open ? 'button small' : 'button small primary'} disabled={busy} onClick={() => void set(!chat.open)}>
            {chat.open ? words.close : words.open}
          </button>
        </p>
      )}
      {chat.items.length === 0 ? (
        <Empty title={chat.open ? words.none : words.isClosed} icon={<MessagesSquare size={28} aria-hidden="true" />} />
      ) : (
        <ol class="chat-list" aria-live="polite">
          {chat.items.map((message) => (
            <Row key={message.id} {...{ message, chat, room }} />
          ))}
        </ol>
      )}
      {chat.may_write ? <Composer room={room} /> : chat.open ? <p class="muted">{words.onlyPresent}</p> : chat.items.length > 0 && !chat.may_steer && <p class="muted">{words.isClosed}</p>}
      <div ref={end} />
    </div>
  );
}
