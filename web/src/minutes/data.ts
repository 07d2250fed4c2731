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
    const block = await ask(api.PATCH('/api/minutes-blocks/{block}', { params: { path: { block: over.id } }, body, headers: ifMatch(over.edit_version) }));
    this.#take({ minutes_id: block.minutes_id, block });
    return block;
  }
  async add(minutes: string, after_id: string | null, kind: Kind): Promise<Block> {
    const block = await ask(api.POST('/api/minutes/{minutes}/blocks', { params: { path: { minutes } }, body: { after_id, kind } }));
    this.#take({ minutes_id: minutes, block });
    return block;
  }
  async drop(block: Block): Promise<void> {
    await ask(api.DELETE('/api/minutes-blocks/{block}', { params: { path: { block: block.id } }, headers: ifMatch(block.edit_version) }));
    if (!block.source) this.#take({ minutes_id: block.minutes_id, removed: block.id });
  }
  async place(block: string, before_id: string | null): Promise<void> {
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
