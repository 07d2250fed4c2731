// SPDX-License-Identifier: GPL-3.0-or-later
//
// Facts in pairs: what it is called, what it is. An unknown one is left out.
import type { ComponentChildren } from 'preact';

export function Facts({ children }: { children: ComponentChildren }) {
  return <dl class="facts">{children}</dl>;
}

export function Fact({ label, value, wide }: { label: string; value: ComponentChildren; wide?: boolean }) {
  if (value === null || value === undefined || value === '') return null;
  return (
    <div class={wide ? 'facts-wide' : ''}>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
