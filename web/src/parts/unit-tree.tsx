// SPDX-License-Identifier: GPL-3.0-or-later
//
// The tree of units, opened and closed by touch or keyboard; choosing a unit
// opens its page.
import { useEffect, useRef } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { Building2, Landmark } from 'lucide-preact';
import './web-awesome';
import '@awesome.me/webawesome/dist/components/tree/tree.js';
import '@awesome.me/webawesome/dist/components/tree-item/tree-item.js';
import type { Schemas } from '../api';
import { t } from '../i18n';

type Unit = Schemas['Unit'];

function Branch({ unit: u, inside, depth }: { unit: Unit; inside: ReadonlyMap<string | null, Unit[]>; depth: number }) {
  const children = inside.get(u.id) ?? [];
  return (
    <wa-tree-item expanded={depth < 2 && children.length > 0} data-unit={u.id}>
      <span class="tree-unit">
        {u.is_agency ? <Landmark size={20} aria-hidden="true" /> : <Building2 size={20} aria-hidden="true" />}
        <span class="tree-name">{u.name}</span>
        {u.is_agency && <span class="tag">{t().units.agency}</span>}
        {u.symbol && <code>{u.symbol}</code>}
        <span class="tree-people numbers">{u.people > 0 ? u.people : ''}</span>
      </span>
      {children.map((c) => (
        <Branch key={c.id} unit={c} inside={inside} depth={depth + 1} />
      ))}
    </wa-tree-item>
  );
}

export function UnitTree({ units }: { units: readonly Unit[] }) {
  const { route } = useLocation();
  const tree = useRef<HTMLElement>(null);
  useEffect(() => {
    const chosen = (e: Event) => {
      const item = (e as CustomEvent<{ selection: HTMLElement[] }>).detail.selection[0];
      const id = item?.dataset['unit'];
      if (id) route(`/units/${id}`);
    };
    const root = tree.current;
    root?.addEventListener('wa-selection-change', chosen);
    return () => root?.removeEventListener('wa-selection-change', chosen);
  }, []);
  const there = new Set(units.map((u) => u.id));
  const inside = new Map<string | null, Unit[]>();
  for (const u of units) {
    const parent = u.parent_id && there.has(u.parent_id) ? u.parent_id : null;
    const list = inside.get(parent);
    if (list) list.push(u);
    else inside.set(parent, [u]);
  }
  return (
    <wa-tree class="unit-tree" ref={tree}>
      {(inside.get(null) ?? []).map((u) => (
        <Branch key={u.id} unit={u} inside={inside} depth={0} />
      ))}
    </wa-tree>
  );
}
