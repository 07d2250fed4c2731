// SPDX-License-Identifier: GPL-3.0-or-later
//
// The announced end, counted down by the server's clock.
import { useEffect, useState } from 'preact/hooks';
import { Clock } from 'lucide-preact';
import { serverNow } from '../events/follow';
import { t } from '../i18n';

export const GRACE_MS = 5000;

/** Milliseconds left, once a second; null while no end is announced. */
export function useLeft(ends_at: string | null | undefined): number | null {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    if (!ends_at) return undefined;
    const tick = setInterval(() => setNow(serverNow()), 500);
    return () => clearInterval(tick);
  }, [ends_at]);
  return ends_at ? Date.parse(ends_at) - now : null;
}

export function Countdown({ ends_at }: { ends_at: string }) {
  const left = useLeft(ends_at) ?? 0;
  const seconds = Math.max(0, Math.ceil(left / 1000));
  const words = t().secret;
  return (
    <p class="secret-countdown numbers" role="timer">
      <Clock size={22} aria-hidden="true" />
      {seconds > 0 ? words.closesIn(`${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`) : words.closing}
    </p>
  );
}
