// SPDX-License-Identifier: GPL-3.0-or-later
//
// Picking people and units by part of their name: a combobox that asks the
// server as one types. What is chosen is the caller's to keep.
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Building2, UserRound, UsersRound, X } from 'lucide-preact';
import { api, ask, type Schemas } from '../api';
import { t } from '../i18n';

export type Principal = Schemas['Principal'];

export function PrincipalIcon({ kind }: { kind: Principal['kind'] }) {
  const Icon = { person: UserRound, unit: Building2, audience: UsersRound }[kind];
  return <Icon size={20} aria-hidden="true" />;
}

interface PickerProps {
  label: string;
  onPick: (found: Principal) => void;
  /** Not offered again. */
  except?: readonly string[];
  kinds?: readonly Principal['kind'][];
  id?: string;
}

export function PrincipalPicker({ label, onPick, except = [], kinds, id: given }: PickerProps) {
  const made = useId();
  const id = given ?? made;
  const [q, setQ] = useState('');
  const [found, setFound] = useState<Principal[] | null>(null);
  const [at, setAt] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const words = q.trim();
    if (!words) {
      setFound(null);
      return;
    }
    let living = true;
    const timer = window.setTimeout(() => {
      ask(api.GET('/api/principals', { params: { query: { q: words, limit: 20 } } }))
        .then((list) => {
          if (!living) return;
          setFound(list.items.filter((p) => !except.includes(p.id) && (!kinds || kinds.includes(p.kind))));
          setAt(0);
        })
        .catch(() => living && setFound([]));
    }, 180);
    return () => {
      living = false;
      window.clearTimeout(timer);
    };
  }, [q, except.join()]);
  const pick = (p: Principal) => {
    onPick(p);
    setQ('');
    setFound(null);
  };
  const key = (e: KeyboardEvent) => {
    if (!found?.length) return;
    if (e.key === 'ArrowDown') setAt((at + 1) % found.length);
    else if (e.key === 'ArrowUp') setAt((at + found.length - 1) % found.length);
    else if (e.key === 'Enter') {
      const p = found[at];
      if (p) pick(p);
    } else if (e.key === 'Escape') {
      e.stopPropagation();
      setFound(null);
    } else return;
    e.preventDefault();
  };
  return (
    <div class="picker" ref={box}>
      <input
        id={id}
        class="input"
        type="text"
        role="combobox"
        autocomplete="off"
        aria-label={label}
        aria-expanded={found !== null}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        {...(found?.length && { 'aria-activedescendant': `${id}-${at}` })}
        placeholder={t().common.typeToSearch}
        value={q}
        onInput={(e) => setQ(e.currentTarget.value)}
        onKeyDown={key}
        onBlur={() => window.setTimeout(() => setFound(null), 150)}
      />
      <ul id={`${id}-list`} class="picker-list" role="listbox" aria-label={label} hidden={found === null}>
        {found?.length === 0 && <li class="picker-none">{t().common.nothingFound}</li>}
        {found?.map((p, i) => (
          <li
            key={p.id}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === at}
            class="picker-option"
            onPointerDown={(e) => e.preventDefault()}
            onClick={() => pick(p)}
          >
            <PrincipalIcon kind={p.kind} />
            <span class="row-words">
              <strong>{p.name}</strong>
              {p.detail && <small>{p.detail}</small>}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** One chosen person or unit, with a way to take it back. */
export function PrincipalChip({ name, kind, onRemove }: { name: string; kind: Principal['kind']; onRemove?: () => void }) {
  return (
    <span class="chip">
      <PrincipalIcon kind={kind} />
      {name}
      {onRemove && (
        <button type="button" class="chip-remove" aria-label={t().common.removeNamed(name)} onClick={onRemove}>
          <X size={18} aria-hidden="true" />
        </button>
      )}
    </span>
  );
}

/** Exactly one, or none: the chosen one stands in the field's place. */
export function OnePrincipal({ label, value, onValue, kinds, id }: { label: string; value: { id: string; name: string } | null; onValue: (p: Principal | null) => void; kinds: readonly Principal['kind'][]; id?: string }) {
  if (value) return <PrincipalChip name={value.name} kind={kinds[0] ?? 'person'} onRemove={() => onValue(null)} />;
  return <PrincipalPicker label={label} kinds={kinds} onPick={onValue} {...(id && { id })} />;
}
