// SPDX-License-Identifier: GPL-3.0-or-later
//
// The first line that runs: styles, the language kept from last time, the pages.
import { render } from 'preact';
import './look/index.css';
import { App } from './app';
import { languageReady } from './i18n';
import { watchInstall } from './offline/install';
import { whenIdle } from './offline/later';

watchInstall();
void languageReady().then(() => {
  const root = document.getElementById('app');
  if (root) render(<App />, root);
  // The screen in the room keeps nothing.
  if (!location.pathname.startsWith('/wall/')) whenIdle(() => void import('./offline/begin'));
});
