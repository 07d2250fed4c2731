// SPDX-License-Identifier: GPL-3.0-or-later
//
// For those who prepare a meeting: whom mail has not reached and who has not
// read the notice here either. Nothing while all are reached.
import { MailWarning } from 'lucide-preact';
import { api, ask } from '../api';
import { t } from '../i18n';
import { useLoad } from '../parts/load';
import './notices.css';

const NAMED = 5;

export function Unreached({ meeting }: { meeting: string }) {
  const { data } = useLoad(() => ask(api.GET('/api/meetings/{meeting}/mail', { params: { path: { meeting } } })), [meeting]);
  const w = t().notices;
  if (!data || data.unreached.length === 0) return null;
  const named = data.unreached.slice(0, NAMED).map((one) => `${one.person.full_name} (${w.unreached[one.why]})`);
  const rest = data.unreached.length - named.length;
  return (
    <p class="unreached">
      <MailWarning size={20} aria-hidden="true" />
      <span>
        <strong>{w.unreachedTitle}</strong> {[...named, ...(rest > 0 ? [w.unreachedMore(rest)] : [])].join(', ')}.
      </span>
    </p>
  );
}
