// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is said of a meeting's items, and my private notes on them: the server's
// copy, kept fresh by the meeting's events. What is being typed is not here.
import { useEffect, useMemo } from 'preact/hooks';
import { api, ask, type Schemas } from '../api';
import { keepSnapshot, type Snapshot } from '../events/snapshot';
import { entries, itemNoteId, itemNoteWant, whenTook } from '../outbox';
import { followCircle } from './circle-events';

export type ItemComment = Schemas['ItemComment'];
export type Talk = Schemas['ItemCommentList'];

/** More is typed in a moment: sent after it. */
const REST_MS = 800;

export class TalkData {
  readonly snapshot: Snapshot<Talk>;

  readonly #untook: () => void;

  constructor(readonly meeting: string) {
    this.#untook = whenTook((took) => {
      if (took.kind === 'item-note' && took.document === meeting) this.#noteTake(took.note);
    });
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

  /** As it was last typed on this device, else as the server has it. */
  noteOf(item: string): string {
    const waiting = entries.value.get(itemNoteId(item));
    return waiting?.kind === 'item-note' ? waiting.body : (this.snapshot.copy.value?.notes.find((note) => note.item_id === item)?.body ?? '');
  }
  noteState(item: string): 'sent' | 'waiting' | 'refused' {
    const waiting = entries.value.get(itemNoteId(item));
    return waiting ? (waiting.refused ? 'refused' : 'waiting') : 'sent';
  }
  noteKeep(item: string, title: string, body: string): void {
    itemNoteWant(this.meeting, item, title, body, REST_MS);
  }
  #noteTake(note: Schemas['ItemNote']): void {
    const copy = this.snapshot.copy.peek();
    if (copy) this.snapshot.put({ ...copy, notes: [...copy.notes.filter((one) => one.item_id !== note.item_id), ...(note.body ? [note] : [])] });
  }

  stop(): void {
    this.#untook();
    this.snapshot.stop();
  }
}

/** For as long as the component is there. */
export function useTalk(meeting: string): TalkData {
  const data = useMemo(() => new TalkData(meeting), [meeting]);
  useEffect(() => {
    const stop = followCircle(meeting, () => void data.snapshot.reload());
    return () => {
      stop();
      data.stop();
    };
  }, [data]);
  return data;
}
