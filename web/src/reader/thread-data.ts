// SPDX-License-Identifier: GPL-3.0-or-later
//
// The comment threads of one version as the server has them, kept fresh by the
// document's events, and the acts on them. What is being typed is not here.
import { computed, type ReadonlySignal } from '@preact/signals';
import { api, ask, type Schemas } from '../api';
import { keepSnapshot, type Snapshot } from '../events/snapshot';
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

export class ThreadData {
  readonly snapshot: Snapshot<Threads>;
  readonly items: ReadonlySignal<readonly Thread[]>;
  /** Open threads of each page, for the badges. */
  readonly counts: ReadonlySignal<ReadonlyMap<number, number>>;

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
    this.items = computed(() => this.snapshot.copy.value?.items ?? []);
    this.counts = computed(() => {
      const counts = new Map<number, number>();
      for (const thread of this.items.value) if (!thread.resolved_at) counts.set(thread.page, (counts.get(thread.page) ?? 0) + 1);
      return counts;
    });
  }

  /** The reply shows at once; the event that follows brings the same with its revision. */
  #take(thread: Thread): void {
    const copy = this.snapshot.copy.peek();
    if (copy) this.snapshot.put(withThread(copy, thread));
  }

  async begin(page: number, body: string, about: Passage | null): Promise<Thread> {
    const thread = await ask(
      api.POST('/api/documents/{document}/versions/{n}/threads', {
        params: { path: { document: this.document, n: this.version } },
        body: { page, body, ...(about && { quote: about.quote.slice(0, 2000), quads: about.quads.slice(0, 200) }) },
      }),
    );
    this.#take(thread);
    return thread;
  }

  async answer(thread: string, body: string): Promise<void> {
    this.#take(await ask(api.POST('/api/threads/{thread}/comments', { params: { path: { thread } }, body: { body } })));
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
    this.snapshot.stop();
  }
}
