// SPDX-License-Identifier: GPL-3.0-or-later
//
// The line above the paper while somebody presents: who, how many follow, and
// the one tap to leave, to rejoin, to point, to stop.
import { Eye, MousePointer2, Presentation as PresentationIcon, Square } from 'lucide-preact';
import { t } from '../i18n';
import type { Screen } from './screen';
import './follow.css';

export function FollowBar({ screen }: { screen: Screen }) {
  const words = t().follow;
  const on = screen.presentation.value;
  if (!on) return null;
  const presenting = screen.presenting.value;
  const steers = screen.snapshot.copy.value?.may_let ?? false;
  const name = on.presenter.full_name;
  return (
    <div class={presenting ? 'follow-bar follow-mine' : 'follow-bar'} role="status">
      <PresentationIcon size={20} aria-hidden="true" />
      <span class="follow-who">
        <strong>{presenting ? words.presenting : screen.following.value ? words.presents(name) : words.presentsPage(name, on.page)}</strong>
        {(presenting || steers) && <span class="numbers"> · {words.followers(screen.heard.followers.value)}</span>}
        {presenting && screen.pointing.value && <small> {words.pointerHint}</small>}
      </span>
      {presenting ? (
        <>
          <button type="button" class="button" aria-pressed={screen.pointing.value} onClick={() => (screen.pointing.value = !screen.pointing.peek())}>
            <MousePointer2 size={20} aria-hidden="true" />
            {words.pointer}
          </button>
          <button type="button" class="button" onClick={() => void screen.end()}>
            <Square size={18} aria-hidden="true" />
            {words.stop}
          </button>
        </>
      ) : screen.following.value ? (
        <button type="button" class="button" onClick={screen.leave}>
          <Eye size={20} aria-hidden="true" />
          {words.leave}
        </button>
      ) : (
        <button type="button" class="button act" onClick={screen.join}>
          <PresentationIcon size={20} aria-hidden="true" />
          {words.join}
        </button>
      )}
    </div>
  );
}

/** Beside the paper's name, for those who may: everybody who follows sees what I see. */
export function PresentButton({ screen, paper, name }: { screen: Screen; paper: string; name: string }) {
  const words = t().follow;
  if (!screen.snapshot.copy.value?.may_present || screen.presenting.value) return null;
  const other = screen.presentation.value !== null && !screen.snapshot.copy.value.may_let;
  return (
    <button type="button" class="button present-button" disabled={other} aria-label={words.presentPaper(name)} title={other ? words.taken : words.presentPaper(name)} onClick={() => void screen.present(paper)}>
      <PresentationIcon size={20} aria-hidden="true" />
      <span>{words.present}</span>
    </button>
  );
}
