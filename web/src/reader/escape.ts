// SPDX-License-Identifier: GPL-3.0-or-later
//
// What Escape ends, the innermost first: a rectangle or words being chosen before
// the tool in the hand, that before a panel. And where the focus goes when what
// had it is gone, so that the keys never stop working.

/** Both tell whether there was something for them. Before the keys of the notes, which listen in the same way. */
export function watchEscape(innermost: () => boolean, before: (event: KeyboardEvent) => boolean): () => void {
  const down = (event: KeyboardEvent) => {
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest('dialog, input, textarea, select, .view-menu, .side-panel')) return;
    if (!before(event) && !(event.key === 'Escape' && innermost())) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  addEventListener('keydown', down, { capture: true });
  return () => removeEventListener('keydown', down, { capture: true });
}

/** When a bar or button goes away with the focus in it, the paper gets it, or whatever opened the bar. */
export function watchFocus(root: () => HTMLElement | null): () => void {
  let last: Element | null = null;
  const focus = (event: FocusEvent) => (last = event.target instanceof Element ? event.target : null);
  const observer = new MutationObserver(() => {
    if (!last || last.isConnected || globalThis.document.activeElement !== globalThis.document.body) return;
    const notes = last.closest('.note-bar');
    last = null;
    const opener = notes && globalThis.document.querySelector<HTMLElement>('.reader-bar .notes-button');
    (opener ?? root()?.querySelector<HTMLElement>('.viewport'))?.focus({ preventScroll: true });
  });
  addEventListener('focusin', focus);
  observer.observe(globalThis.document.body, { childList: true, subtree: true });
  return () => {
    observer.disconnect();
    removeEventListener('focusin', focus);
  };
}
