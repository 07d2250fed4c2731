// SPDX-License-Identifier: GPL-3.0-or-later
//
// The parts of one version, fetched page by page: only those whose content is
// not on the device, each proven by its hash. A fetch broken off goes on where
// it was. What is kept at all is sync.ts's to say.
import type { Schemas } from '../api';
import { lineFree, lineIsSlow } from '../line';
import { fetchWhole } from './answers';
import { tell } from './channel';
import { full } from './room';
import type { KeptPage, KeptVersion, Store } from './store';

type PageParts = Schemas['PageParts'];

const AT_A_TIME = 20;
const AT_ONCE = 4;

/** No room for more; what is there stays. */
export class Full extends Error {}
/** The bytes are not those that the list promised. */
class Torn extends Error {}

const keyOf = (record: KeptVersion) => `/api/documents/${record.document}/versions/${record.version}`;

async function sha256(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export class Fetcher {
  /** Two pages may have the same part: one fetch serves both. */
  #coming = new Map<string, Promise<void>>();

  constructor(
    private db: Store,
    private signal: AbortSignal,
    /** Bytes that papers may still take. */
    private room: () => Promise<number>,
    /** After each page. */
    private told: () => void,
  ) {}

  async #fetch(hash: string, path: string, media: string): Promise<void> {
    if (await this.db.getKey('part', hash)) return;
    const bytes = await (await fetchWhole(path, this.signal)).arrayBuffer();
    if ((await sha256(bytes)) !== hash) throw new Torn(path);
    try {
      await this.db.put('part', { sha256: hash, media, bytes: bytes.byteLength, data: new Blob([bytes], { type: media }) });
    } catch (error) {
      throw full(error) ? new Full() : error;
    }
  }

  #part(hash: string, path: string, media: string): Promise<void> {
    const coming = this.#coming.get(hash) ?? this.#fetch(hash, path, media).finally(() => this.#coming.delete(hash));
    this.#coming.set(hash, coming);
    return coming;
  }

  async #page(record: KeptVersion, parts: PageParts): Promise<void> {
    const { page, picture, text, problem } = parts;
    const path = `${keyOf(record)}/pages/${page}`;
    if (picture) await this.#part(picture.sha256, `${path}/image?width=${record.width}`, picture.media);
    if (text) await this.#part(text.sha256, `${path}/text`, 'application/json');
    record.parts[page - 1] = { picture: picture?.sha256 ?? null, text: text?.sha256 ?? null, problem } satisfies KeptPage;
    record.bytes += (picture?.bytes ?? 0) + (text?.bytes ?? 0);
    this.told();
  }

  async #put(record: KeptVersion): Promise<void> {
    try {
      await this.db.put('version', record);
    } catch (error) {
      throw full(error) ? new Full() : error;
    }
    tell({ type: 'kept' });
  }

  /** All pages that are not there. Ends with all of them, or throws what stopped it after keeping what came. */
  async all(record: KeptVersion): Promise<void> {
    for (let from = record.parts.indexOf(null) + 1; from > 0; from = record.parts.indexOf(null) + 1) {
      if ((await this.room()) <= 0) throw new Full();
      await lineFree();
      const list = await fetchWhole(`${keyOf(record)}/parts?width=${record.width}&from=${from}&count=${AT_A_TIME}`, this.signal);
      const { items } = (await list.json()) as Schemas['PartList'];
      const wanted = items.filter((parts) => record.parts[parts.page - 1] === null);
      // A version never changes: a list without the page asked for cannot be gone on with.
      if (wanted.length === 0) throw new Torn(keyOf(record));
      const ends = await Promise.allSettled(Array.from({ length: lineIsSlow() ? 1 : AT_ONCE }, () => this.#lane(record, wanted)));
      await this.#put(record);
      for (const end of ends) if (end.status === 'rejected') throw end.reason;
    }
  }

  async #lane(record: KeptVersion, wanted: PageParts[]): Promise<void> {
    for (let parts = wanted.shift(); parts; parts = wanted.shift()) {
      try {
        await lineFree();
        await this.#page(record, parts);
      } catch (error) {
        // The other lanes stop after the page they are at.
        wanted.length = 0;
        throw error;
      }
    }
  }
}
