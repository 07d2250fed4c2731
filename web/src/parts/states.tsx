// SPDX-License-Identifier: GPL-3.0-or-later
//
// The three states every piece of a page can be in besides "there": nothing in
// it, still coming, failed. They say what to do next; they fetch nothing.
import type { ComponentChildren } from 'preact';
import { CircleAlert, CloudOff, Inbox } from 'lucide-preact';
import { t } from '../i18n';
import type { Problem } from '../api';
import { holder } from '../offline/holder';
import { problemText } from './problem';

interface EmptyProps {
  title: string;
  text?: string;
  icon?: ComponentChildren;
  /** It is the whole page: the title is its heading. */
  page?: boolean;
  children?: ComponentChildren;
}

export function Empty({ title, text, icon, page, children }: EmptyProps) {
  return (
    <div class="state">
      <span class="state-icon">{icon ?? <Inbox size={28} aria-hidden="true" />}</span>
      {page ? <h1 class="state-title">{title}</h1> : <p class="state-title">{title}</p>}
      {text && <p class="state-text">{text}</p>}
      {children && <div class="state-actions">{children}</div>}
    </div>
  );
}

/** Grey bars where lines will stand, so that nothing jumps. */
export function Skeleton({ lines = 4, height = 20 }: { lines?: number; height?: number }) {
  return (
    <div class="skeleton" role="status" aria-label={t().common.loading}>
      {Array.from({ length: lines }, (_, i) => (
        <span key={i} class="skeleton-bar" style={{ height: `${height}px`, width: `${[96, 82, 90, 70, 86][i % 5]}%` }} />
      ))}
    </div>
  );
}

export function Failure({ problem, retry }: { problem: Problem; retry?: () => void }) {
  // No answer of the server, and none in the tablet's copy either.
  const notKept = problem.slug === 'offline' && holder.value !== null;
  return (
    <div class={notKept ? 'state' : 'state state-failure'} role="alert">
      <span class="state-icon">{notKept ? <CloudOff size={28} aria-hidden="true" /> : <CircleAlert size={28} aria-hidden="true" />}</span>
      <p class="state-title">{notKept ? t().offline.notKept : problemText(problem)}</p>
      {notKept && <p class="state-text">{t().offline.notKeptText}</p>}
      {(retry || notKept) && (
        <div class="state-actions">
          {retry && (
            <button type="button" class="button" onClick={retry}>
              {t().common.retry}
            </button>
          )}
          {notKept && (
            <a class="button" href="/offline">
              {t().offline.whatIsKept}
            </a>
          )}
        </div>
      )}
    </div>
  );
}

/** A short notice inside a page: a problem of a form, a hint that needs action. */
export function Notice({ kind = 'info', children }: { kind?: 'info' | 'warn' | 'error' | 'good'; children: ComponentChildren }) {
  return (
    <div class={`notice notice-${kind}`} role={kind === 'error' ? 'alert' : 'status'}>
      {children}
    </div>
  );
}
