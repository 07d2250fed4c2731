// SPDX-License-Identifier: GPL-3.0-or-later
//
// All that this person wrote on this device and the server does not have: what
// was refused first, with its reason; then what waits. Of every document.
import { t, fmtDateTime } from '../i18n';
import { entries } from './box';
import type { Entry } from './entry';
import { EntryActs } from './entry-acts';
import { EntryAbout, titleOf } from './entry-about';
import { KeepingNotice } from './keeping';
import { subjectOf } from './subject';
import './outbox.css';

function Row({ entry }: { entry: Entry }) {
  const subject = entry.kind === 'item-note' ? entry.title : subjectOf(entry.document, entry.version).value;
  return (
    <li class={entry.refused ? 'entry refused' : 'entry'}>
      <p class="entry-head">
        <strong>{titleOf(entry)}</strong>
        <span class="numbers">{t().outbox.wroteAt(fmtDateTime(new Date(entry.queued_at)))}</span>
      </p>
      {subject && <p class="entry-subject">{subject}</p>}
      <EntryAbout entry={entry} />
      <EntryActs entry={entry} open />
    </li>
  );
}

export function UnsentList() {
  const { outbox } = t();
  const all = [...entries.value.values()].filter((entry) => entry.kind !== 'reading');
  const sections = [
    [outbox.refused, all.filter((entry) => entry.refused)],
    [outbox.waiting, all.filter((entry) => !entry.refused)],
  ] as const;
  return (
    <div class="unsent">
      <KeepingNotice />
      {all.length === 0 && <p class="note-hint">{outbox.none}</p>}
      {sections.map(
        ([title, list]) =>
          list.length > 0 && (
            <section key={title} aria-label={title}>
              <h3>{title}</h3>
              <ul>
                {list.map((entry) => (
                  <Row key={entry.id} entry={entry} />
                ))}
              </ul>
            </section>
          ),
      )}
    </div>
  );
}
