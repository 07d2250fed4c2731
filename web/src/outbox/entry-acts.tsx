// SPDX-License-Identifier: GPL-3.0-or-later
//
// What its writer can do with an entry: send it again, drop it, take the words
// along; of a note changed on two devices, choose. Used by list and tray alike.
import { Copy, FileText, RotateCw, Trash2 } from 'lucide-preact';
import { t } from '../i18n';
import { confirmFirst } from '../parts/dialog';
import { toast } from '../parts/toast';
import { entryDrop, entryKeepBoth, entrySend } from './acts';
import type { Entry } from './entry';
import { wordsOf } from './entry-about';

async function copy(words: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(words);
    toast(t().outbox.copied);
  } catch {
    toast(t().outbox.notCopied);
  }
}

async function drop(entry: Entry): Promise<void> {
  const { dropTitle: title, dropText: text, drop: yes } = t().outbox;
  if (await confirmFirst({ title, text, yes, danger: true })) entryDrop(entry.id);
}

const pageOf = (entry: Entry): number => (entry.kind === 'note' ? (entry.wanted?.page ?? 1) : entry.kind === 'answer' || entry.kind === 'item-note' ? 1 : entry.body.page);
const placeOf = (entry: Entry): string => (entry.kind === 'item-note' ? `/meetings/${entry.document}` : `/documents/${entry.document}/read/${entry.version}?page=${pageOf(entry)}`);

/** `open`: with a way to the document, where one is not there already. */
export function EntryActs({ entry, open = false }: { entry: Entry; open?: boolean }) {
  const { outbox } = t();
  const twofold = entry.kind === 'note' && entry.refused && entry.theirs !== undefined;
  const button = (label: string, act: () => void, Icon?: typeof Copy) => (
    <button type="button" class="button small" onClick={act}>
      {Icon && <Icon size={18} aria-hidden="true" />}
      {label}
    </button>
  );
  // On its way it can no longer be called back.
  const held = !entry.refused && entry.kind === 'note' && entry.sent !== undefined;
  return (
    <div class="note-acts">
      {twofold && entry.kind === 'note' ? (
        <>
          {button(outbox.keepMine, () => entrySend(entry))}
          {button(outbox.keepTheirs, () => entryDrop(entry.id))}
          {entry.wanted && entry.theirs && button(outbox.keepBoth, () => entryKeepBoth(entry))}
        </>
      ) : (
        <>
          {entry.refused && button(outbox.send, () => entrySend(entry), RotateCw)}
          {!held && button(outbox.drop, () => void drop(entry), Trash2)}
        </>
      )}
      {entry.refused && wordsOf(entry) && button(outbox.copy, () => void copy(wordsOf(entry)), Copy)}
      {open && (
        <a class="button small" href={placeOf(entry)}>
          <FileText size={18} aria-hidden="true" />
          {outbox.open}
        </a>
      )}
    </div>
  );
}
