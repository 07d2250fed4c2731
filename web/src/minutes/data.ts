// SPDX-License-Identifier: GPL-3.0-or-later
//
// A meeting's minutes: the server's copy, kept fresh by patches of single
// blocks and comments. Drafts and minutes of a circle come through the own
// subject. What is being typed is not here.
import { useEffect, useMemo } from 'preact/hooks';
import { api, ask, ifMatch, type Schemas } from '../api';
import { follow, type Change } from '../events/follow';
import { keepSnapshot, type Snapshot } from '../events/snapshot';
import { followCircle } from '../meeting/circle-events';
import { session } from '../session';

export type Minutes = Schemas['Minutes'];
export type MinutesList = Schemas['MinutesList'];
export type Block = Schemas['MinutesBlock'];
export type Kind = Block['kind'];
export type BlockComment = Schemas['MinutesComment'];

interface Patch {
  meeting_id?: string;
  minutes_id?: string;
  block?: Block;
  removed?: string;
  comment?: BlockComment;
}

const inOrder = (blocks: Block[]) => blocks.sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));

/** Of a copy the block with this id is replaced by a newer state, or joins. */
function withBlock(minutes: Minutes, block: Block): Minutes {
  const held = minutes.blocks.find((one) => one.id === block.id);
  if (held && held.edit_version > block.edit_version) return minutes;
  return { ...minutes, blocks: inOrder([...minutes.blocks.filter((one) => one.id !== block.id), block]) };
}

