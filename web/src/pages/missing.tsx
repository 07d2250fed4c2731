// SPDX-License-Identifier: GPL-3.0-or-later
//
// What stands where a page cannot: no such address, not for this person, broken.
import { CircleAlert, Compass, Lock } from 'lucide-preact';
import { t } from '../i18n';
import { Empty } from '../parts/states';

export function NotFound() {
  const w = t().shell;
  return (
    <Empty page title={w.notFoundTitle} text={w.notFoundText} icon={<Compass size={28} aria-hidden="true" />}>
      <a class="button primary" href="/">
        {w.toHome}
      </a>
    </Empty>
  );
}

export function NotAllowed() {
  const w = t().shell;
  return (
    <Empty page title={w.notAllowedTitle} text={w.notAllowedText} icon={<Lock size={28} aria-hidden="true" />}>
      <a class="button primary" href="/">
        {w.toHome}
      </a>
    </Empty>
  );
}

export function Broken() {
  const w = t().shell;
  return (
    <Empty page title={w.brokenTitle} text={w.brokenText} icon={<CircleAlert size={28} aria-hidden="true" />}>
      <button type="button" class="button primary" onClick={() => location.reload()}>
        {t().common.reload}
      </button>
      <a class="button" href="/">
        {w.toHome}
      </a>
    </Empty>
  );
}
