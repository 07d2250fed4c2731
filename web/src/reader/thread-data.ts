// SPDX-License-Identifier: GPL-3.0-or-later
//
// The comment threads of one version: the server's copy, kept fresh by the
// document's events, with what waits in the outbox laid over it. To begin and to
// answer go through the outbox; all other acts are the server's at once.
import { computed, type ReadonlySignal } from '@preact/signals';
import { api, ask, type Schemas } from '../api';
import { keepSnapshot, type Snapshot } from '../events/snapshot';
import { entries, threadAnswer, threadBegin, whenTook, type AnswerEntry, type ThreadEntry } from '../outbox';
import { session } from '../session';
import type { Passage } from './selection';

export type Thread = Schemas['Thread'];
type Threads = Schemas['ThreadList'];

function withThread(copy: Threads, thread: Thread): Threads {
  const known = copy.items.some((item) => item.id === thread.id);
  return { ...copy, items: known ? copy.items.map((item) => (item.id === thread.id ? thread : item)) : [...copy.items, thread] };
}

/** An event is the same for all readers: whose a comment is, each page says for itself. */
function mineMarked(thread: Thread): Thread {
  const me = session.peek()?.person.id;
  return { ...thread, comments: thread.comments.map((comment) => ({ ...comment, mine: comment.author.id === me })) };
}

/** A comment that the server does not have yet: its id is its entry's. */
function commentOf(entry: ThreadEntry | AnswerEntry, author: Schemas['Comment']['author']): Schemas['Comment'] {
  return { id: entry.id, author, body: entry.body.body, created_at: new Date(entry.queued_at).toISOString(), edited_at: null, deleted: false, mine: true };
}

export class ThreadData {
  readonly snapshot: Snapshot<Threads>;
  /** Of this version, in the outbox, by the id of thread or comment: what waits or was refused. */
  readonly unsent: ReadonlySignal<ReadonlyMap<string, ThreadEntry | AnswerEntry>>;
  readonly items: ReadonlySignal<readonly Thread[]>;
  /** Open threads of each page, for the badges. */
  readonly counts: ReadonlySignal<ReadonlyMap<number, number>>;

  #stop: () => void;

  constructor(
    private document: string,
    private version: number,
    onChange: (kind: string) => void,
  ) {
    this.snapshot = keepSnapshot<Threads>({
      subject: `document:${document}`,
      load: () => ask(api.GET('/api/documents/{document}/versions/{n}/threads', { params: { path: { document, n: version } } })),
      revision: (copy) => copy.revision,
      apply: (copy, change) => {
        onChange(change.kind);
        if (change.kind !== 'thread') return { ...copy, revision: change.revision };
        const thread = change.patch as Thread | null;
        if (!thread) return null;
        const next = { ...copy, revision: change.revision };
        return thread.version === version ? withThread(next, mineMarked(thread)) : next;
      },
    });
    this.unsent = computed(() => {
      const waits = [...entries.value.values()].filter((entry) => (entry.kind === 'thread' || entry.kind === 'answer') && entry.document === document && entry.version === version);
      return new Map((waits as (ThreadEntry | AnswerEntry)[]).map((entry) => [entry.id, entry]));
    });
    this.items = computed(() => this.#overlaid());
    this.#stop = whenTook((took) => took.kind === 'thread' && took.document === document && took.thread.version === version && this.#take(mineMarked(took.thread)));
    this.counts = computed(() => {
      const counts = new Map<number, number>();
      for (const thread of this.items.value) if (!thread.resolved_at) counts.set(thread.page, (counts.get(thread.page) ?? 0) + 1);
      return counts;
    });
  }

  /** Refused ones stay where they were written, until their writer has decided. */
  #overlaid(): readonly Thread[] {
    const threads = new Map((this.snapshot.copy.value?.items ?? []).map((thread) => [thread.id, thread]));
    const me = session.value?.person;
    if (!me) return [...threads.values()];
    const author = { id: me.id, full_name: me.full_name };
    for (const entry of this.unsent.value.values()) {
      const comment = commentOf(entry, author);
      if (entry.kind === 'thread') {
        const { page, quote, quads } = entry.body;
        threads.set(entry.id, {
          id: entry.id,
          document_id: entry.document,
          version: entry.version,
          page,
          quote: quote ?? null,
          quads: quads ?? [],
          created_at: comment.created_at,
          resolved_at: null,
          resolved_by: null,
          comments: [comment],
        });
        continue;
      }
      const thread = threads.get(entry.thread);
      if (thread) threads.set(thread.id, { ...thread, comments: [...thread.comments, comment] });
    }
    return [...threads.values()];
  }

  /** The reply shows at once; the event that follows brings the same with its revision. */
  #take(thread: Thread): void {
    const copy = this.snapshot.copy.peek();
    if (copy) this.snapshot.put(withThread(copy, thread));
  }

  /** A place without words is a rectangle of the page. The id under which it stands until it is sent. */
  begin(page: number, body: string, about: Passage | null): string {
    const quote = about?.quote ? { quote: about.quote.slice(0, 2000) } : {};
    return threadBegin(this.document, this.version, { page, body, ...quote, ...(about && { quads: about.quads.slice(0, 200) }) });
  }

  answer(thread: string, body: string): void {
    threadAnswer(this.document, this.version, thread, body);
  }

  async change(comment: string, body: string): Promise<void> {
    this.#take(await ask(api.PATCH('/api/comments/{comment}', { params: { path: { comment } }, body: { body } })));
  }

  async takeBack(comment: string): Promise<void> {
    this.#take(await ask(api.DELETE('/api/comments/{comment}', { params: { path: { comment } } })));
  }

  async settle(thread: string, resolved: boolean): Promise<void> {
    const params = { path: { thread } };
    this.#take(await ask(resolved ? api.POST('/api/threads/{thread}/resolve', { params }) : api.POST('/api/threads/{thread}/reopen', { params })));
  }

  stop(): void {
    this.#stop();
    this.snapshot.stop();
  }
}