function withComment(minutes: Minutes, comment: BlockComment): Minutes {
  return { ...minutes, comments: [...minutes.comments.filter((one) => one.id !== comment.id), comment].sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

export function applyPatch(list: MinutesList, patch: Patch | null): MinutesList | null {
  const held = patch?.minutes_id && list.items.find((one) => one.id === patch.minutes_id);
  if (!patch || !held) return null;
  const next = patch.block
    ? withBlock(held, patch.block)
    : patch.comment
      ? withComment(held, patch.comment)
      : patch.removed
        ? { ...held, blocks: held.blocks.filter((one) => one.id !== patch.removed) }
        : null;
  return next && { ...list, items: list.items.map((one) => (one.id === next.id ? next : one)) };
}

function apply(list: MinutesList, change: Change): MinutesList | null {
  if (change.kind === 'state') return null;
  if (change.kind !== 'minutes') return { ...list, revision: change.revision };
  const next = applyPatch(list, change.patch as Patch | null);
  return next && { ...next, revision: change.revision };
}

const load = (meeting: string) => ask(api.GET('/api/meetings/{meeting}/minutes', { params: { path: { meeting } } }));

export class MinutesData {
  readonly snapshot: Snapshot<MinutesList>;
  /** Blocks that are there and that the server has not answered for yet. */
  readonly #making = new Map<string, Promise<Block>>();

  constructor(readonly meeting: string) {
    this.snapshot = keepSnapshot<MinutesList>({ subject: `meeting:${meeting}`, load: () => load(meeting), revision: (copy) => copy.revision, apply });
  }

  /** What others did, told through my own subject. */
  told(patch: Patch | null): void {
    const copy = this.snapshot.copy.peek();
    const next = copy && applyPatch(copy, patch);
    if (next) this.snapshot.put(next);
    else void this.snapshot.reload();
  }
  #take = (patch: Patch) => this.told(patch);
  #whole(minutes: Minutes): void {
    const copy = this.snapshot.copy.peek();
    if (!copy) return;
    const known = copy.items.some((one) => one.id === minutes.id);
    this.snapshot.put({ ...copy, items: known ? copy.items.map((one) => (one.id === minutes.id ? minutes : one)) : [...copy.items, minutes] });
    if (!known) void this.snapshot.reload();
  }

  /** Drafts them of the record; again: what has changed in it is offered. */
  async make(item_id: string | null): Promise<void> {
    this.#whole(await ask(api.POST('/api/meetings/{meeting}/minutes', { params: { path: { meeting: this.meeting } }, body: { item_id } })));
  }
  async save(over: Block, body: Schemas['MinutesBlockChange']): Promise<Block> {
    const held = (await this.#making.get(over.id)) ?? over;
    const block = await ask(api.PATCH('/api/minutes-blocks/{block}', { params: { path: { block: held.id } }, body, headers: ifMatch(Math.max(held.edit_version, over.edit_version)) }));
    this.#take({ minutes_id: block.minutes_id, block });
    return block;
  }
  /** There at once, so that what is typed next stands in it; the server hears of it meanwhile. */
  add(minutes: Minutes, after: Block, kind: Kind, failed: (error: unknown) => void): Block {
    const next = minutes.blocks[minutes.blocks.findIndex((one) => one.id === after.id) + 1];
    const position = next ? (after.position + next.position) / 2 : after.position + 1;
    const block: Block = {
      ...{ id: crypto.randomUUID(), minutes_id: minutes.id, position, kind, text: '', source: null, offered: null, item_id: after.item_id, events: [], edited_by: null },
      ...{ updated_at: new Date().toISOString(), edit_version: 0 },
    };
    this.#take({ minutes_id: minutes.id, block });
    const making = (async () => {
      await this.#making.get(after.id);
      return ask(api.POST('/api/minutes/{minutes}/blocks', { params: { path: { minutes: minutes.id } }, body: { id: block.id, after_id: after.id, kind } }));
    })();
    this.#making.set(block.id, making);
    making
      .then((made) => this.#take({ minutes_id: minutes.id, block: made }))
      .catch((error: unknown) => {
        this.#take({ minutes_id: minutes.id, removed: block.id });
        failed(error);
      })
      .finally(() => this.#making.delete(block.id));
    return block;
  }
  async drop(given: Block): Promise<void> {
    const block = (await this.#making.get(given.id)) ?? given;
    await ask(api.DELETE('/api/minutes-blocks/{block}', { params: { path: { block: block.id } }, headers: ifMatch(block.edit_version) }));
    if (!block.source) this.#take({ minutes_id: block.minutes_id, removed: block.id });
  }
  async place(block: string, before_id: string | null): Promise<void> {
    await this.#making.get(block);
    const moved = await ask(api.PUT('/api/minutes-blocks/{block}/place', { params: { path: { block } }, body: { before_id } }));
    this.#take({ minutes_id: moved.minutes_id, block: moved });
  }
  async offer(block: Block, take: boolean): Promise<void> {
    const settled = await ask(api.POST('/api/minutes-blocks/{block}/offer', { params: { path: { block: block.id } }, body: { take }, headers: ifMatch(block.edit_version) }));
    this.#take({ minutes_id: settled.minutes_id, block: settled });
  }
  async offers(minutes: string, take: boolean): Promise<void> {
    this.#whole(await ask(api.POST('/api/minutes/{minutes}/offers', { params: { path: { minutes } }, body: { take } })));
  }
  async number(minutes: Minutes, body: Schemas['MinutesChange']): Promise<void> {
    this.#whole(await ask(api.PATCH('/api/minutes/{minutes}', { params: { path: { minutes: minutes.id } }, body, headers: ifMatch(minutes.edit_version) })));
  }
  async circulate(minutes: string, until: string): Promise<void> {
    this.#whole(await ask(api.POST('/api/minutes/{minutes}/circulate', { params: { path: { minutes } }, body: { until } })));
  }
  async approve(minutes: string): Promise<void> {
    this.#whole(await ask(api.POST('/api/minutes/{minutes}/approve', { params: { path: { minutes } } })));
  }
  async correct(minutes: string, reason: string): Promise<void> {
    this.#whole(await ask(api.POST('/api/minutes/{minutes}/correct', { params: { path: { minutes } }, body: { reason } })));
  }
  async comment(minutes: string, block: string, body: string): Promise<void> {
    this.#take({ minutes_id: minutes, comment: await ask(api.POST('/api/minutes-blocks/{block}/comments', { params: { path: { block } }, body: { body } })) });
  }
  async answer(minutes: string, comment: string, taken: boolean, answer: string): Promise<void> {
    this.#take({ minutes_id: minutes, comment: await ask(api.POST('/api/minutes-comments/{comment}/answer', { params: { path: { comment } }, body: { taken, answer } })) });
  }
  extract = (item: string) => ask(api.POST('/api/agenda-items/{item}/extract', { params: { path: { item } } }));
  notice = () => ask(api.POST('/api/meetings/{meeting}/conclusions/notice', { params: { path: { meeting: this.meeting } } }));
}

/** For as long as the component is there. onRecord: something else of the meeting changed. */
export function useMinutes(meeting: string): MinutesData {
  const data = useMemo(() => new MinutesData(meeting), [meeting]);
  useEffect(() => {
    const me = session.peek()?.person.id;
    const stops = [followCircle(meeting, () => void data.snapshot.reload())];
    if (me)
      stops.push(
        follow(
          [`person:${me}`],
          (change) => {
            const patch = change.patch as Patch | null;
            if (change.kind === 'minutes' && (!patch?.meeting_id || patch.meeting_id === meeting)) data.told(patch);
          },
          () => undefined,
        ),
      );
    return () => {
      for (const stop of stops) stop();
      data.snapshot.stop();
    };
  }, [data]);
  return data;
}
