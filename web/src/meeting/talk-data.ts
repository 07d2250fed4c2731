// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is said of a meeting's items, and my private notes on them: the server's
// copy, kept fresh by the meeting's events. What is being typed is not here.
import { useEffect, useMemo } from 'preact/hooks';
import { api, ask, type Schemas } from '../api';
import { keepSnapshot, type Snapshot } from '../events/snapshot';
import { followCircle } from './circle-events';

export type ItemComment = Schemas['ItemComment'];
export type Talk = Schemas['ItemCommentList'];

export class TalkData {
  readonly snapshot: Snapshot<Talk>;

  constructor(meeting: string) {
    this.snapshot = keepSnapshot<Talk>({
      subject: `meeting:${meeting}`,
      load: () => ask(api.GET('/api/meetings/{meeting}/comments', { params: { path: { meeting } } })),
      revision: (copy) => copy.revision,
      // Everything else that happens to the meeting leaves what was said as it is.
      apply: (copy, change) => (change.kind === 'comments' ? null : { ...copy, revision: change.revision }),
    });
  }

  #take(comment: ItemComment): void {
    const copy = this.snapshot.copy.peek();
    if (!copy) return;
    const known = copy.items.some((one) => one.id === comment.id);
    this.snapshot.put({ ...copy, items: known ? copy.items.map((one) => (one.id === comment.id ? comment : one)) : [...copy.items, comment] });
  }

  async say(item: string, body: Schemas['NewItemComment']): Promise<void> {
    this.#take(await ask(api.POST('/api/agenda-items/{item}/comments', { params: { path: { item } }, body })));
  }
  async change(comment: string, body: string): Promise<void> {
    this.#take(await ask(api.PATCH('/api/item-comments/{comment}', { params: { path: { comment } }, body: { body } })));
  }
  async takeBack(comment: string): Promise<void> {
    this.#take(await ask(api.DELETE('/api/item-comments/{comment}', { params: { path: { comment } } })));
  }

  noteOf(item: string): string {
    return this.snapshot.copy.value?.notes.find((note) => note.item_id === item)?.body ?? '';
  }
  async noteKeep(item: string, body: string): Promise<void> {
    const note = await ask(api.PUT('/api/agenda-items/{item}/note', { params: { path: { item } }, body: { body } }));
    const copy = this.snapshot.copy.peek();
    if (copy) this.snapshot.put({ ...copy, notes: [...copy.notes.filter((one) => one.item_id !== item), ...(note.body ? [note] : [])] });
  }
}

/** For as long as the component is there. */
export function useTalk(meeting: string): TalkData {
  const data = useMemo(() => new TalkData(meeting), [meeting]);
  useEffect(() => {
    const stop = followCircle(meeting, () => void data.snapshot.reload());
    return () => {
      stop();
      data.snapshot.stop();
    };
  }, [data]);
  return data;
}
