// SPDX-License-Identifier: GPL-3.0-or-later
//
// The calendar's library brings a font of icons inside its styles, as a data:
// address, which our content security policy refuses with an error on every
// page that shows it. None of its icons are shown, so the font is left out of
// what is built. It touches nothing else of the library.
import type { Plugin } from 'vite';

export function dataFonts(): Plugin {
  return {
    name: 'nghisu-data-fonts',
    transform(code, id) {
      if (!id.includes('/@fullcalendar/core/')) return null;
      return { code: code.replace(/@font-face\{[^}]*data:[^}]*\}/g, ''), map: null };
    },
  };
}
