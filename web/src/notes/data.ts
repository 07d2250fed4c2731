// SPDX-License-Identifier: GPL-3.0-or-later
//
// The notes of one version: the server's copy, kept fresh by the document's and
// the person's own events, with what waits in the outbox laid over it. What is
// wanted goes to the outbox; sending, and what is refused, are its.
import { computed, signal, type ReadonlySignal } from '@preact/signals';
import { api, ask, type Schemas } from '../api';
import { follow } from '../events';
import { keepSnapshot, type Snapshot } from '../events/snapshot';
import { entries, entryDrop, noteWant, tookTell, whenTook, type NoteEntry } from '../outbox';
import { session } from '../session';
import { noteOf, sameState, stateOf, topOf, type Note, type NoteState } from './note';

type NoteList = Schemas['NoteList'];

/** What others do to notes that are told to nobody by name is fetched at most so often. */
const FETCH_EVERY_MS = 3000;
const JITTER_MS = 300;
/** The server tells all devices of mine what one of them did; so long it may be my own word. */
const ECHO_MS = 5000;

export class NoteData {
  readonly snapshot: Snapshot<NoteList>;
  /** All notes that are to be seen, mine as I want them, in the order of the paper. */
  readonly items: ReadonlySignal<readonly Note[]>;
  readonly byPage: ReadonlySignal<ReadonlyMap<number, readonly Note[]>>;
  /** Of this document, in the outbox: by id what waits, and what the server would not take. */
  readonly unsent: ReadonlySignal<ReadonlyMap<string, NoteEntry>>;
  readonly refused: ReadonlySignal<readonly NoteEntry[]>;

  /** Replies newer than the copy: until a load that began after them. */
  #fresh = signal<ReadonlyMap<string, { note: Note | null; at: number }>>(new Map());
  /** Sent by this browser itself, when. */
  #own = new Map<string, number>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #fetched = -Infinity;
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
        const next = { ...copy, revision: change.revision };
        if (change.kind !== 'note') return next;
        const patch = change.patch as Note | null;
        if (patch?.author.id === this.#me?.id) return next;
        if (!patch || patch.place?.version !== version) {
          this.#soon();
          return next;
        }
        return { ...next, items: [...copy.items.filter((note) => note.id !== patch.id), { ...patch, mine: false }] };
      },
    });
    const mine = computed(() => [...entries.value.values()].filter((entry) => entry.kind === 'note' && entry.document === document) as NoteEntry[]);
    this.unsent = computed(() => new Map(mine.value.filter((entry) => !entry.refused).map((entry) => [entry.id, entry])));
    this.refused = computed(() => mine.value.filter((entry) => entry.refused));
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
    this.#stops.push(
      whenTook((took) => {
        if (took.kind !== 'note' || took.document !== document) return;
        this.#own.set(took.id, performance.now());
        this.#took(took.id, took.note);
      }),
    );
    const me = this.#me?.id;
    if (me) {
      // Private notes made on another device of mine are told to me alone.
      let stood = false;
      this.#stops.push(
        follow([`person:${me}`], (change) => change.kind === 'note' && change.patch?.['document_id'] === document && this.#heard(String(change.patch['note_id'])), () => {
          if (stood) void this.snapshot.reload();
          stood = true;
        }),
      );
    }
  }

  get #me() {
    return session.peek()?.person;
  }

  /** My own word comes back while it is answered, or a moment later. */
  #heard(id: string): void {
    const own = this.unsent.peek().get(id)?.sent !== undefined || performance.now() - (this.#own.get(id) ?? -Infinity) < ECHO_MS;
    if (!own) this.#soon();
  }

  #soon(): void {
    const wait = Math.max(Math.random() * JITTER_MS, this.#fetched + FETCH_EVERY_MS - performance.now());
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.snapshot.reload();
    }, wait);
  }

  async #load(): Promise<NoteList> {
    const began = performance.now();
    this.#fetched = began;
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
    for (const [id, { wanted, version }] of this.unsent.value) {
      if (!wanted) notes.delete(id);
      else if (me && version === this.version) notes.set(id, noteOf(id, wanted, notes.get(id), { id: me.id, full_name: me.full_name }));
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

  /** Shown so at once, null: gone; sent after `rest`, so that strokes of one word go together. */
  want(id: string, wanted: NoteState | null, rest = 0): void {
    const held = this.#held(id);
    const waits = this.unsent.peek().get(id);
    // Back to what the server has, and nothing else was said to it: there is nothing to send.
    if (wanted && held && sameState(stateOf(held), wanted) && (!waits || (waits.sent === undefined && waits.base === held.edit_version))) return entryDrop(id);
    noteWant(this.document, this.version, id, wanted, held, rest);
  }

  /** A reply that is of another version says nothing of the place here. */
  #took(id: string, note: Note | null): void {
    if (note && note.place.version !== this.version) this.#soon();
    else this.#fresh.value = new Map(this.#fresh.peek()).set(id, { note: note && { ...note, mine: true }, at: performance.now() });
  }

  /** Its owner says where it belongs on this version: from the tray, or a guess confirmed. */
  async place(id: string, place: Omit<Schemas['NotePlace'], 'version'>): Promise<void> {
    const held = this.#held(id);
    const note = await ask(api.PUT('/api/notes/{note}/place', { params: { path: { note: id } }, body: { version: this.version, ...place } }));
    // One edition further is ours alone: what waits of it goes over this one.
    if (held && note.edit_version === held.edit_version + 1) tookTell({ kind: 'note', document: this.document, id, from: held.edit_version, note });
    else this.#took(id, note);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#stops.forEach((stop) => stop());
    this.snapshot.stop();
  }
}
