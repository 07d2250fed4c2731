// SPDX-License-Identifier: GPL-3.0-or-later
//
// What members say of a paragraph while comments are taken, and what the
// secretary answers: taken or not.
import { useState } from 'preact/hooks';
import { Send } from 'lucide-preact';
import { asProblem } from '../api';
import { fmtDateTime, t } from '../i18n';
import { problemText } from '../parts/problem';
import { Notice } from '../parts/states';
import { toastProblem } from '../parts/toast';
import type { Block, BlockComment, Minutes, MinutesData } from './data';

function Answer({ one, minutes, data }: { one: BlockComment; minutes: Minutes; data: MinutesData }) {
  const [answer, setAnswer] = useState(one.answer ?? '');
  const [busy, setBusy] = useState(false);
  const words = t().minutes;
  const give = (taken: boolean) => {
    setBusy(true);
    data
      .answer(minutes.id, one.id, taken, answer)
      .catch(toastProblem)
      .finally(() => setBusy(false));
  };
  return (
    <div class="minutes-answer">
      <input class="input" type="text" maxLength={2000} aria-label={words.answerWrite} placeholder={words.answerWrite} value={answer} onInput={(event) => setAnswer(event.currentTarget.value)} />
      <button type="button" class="button small primary" disabled={busy} onClick={() => give(true)}>
        {words.taken}
      </button>
      <button type="button" class="button small" disabled={busy} onClick={() => give(false)}>
        {words.notTaken}
      </button>
    </div>
  );
}

export function Comments({ block, comments, minutes, data }: { block: Block; comments: BlockComment[]; minutes: Minutes; data: MinutesData }) {
  const [body, setBody] = useState('');
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const words = t().minutes;
  const send = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setWrong(null);
    try {
      await data.comment(minutes.id, block.id, body);
      setBody('');
    } catch (error) {
      setWrong(problemText(asProblem(error)));
    }
    setBusy(false);
  };
  return (
    <div class="minutes-comments">
      {comments.map((one) => (
        <div key={one.id} class="minutes-comment">
          <p>
            <strong>{one.author?.full_name}</strong> <span class="muted">{fmtDateTime(one.created_at)}</span>{' '}
            <span class={one.taken === null ? 'tag tag-warm' : one.taken ? 'tag tag-good' : 'tag tag-grey'}>{one.taken === null ? words.waiting : one.taken ? words.taken : words.notTaken}</span>
          </p>
          <p>{one.body}</p>
          {one.answer && (
            <p class="muted">
              {one.answered_by?.full_name}: {one.answer}
            </p>
          )}
          {minutes.may.edit && <Answer one={one} minutes={minutes} data={data} />}
        </div>
      ))}
      {minutes.may.comment && (
        <form class="minutes-answer" onSubmit={(event) => void send(event)}>
          <textarea class="input" rows={2} maxLength={5000} aria-label={words.commentWrite} placeholder={words.commentWrite} value={body} onInput={(event) => setBody(event.currentTarget.value)} />
          <button type="submit" class="button primary" disabled={busy || body.trim() === ''}>
            <Send size={20} aria-hidden="true" />
            {words.commentSend}
          </button>
        </form>
      )}
      {wrong && <Notice kind="error">{wrong}</Notice>}
    </div>
  );
}
