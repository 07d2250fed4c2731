// SPDX-License-Identifier: GPL-3.0-or-later
//
// The notes of one version: the server's copy, kept fresh by the document's and
// the person's own events, with what waits to be sent laid over it. A person's
// notes are wanted in a state and sent until they have it; what the server
// refuses is kept in a list with its reason, never dropped.
import { computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import { api, ask, asProblem, connection, ifMatch, type Problem, type Schemas } from '../api';
import { follow } from '../events';
import { keepSnapshot, type Snapshot } from '../events/snapshot';
import { session } from '../session';
import { noteOf, sameState, stateOf, topOf, type Note, type NoteState } from './note';
import { waitingKeep, waitingRecall } from './waiting';

type NoteList = Schemas['NoteList'];

/** null: not to be there any more. */
export type Wanted = NoteState | null;
export interface Refusal {
  id: string;
  wanted: Wanted;
  problem: Problem;
}

/** Problems of the moment: tried again until they pass. */
const PASSING = new Set(['offline', 'busy', 'database-away', 'stopping', 'too-many-tries', 'internal', 'signed-out', 'disk-full']);
const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 20_000;

export class NoteData {
  readonly snapshot: Snapshot<NoteList>;
  /** All notes that are to be seen, mine as I want them, in the order of the paper. */
  readonly items: ReadonlySignal<readonly Note[]>;
  readonly byPage: ReadonlySignal<ReadonlyMap<number, readonly Note[]>>;
  readonly refused = signal<readonly Refusal[]>([]);
  readonly unsent: ReadonlySignal<number>;

  #wanted = signal<ReadonlyMap<string, Wanted>>(new Map());
  /** Replies newer than the copy: until a load that began after them. */
  #fresh = signal<ReadonlyMap<string, { note: Note | null; at: number }>>(new Map());
  #deleted = new Set<string>();
  #sending = new Set<string>();
  #timers = new Map<string, ReturnType<typeof setTimeout>>();
  #failures = 0;
  #stopped = false;
  #stops: (() => void)[] = [];

  constructor(
    private document: string,
    private version: number,
  ) {
    this.snapshot = keepSnapshot<NoteList>({
      subject: `document:${document}`,
      load: () => this.#load(),
      revision: (copy) => copy.revision,
      apply: (copy, change) => {
        if (change.kind !== 'note') return { ...copy, revision: change.revision };
        const patch = change.patch as Note | null;
        if (patch?.author.id === this.#me?.id) return { ...copy, revision: change.revision };
        if (!patch || patch.place?.version !== version) return null;
        return { items: [...copy.items.filter((note) => note.id !== patch.id), { ...patch, mine: false }], revision: change.revision };
      },
    });
    this.items = computed(() => this.#overlaid());
    this.byPage = computed(() => {
      const pages = new Map<number, Note[]>();
      for (const note of this.items.value) {
        const page = note.place.page;
        if (page === null) continue;
        const before = pages.get(page);
        if (before) before.push(note);
        else pages.set(page, [note]);
      }
      return pages;
    });
    this.unsent = computed(() => this.#wanted.value.size);
    const me = this.#me?.id;
    if (me) {
      // Private notes made on another device of mine are told to me alone.
      const heard = (about: unknown) => about === document && void this.snapshot.reload();
      let stood = false;
      this.#stops.push(
        follow([`person:${me}`], (change) => change.kind === 'note' && heard(change.patch?.['document_id']), () => {
          if (stood) void this.snapshot.reload();
          stood = true;
        }),
      );
      const before = waitingRecall(me, document);
      this.#stops.push(effect(() => waitingKeep(me, document, new Map([...this.refused.value.map((one) => [one.id, one.wanted] as const), ...this.#wanted.value]))));
      for (const [id, wanted] of before) this.want(id, wanted);
    }
    this.#stops.push(connection.subscribe((state) => state === 'here' && this.#sendAll()));
    const hidden = () => globalThis.document.visibilityState === 'hidden' && this.#sendAll();
    globalThis.document.addEventListener('visibilitychange', hidden);
    this.#stops.push(() => globalThis.document.removeEventListener('visibilitychange', hidden));
  }

  get #me() {
    return session.peek()?.person;
  }

  async #load(): Promise<NoteList> {
    const began = performance.now();
    const list = await ask(api.GET('/api/documents/{document}/versions/{n}/notes', { params: { path: { document: this.document, n: this.version } } }));
    const kept = [...this.#fresh.peek()].filter(([, reply]) => reply.at >= began);
    if (kept.length < this.#fresh.peek().size) this.#fresh.value = new Map(kept);
    return list;
  }

  #overlaid(): readonly Note[] {
    const notes = new Map((this.snapshot.copy.value?.items ?? []).map((note) => [note.id, note]));
    for (const [id, { note }] of this.#fresh.value) {
      if (note) notes.set(id, note);
      else notes.delete(id);
    }
    const me = session.value?.person;
    for (const [id, wanted] of this.#wanted.value) {
      if (wanted && me) notes.set(id, noteOf(id, wanted, notes.get(id), { id: me.id, full_name: me.full_name }));
      else notes.delete(id);
    }
    const order = (note: Note) => note.place.page ?? note.made_on_page;
    return [...notes.values()].sort((a, b) => order(a) - order(b) || topOf(a).y - topOf(b).y || a.created_at.localeCompare(b.created_at));
  }

  note(id: string): Note | undefined {
    return this.items.peek().find((note) => note.id === id);
  }

  /** What the server has of it, as far as is known. */
  #held(id: string): Note | undefined {
    const fresh = this.#fresh.peek().get(id);
    return fresh ? (fresh.note ?? undefined) : this.snapshot.copy.peek()?.items.find((note) => note.id === id);
  }

  /** Shown so at once; sent after `rest`, so that strokes of one word go together. */
  want(id: string, wanted: Wanted, rest = 0): void {
    this.#wanted.value = new Map(this.#wanted.peek()).set(id, wanted);
    this.#later(id, rest);
  }

  #later(id: string, delay: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.set(id, setTimeout(() => void this.#send(id), delay));
  }

  #sendAll(): void {
    for (const id of this.#wanted.peek().keys()) this.#later(id, 0);
  }

  #settle(id: string): void {
    const rest = new Map(this.#wanted.peek());
    rest.delete(id);
    this.#wanted.value = rest;
  }

  async #send(id: string): Promise<void> {
    // Before the first copy nobody knows whether the server has it.
    if (this.#sending.has(id) || this.#stopped || !this.#wanted.peek().has(id)) return;
    if (this.snapshot.copy.peek() === undefined) return this.#later(id, FIRST_RETRY_MS);
    const wanted = this.#wanted.peek().get(id) ?? null;
    const again = () => this.#wanted.peek().get(id) !== wanted && this.#wanted.peek().has(id);
    this.#sending.add(id);
    try {
      const note = await this.#bring(id, wanted);
      this.#failures = 0;
      this.#took(id, note);
      if (!again()) this.#settle(id);
      else this.#later(id, 0);
    } catch (error) {
      const problem = asProblem(error);
      if (PASSING.has(problem.slug)) {
        const wait = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures);
        this.#failures += 1;
        this.#later(id, wait);
      } else if (again()) this.#later(id, 0);
      else {
        this.refused.value = [...this.refused.peek().filter((one) => one.id !== id), { id, wanted, problem }];
        this.#settle(id);
      }
    } finally {
      this.#sending.delete(id);
    }
  }

  #took(id: string, note: Note | null): void {
    if (note) this.#deleted.delete(id);
    this.#fresh.value = new Map(this.#fresh.peek()).set(id, { note: note && { ...note, mine: true }, at: performance.now() });
  }

  async #bring(id: string, wanted: Wanted): Promise<Note | null> {
    const params = { path: { note: id } };
    const held = this.#held(id);
    if (!wanted) {
      if (!held) return null;
      await ask(api.DELETE('/api/notes/{note}', { params })).catch((error: unknown) => {
        if (asProblem(error).status !== 404) throw error;
      });
      this.#deleted.add(id);
      return null;
    }
    if (held && sameState(stateOf(held), wanted)) return held;
    let base = held;
    if (!base && this.#deleted.has(id)) {
      base = await ask(api.POST('/api/notes/{note}/restore', { params }));
      if (sameState(stateOf(base), wanted)) return base;
    }
    const header = base ? ifMatch(base.edit_version) : {};
    return ask(api.PUT('/api/notes/{note}', { params: { ...params, header }, body: wanted }));
  }

  /** Its owner says where it belongs on this version: from the tray, or a guess confirmed. */
  async place(id: string, place: Omit<Schemas['NotePlace'], 'version'>): Promise<void> {
    this.#took(id, await ask(api.PUT('/api/notes/{note}/place', { params: { path: { note: id } }, body: { version: this.version, ...place } })));
  }

  /** A refused one once more, over whatever the server has by now. */
  async sendAgain(refusal: Refusal): Promise<void> {
    this.#forget(refusal);
    await this.snapshot.reload();
    this.want(refusal.id, refusal.wanted);
  }
  dropRefused = (refusal: Refusal): void => this.#forget(refusal);

  #forget(refusal: Refusal): void {
    this.refused.value = this.refused.peek().filter((one) => one !== refusal);
  }

  /** What still waits stays kept on this device and is sent when the document is opened again. */
  stop(): void {
    this.#sendAll();
    setTimeout(() => {
      this.#stopped = true;
      this.#timers.forEach((timer) => clearTimeout(timer));
    }, 5000);
    this.#stops.forEach((stop) => stop());
    this.snapshot.stop();
  }
}
