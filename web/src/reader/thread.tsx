// SPDX-License-Identifier: GPL-3.0-or-later
//
// One comment thread: what was said, by whom and when, and what may be done
// with it. An answer waits in the outbox; all else goes to the server at once,
// and what cannot be done is said in a toast.
import { useEffect, useRef, useState } from 'preact/hooks';
import { Check, RotateCcw } from 'lucide-preact';
import { connection, type Schemas } from '../api';
import { fmtDateTime, fmtNumber, t } from '../i18n';
import { confirmFirst } from '../parts/dialog';
import { EntryActs, reasonOf, UnsentMark } from '../outbox/show';
import { toast, toastProblem } from '../parts/toast';
import { Composer } from './composer';
import type { Thread, ThreadData } from './thread-data';

type Comment = Schemas['Comment'];

/** What the answer or a change in progress says, by what it is about. */
const drafts = new Map<string, string>();

function useDraft(key: string, start: string): [string, (body: string) => void, () => void] {
  const [body, setBody] = useState(drafts.get(key) ?? start);
  const write = (next: string) => {
    drafts.set(key, next);
    setBody(next);
  };
  return [body, write, () => drafts.delete(key)];
}

async function tried(act: () => Promise<void>): Promise<boolean> {
  if (connection.peek() === 'away') {
    toast(t().outbox.awayActs);
    return false;
  }
  try {
    await act();
    return true;
  } catch (error) {
    toastProblem(error);
    return false;
  }
}

function CommentLine({ comment, data }: { comment: Comment; data: ThreadData }) {
  const line = useRef<HTMLLIElement>(null);
  const [editing, setEditing] = useState(false);
  const entry = data.unsent.value.get(comment.id);
  const [body, write, forget] = useDraft(`change ${comment.id}`, comment.body);
  const close = () => {
    forget();
    setEditing(false);
  };
  const takeBack = async () => {
    const sure = await confirmFirst({ title: t().reader.takeBackTitle, text: t().reader.takeBackText, yes: t().reader.takeBack, danger: true });
    // The button goes away with the words: the focus stays at their place.
    if (sure && (await tried(() => data.takeBack(comment.id)))) line.current?.focus();
  };
  return (
    <li class="comment" ref={line} tabIndex={-1}>
      <p class="comment-head">
        <strong>{comment.author.full_name}</strong>
        <time dateTime={comment.created_at}>{fmtDateTime(comment.created_at)}</time>
        {comment.edited_at && !comment.deleted && <span>({t().reader.edited})</span>}
      </p>
      {editing ? (
        <Composer
          body={body}
          onBody={write}
          submit={t().common.save}
          onSend={async (words) => {
            if (await tried(() => data.change(comment.id, words))) close();
          }}
          onCancel={close}
        />
      ) : (
        <p class={comment.deleted ? 'comment-body comment-gone' : 'comment-body'}>{comment.deleted ? t().reader.takenBack : comment.body}</p>
      )}
      {entry && (entry.refused ? <p class="note-reason">{reasonOf(entry)}</p> : <UnsentMark />)}
      {entry && (entry.refused || connection.value === 'away') && <EntryActs entry={entry} />}
      {comment.mine && !comment.deleted && !editing && !entry && (
        <p class="comment-acts">
          <button
            type="button"
            class="link-button"
            onClick={() => {
              write(comment.body);
              setEditing(true);
            }}
          >
            {t().reader.change}
          </button>
          <button type="button" class="link-button" onClick={() => void takeBack()}>
            {t().reader.takeBack}
          </button>
        </p>
      )}
    </li>
  );
}

interface ThreadCardProps {
  thread: Thread;
  data: ThreadData;
  chosen: boolean;
  /** Say on which page it is. */
  placed: boolean;
  onChoose: () => void;
}

export function ThreadCard({ thread, data, chosen, placed, onChoose }: ThreadCardProps) {
  const card = useRef<HTMLElement>(null);
  const [answering, setAnswering] = useState(drafts.has(`answer ${thread.id}`));
  const [body, write, forget] = useDraft(`answer ${thread.id}`, '');
  const settled = thread.resolved_at !== null;
  /** The thread itself is not sent yet: there is nothing there to settle. */
  const waits = data.unsent.value.has(thread.id);
  useEffect(() => {
    if (chosen) card.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const close = () => {
    forget();
    write('');
    forget();
    setAnswering(false);
  };
  return (
    <article ref={card} class={`thread${chosen ? ' chosen' : ''}${settled ? ' settled' : ''}`}>
      {(placed || thread.quads.length > 0) && (
        <button type="button" class="thread-quote" onClick={onChoose}>
          {placed && <span class="thread-place">{t().reader.page(thread.page)}</span>}
          {thread.quads.length > 0 && <span>{thread.quote ?? t().reader.regionOfPage(fmtNumber(thread.page))}</span>}
        </button>
      )}
      <ol class="comments">
        {thread.comments.map((comment) => (
          <CommentLine key={`${comment.id} ${comment.edited_at ?? ''}`} comment={comment} data={data} />
        ))}
      </ol>
      {settled && thread.resolved_at && (
        <p class="thread-settled">
          <Check size={16} aria-hidden="true" />
          {t().reader.settledBy(thread.resolved_by?.full_name ?? '', fmtDateTime(thread.resolved_at))}
        </p>
      )}
      {answering ? (
        <Composer
          body={body}
          onBody={write}
          submit={t().reader.send}
          onSend={async (words) => {
            data.answer(thread.id, words);
            close();
          }}
          onCancel={close}
        />
      ) : (
        <p class="thread-acts">
          {!settled && (
            <button type="button" class="button small" onClick={() => setAnswering(true)}>
              {t().reader.answer}
            </button>
          )}
          {!waits && (
            <button type="button" class="button small" onClick={() => void tried(() => data.settle(thread.id, !settled))}>
              {settled ? <RotateCcw size={16} aria-hidden="true" /> : <Check size={16} aria-hidden="true" />}
              {settled ? t().reader.reopen : t().reader.settle}
            </button>
          )}
        </p>
      )}
    </article>
  );
}
