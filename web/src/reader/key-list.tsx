// SPDX-License-Identifier: GPL-3.0-or-later
//
// The list of all keys of the reader, opened by one of them and from the menu of
// the view. It lists; keys.ts, find-bar.tsx, region.ts and notes/keys.ts act.
import { signal } from '@preact/signals';
import { t } from '../i18n';
import { NOTE_KEYS, TOOL_KEYS, TOOLS } from '../notes/tools';
import { Dialog } from '../parts/dialog';

export const keysListed = signal(false);

/** A row: what it does, and its keys, of which any does it; keys pressed together are joined by +. */
type Row = readonly [string, ...string[]];

function rows(): readonly (readonly [string, readonly Row[]])[] {
  const { reader, notes, common } = t();
  const { keyList } = reader;
  const capital = (key: string) => key.toUpperCase();
  return [
    [
      keyList.reading,
      [
        [keyList.scroll, '↑', '↓'],
        [keyList.screen, 'Page Up', 'Page Down'],
        [keyList.pages, '←', '→'],
        [keyList.ends, 'Home', 'End'],
        [reader.goToPage, 'G'],
        [reader.find, 'Ctrl + F'],
        [keyList.hits, 'F3', 'Shift + F3'],
        [t().news.next, 'C'],
        [keyList.back, 'Alt + ←'],
        [keyList.close, 'Esc'],
      ],
    ],
    [
      reader.view,
      [
        [keyList.zoom, '+', '−'],
        [reader.fitWidth, '0'],
        [reader.turn, 'R'],
        [reader.spread, 'B'],
        [reader.dark, 'I'],
        [reader.fullScreen, 'F'],
        [keyList.title, '?'],
      ],
    ],
    [
      reader.region,
      [
        [keyList.region, 'M'],
        [keyList.regionMove, '← ↑ → ↓'],
        [keyList.regionSize, 'Shift + ← ↑ → ↓'],
        [reader.writeOnRegion, 'Enter'],
      ],
    ],
    [
      keyList.notes,
      [
        [keyList.openNotes, 'N'],
        ...TOOLS.map((one): Row => [notes.tools[one], capital(TOOL_KEYS[one])]),
        [notes.colour, '1 … 5'],
        [notes.width, capital(NOTE_KEYS.width)],
        [notes.audience, capital(NOTE_KEYS.audience)],
        [notes.nextNote, NOTE_KEYS.next],
        [notes.previousNote, NOTE_KEYS.previous],
        [notes.removeChosen, NOTE_KEYS.remove],
        [keyList.hand, '← ↑ → ↓'],
        [keyList.handSmall, 'Shift + ← ↑ → ↓'],
        [keyList.press, keyList.space],
        [notes.undo, 'Ctrl + Z'],
        [notes.redo, 'Ctrl + Y'],
        [keyList.send, 'Ctrl + Enter'],
        [common.cancel, 'Esc'],
      ],
    ],
  ];
}

export function KeyList() {
  if (!keysListed.value) return null;
  return (
    <Dialog title={t().reader.keyList.title} wide onClose={() => (keysListed.value = false)}>
      <div class="key-list" tabIndex={0} role="group" aria-label={t().reader.keyList.title}>
        {rows().map(([title, list]) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {list.map(([what, ...keys]) => (
                <div key={what}>
                  <dt>{what}</dt>
                  <dd>
                    {keys.map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
