// SPDX-License-Identifier: GPL-3.0-or-later
//
// Putting Nghị Sự on the home screen: a button where the browser offers it, the
// way to do it by hand on an iPad, nothing where it is installed already.
import { signal } from '@preact/signals';
import { MonitorDown } from 'lucide-preact';
import { t } from '../i18n';
import { Notice } from '../parts/states';

interface InstallOffer extends Event {
  prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }>;
}
const offer = signal<InstallOffer | null>(null);

/** As early as the pages run: the browser offers it once. */
export function watchInstall(): void {
  addEventListener('beforeinstallprompt', (event) => {
    // Our own button asks, when the person wants it.
    event.preventDefault();
    offer.value = event as InstallOffer;
  });
  addEventListener('appinstalled', () => (offer.value = null));
}

const installed = () => matchMedia('(display-mode: standalone)').matches;
/** An iPad says it is a Mac, but has a screen to touch. */
const onIpad = () => /iPad|iPhone/.test(navigator.userAgent) || (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);

export function InstallButton() {
  const found = offer.value;
  if (!found) return null;
  return (
    <button type="button" class="button" onClick={() => void found.prompt().then(() => (offer.value = null))}>
      <MonitorDown size={20} aria-hidden="true" />
      {t().offline.install}
    </button>
  );
}

export function InstallHint() {
  return onIpad() && !installed() ? <Notice>{t().offline.installIpad}</Notice> : null;
}
