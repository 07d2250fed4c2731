// SPDX-License-Identifier: GPL-3.0-or-later
//
// The custom elements our pages use, for the type checker.
import type { JSX } from 'preact';

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'wa-tree': JSX.HTMLAttributes<HTMLElement>;
      'wa-tree-item': JSX.HTMLAttributes<HTMLElement> & { expanded?: boolean; 'data-unit'?: string };
    }
  }
}
