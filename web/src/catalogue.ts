// SPDX-License-Identifier: GPL-3.0-or-later
//
// The entries of the catalogues, fetched once and again after a change (A5).
import { signal, type Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { api, ask, type Schemas } from './api';
import { language } from './i18n';

export type CatalogueName = 'title' | 'meeting-type' | 'document-type' | 'room' | 'issuer' | 'holiday';
export type Entry = Schemas['CatalogueEntry'];

const kept = new Map<CatalogueName, Signal<Entry[] | null>>();
function holder(name: CatalogueName): Signal<Entry[] | null> {
  let s = kept.get(name);
  if (!s) kept.set(name, (s = signal<Entry[] | null>(null)));
  return s;
}

export async function catalogueLoad(name: CatalogueName): Promise<Entry[]> {
  const list = await ask(api.GET('/api/catalogues/{catalogue}', { params: { path: { catalogue: name } } }));
  holder(name).value = list.items;
  return list.items;
}

/** What may be chosen now; empty while it is fetched. */
export function useCatalogue(name: CatalogueName): Entry[] {
  const s = holder(name);
  useEffect(() => {
    if (!s.value) void catalogueLoad(name).catch(() => undefined);
  }, [name]);
  return (s.value ?? []).filter((e) => e.active);
}

/** Its name in the language of the pages. */
export function entryName(entry: Entry): string {
  return language.value === 'en' && entry.name_en ? entry.name_en : entry.name;
}

/** The name of a document's type in the language of the pages; `name` is the Vietnamese one, which comes with the document. */
export function useTypeName(): (code: string, name: string) => string {
  const s = holder('document-type');
  const foreign = language.value !== 'vi';
  useEffect(() => {
    if (foreign && !s.value) void catalogueLoad('document-type').catch(() => undefined);
  }, [foreign]);
  return (code, name) => (foreign && s.value?.find((entry) => entry.code === code)?.name_en) || name;
}

/** For finding by typing: no marks, no capitals; "quyet dinh" finds "Quyết định". */
export function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D').toLowerCase();
}
