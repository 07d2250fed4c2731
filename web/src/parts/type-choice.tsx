// SPDX-License-Identifier: GPL-3.0-or-later
//
// The type of a document, out of the decree's 29 and the agency's own: a
// combobox that finds by name or abbreviation, with or without marks.
import { useRef, useState } from 'preact/hooks';
import { ChevronDown } from 'lucide-preact';
import { entryName, plain, useCatalogue } from '../catalogue';
import { t } from '../i18n';
import { Field } from './form';

export function TypeChoice({ value, onValue }: { value: string; onValue: (code: string) => void }) {
  const entries = useCatalogue('document-type');
  const [open, setOpen] = useState(false);
  const [q, setQ] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const w = t().documents;
  const chosen = entries.find((e) => e.code === value);
  const words = plain(q.trim());
  const found = words ? entries.filter((e) => plain(`${e.name} ${e.name_en ?? ''}`).includes(words) || plain(e.code ?? '').startsWith(words)) : entries;
  const shut = () => {
    setOpen(false);
    setQ('');
  };
  const move = (to: number) => {
    const next = (to + found.length) % Math.max(found.length, 1);
    setAt(next);
    list.current?.children[next]?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <Field name="type" label={w.type} required>
      {({ id, required, name, ...rest }) => (
        <div class="picker">
          <span class="input-with-button">
            <input
              {...rest}
              id={id}
              name={name}
              class="input"
              type="text"
              role="combobox"
              autocomplete="off"
              aria-required={required ?? false}
              aria-expanded={open}
              aria-controls={`${id}-list`}
              {...(open && found[at] && { 'aria-activedescendant': `${id}-${at}` })}
              placeholder={w.typeSearch}
              value={open ? q : chosen ? `${entryName(chosen)} (${chosen.code ?? ''})` : ''}
              onFocus={() => {
                setOpen(true);
                setAt(Math.max(0, entries.findIndex((e) => e.code === value)));
              }}
              onClick={() => setOpen(true)}
              onBlur={() => window.setTimeout(shut, 150)}
              onInput={(e) => {
                setOpen(true);
                setAt(0);
                setQ(e.currentTarget.value);
              }}
              onKeyDown={(e) => {
                if (e.key === 'ArrowDown') move(open ? at + 1 : at);
                else if (e.key === 'ArrowUp') move(at - 1);
                else if (e.key === 'Enter' && open) {
                  const entry = found[at];
                  if (entry) onValue(entry.code ?? '');
                  shut();
                } else if (e.key === 'Escape' && open) shut();
                else return;
                e.preventDefault();
                if (e.key.startsWith('Arrow')) setOpen(true);
              }}
            />
            <ChevronDown class="picker-arrow" size={20} aria-hidden="true" />
          </span>
          <ul id={`${id}-list`} ref={list} class="picker-list" role="listbox" aria-label={w.type} hidden={!open}>
            {found.map((e, i) => (
              <li
                key={e.id}
                id={`${id}-${i}`}
                class="picker-option"
                role="option"
                aria-selected={i === at}
                onPointerDown={(p) => p.preventDefault()}
                onClick={() => {
                  onValue(e.code ?? '');
                  shut();
                }}
              >
                <span class="picker-code">{e.code}</span>
                <span class="row-words">
                  {entryName(e)}
                  {e.own && <small>{w.own}</small>}
                </span>
              </li>
            ))}
            {found.length === 0 && <li class="picker-none">{t().common.nothingFound}</li>}
          </ul>
        </div>
      )}
    </Field>
  );
}
