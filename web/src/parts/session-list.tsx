// SPDX-License-Identifier: GPL-3.0-or-later
//
// Sessions on devices: which, since when, last seen when; ended one by one.
import { MonitorSmartphone } from 'lucide-preact';
import type { Schemas } from '../api';
import { fmtDateTime, t } from '../i18n';

type Item = Schemas['SessionList']['items'][number];

/** "Chrome, Android" out of a browser's long name; the long name itself when unknown. */
function device(agent: string | null): string {
  if (!agent) return t().account.unknownDevice;
  const browser = /Edg\//.test(agent) ? 'Edge' : /Firefox\//.test(agent) ? 'Firefox' : /Chrome\//.test(agent) ? 'Chrome' : /Safari\//.test(agent) ? 'Safari' : null;
  const system = /Android/.test(agent) ? 'Android' : /iPad|iPhone/.test(agent) ? 'iOS' : /Windows/.test(agent) ? 'Windows' : /Mac OS X/.test(agent) ? 'macOS' : /Linux|CrOS/.test(agent) ? 'Linux' : null;
  return browser ? [browser, system].filter(Boolean).join(', ') : agent.slice(0, 60);
}

export function SessionList({ items, onEnd }: { items: readonly Item[]; onEnd?: (item: Item) => void }) {
  const w = t().account;
  return (
    <ul class="grants">
      {items.map((s) => (
        <li key={s.id}>
          <span class="row-icon">
            <MonitorSmartphone size={20} aria-hidden="true" />
          </span>
          <span class="row-words">
            <strong>{device(s.user_agent)}</strong>
            <small class="numbers">{[s.address, w.since(fmtDateTime(s.created_at)), w.lastSeen(fmtDateTime(s.last_seen_at))].filter(Boolean).join(' · ')}</small>
            {s.this && (
              <span class="tags">
                <span class="tag tag-good">{w.thisSession}</span>
              </span>
            )}
          </span>
          {onEnd && !s.this && (
            <button type="button" class="button" onClick={() => onEnd(s)}>
              {w.endSession}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
