// SPDX-License-Identifier: GPL-3.0-or-later
//
// Before the meeting, one item: what members say and ask of it, to all or only
// to those who prepare; and the private note, saved as it is typed.
import { useState } from 'preact/hooks';
import { LockKeyhole, MessageSquareText, Send } from 'lucide-preact';
import { asProblem, connection } from '../api';
import { fmtDateTime, t } from '../i18n';
import { confirmFirst } from '../parts/dialog';
import { problemText } from '../parts/problem';
import { Failure, Notice, Skeleton } from '../parts/states';
import { toastProblem } from '../parts/toast';
import type { ItemComment, TalkData } from './talk-data';
import './talk.css';

/** What was typed and not sent, kept while the page is open. */
const drafts = new Map<string, string>();

function Choice<T extends string>({ name, label, words, value, onValue }: { name: string; label: string; words: Record<T, string>; value: T; onValue: (value: T) => void }) {
  return (
    <div class="segments" role="group" aria-label={label}>
      {(Object.keys(words) as T[]).map((one) => (
        <label key={one} class="segment">
          <input type="radio" name={name} checked={value === one} onChange={() => onValue(one)} />
          <span>{words[one]}</span>
        </label>
      ))}
    </div>
  );
}

function Composer({ item, data }: { item: string; data: TalkData }) {
  const [body, setBody] = useState(drafts.get(item) ?? '');
  const [kind, setKind] = useState<ItemComment['kind']>('comment');
  const [audience, setAudience] = useState<ItemComment['audience']>('all');
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const words = t().talk;
  const type = (text: string) => {
    drafts.set(item, text);
    setBody(text);
  };
  const send = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setWrong(null);
    try {
      await data.say(item, { kind, audience, body });
      type('');
    } catch (error) {
      setWrong(problemText(asProblem(error)));
    }
    setBusy(false);
  };
  return (
    <form class="talk-composer" onSubmit={(event) => void send(event)}>
      <textarea class="input" rows={2} maxLength={5000} aria-label={words.write} placeholder={words.write} value={body} onInput={(event) => type(event.currentTarget.value)} />
      {wrong && <Notice kind="error">{wrong}</Notice>}
      <div class="talk-choices">
        <Choice name={`kind-${item}`} label={words.kindLabel} words={words.kind} value={kind} onValue={setKind} />
        <Choice name={`audience-${item}`} label={words.audienceLabel} words={words.audience} value={audience} onValue={setAudience} />
        <button type="submit" class="button primary" disabled={busy || body.trim() === ''}>
          <Send size={20} aria-hidden="true" />
          {words.send}
        </button>
      </div>
    </form>
  );
}

function CommentRow({ comment, data, open }: { comment: ItemComment; data: TalkData; open: boolean }) {
  const [changing, setChanging] = useState<string | null>(null);
  const words = t().talk;
  const act = async (run: () => Promise<void>) => {
    try {
      await run();
      setChanging(null);
    } catch (error) {
      toastProblem(error);
    }
  };
  const takeBack = async () => {
    if (await confirmFirst({ title: words.takeBackTitle, text: words.takeBackText, yes: words.takeBack, danger: true })) await act(() => data.takeBack(comment.id));
  };
  return (
    <li class="talk-comment">
      <p class="talk-head">
        <strong>{comment.author.full_name}</strong>
        {comment.kind === 'question' && <span class="tag">{words.kind.question}</span>}
        {comment.audience === 'preparers' && (
          <span class="tag tag-grey">
            <LockKeyhole size={14} aria-hidden="true" /> {words.onlyPreparers}
          </span>
        )}
        <span class="muted">{[fmtDateTime(comment.created_at), comment.edited_at && !comment.deleted ? words.edited : null].filter(Boolean).join(' · ')}</span>
      </p>
      {changing === null ? (
        <p class={comment.deleted ? 'muted' : 'talk-words'}>{comment.deleted ? words.takenBack : comment.body}</p>
      ) : (
        <textarea class="input" rows={3} maxLength={5000} aria-label={words.write} value={changing} onInput={(event) => setChanging(event.currentTarget.value)} />
      )}
      {comment.mine && !comment.deleted && open && (
        <p class="talk-acts">
          {changing === null ? (
            <>
              <button type="button" class="button small" onClick={() => setChanging(comment.body)}>
                {words.change}
              </button>
              <button type="button" class="button small" onClick={() => void takeBack()}>
                {words.takeBack}
              </button>
            </>
          ) : (
            <>
              <button type="button" class="button small primary" disabled={changing.trim() === ''} onClick={() => void act(() => data.change(comment.id, changing))}>
                {t().common.save}
              </button>
              <button type="button" class="button small" onClick={() => setChanging(null)}>
                {t().common.cancel}
              </button>
            </>
          )}
        </p>
      )}
    </li>
  );
}

/** My own words on an item, kept on the device as they are typed and sent when they can be; nobody else's to read. */
export function PrivateNote({ item, title, data }: { item: string; title: string; data: TalkData }) {
  const [typed, setTyped] = useState<string | null>(null);
  const words = t().talk;
  const state = data.noteState(item);
  const said = state === 'refused' ? words.noteFailed : state === 'waiting' ? (connection.value === 'away' ? words.noteHeld : words.noteSaving) : typed !== null ? words.noteSaved : null;
  return (
    <div class="field talk-note">
      <label for={`note-${item}`}>
        <LockKeyhole size={16} aria-hidden="true" /> {words.note}
      </label>
      <textarea
        id={`note-${item}`}
        class="input"
        rows={2}
        maxLength={5000}
        aria-describedby={`note-hint-${item}`}
        value={typed ?? data.noteOf(item)}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          data.noteKeep(item, title, event.currentTarget.value);
        }}
      />
      <p class="field-hint" id={`note-hint-${item}`} role="status">
        {[words.noteHint, said].filter(Boolean).join(' ')}
      </p>
    </div>
  );
}

/** Under an item: how many have spoken; opened, what they said and one's own note. */
export function ItemTalk({ item, title, number, data, open }: { item: string; title: string; number: string; data: TalkData; open: boolean }) {
  const [shown, setShown] = useState(false);
  const copy = data.snapshot.copy.value;
  const failure = data.snapshot.failure.value;
  const comments = copy?.items.filter((one) => one.item_id === item) ?? [];
  const words = t().talk;
  const said = words.open(comments.filter((one) => !one.deleted).length);
  return (
    <>
      <p class="talk-open">
        <button type="button" class="button small" aria-expanded={shown} aria-label={`${said}, ${words.ofItem(number)}`} onClick={() => setShown(!shown)}>
          <MessageSquareText size={18} aria-hidden="true" />
          {said}
        </button>
      </p>
      {shown && (
        <section class="talk" aria-label={words.openOf(number)}>
          {!copy ? (
            failure ? (
              <Failure problem={asProblem(failure)} retry={() => void data.snapshot.reload()} />
            ) : (
              <Skeleton lines={2} height={40} />
            )
          ) : (
            <>
              {comments.length === 0 ? (
                <p class="muted">{words.none}</p>
              ) : (
                <ol class="talk-list">
                  {comments.map((comment) => (
                    <CommentRow key={comment.id} {...{ comment, data, open }} />
                  ))}
                </ol>
              )}
              {open && <Composer {...{ item, data }} />}
              <PrivateNote {...{ item, title, data }} />
            </>
          )}
        </section>
      )}
    </>
  );
}
