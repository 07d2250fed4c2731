// SPDX-License-Identifier: GPL-3.0-or-later
//
// Web Awesome, set up to ask nobody else for anything: its few icons are our
// own files, its few words are ours. Import this before any of its components.
import { registerIconLibrary } from '@awesome.me/webawesome/dist/components/icon/library.js';
import { registerTranslation, type Translation } from '@awesome.me/webawesome/dist/utilities/localize.js';
import '@awesome.me/webawesome/dist/styles/themes/default.css';
import { vi } from '../i18n/vi';

const drawn = new Set(['chevron-right', 'chevron-left', 'chevron-down', 'check', 'indeterminate', 'xmark']);
for (const library of ['system', 'default']) {
  registerIconLibrary(library, { resolver: (name) => `/icons/${drawn.has(name) ? name : 'indeterminate'}.svg` });
}

const words: Partial<Translation> = { $code: 'vi', $name: 'Tiếng Việt', $dir: 'ltr', close: vi.common.close, loading: vi.common.loading };
registerTranslation(words as Translation);
