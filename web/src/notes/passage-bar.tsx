// SPDX-License-Identifier: GPL-3.0-or-later
//
// What can be done with the words just selected: mark them, talk about them,
// cite them, or put a note of the tray there.
import { Highlighter, Link2, MapPin, MessageSquarePlus, Strikethrough, Underline } from 'lucide-preact';
import { t } from '../i18n';
import { toastProblem } from '../parts/toast';
import { citeCopy } from '../reader/cite';
import { passage } from '../reader/selection';
import type { Desk } from './desk';

export function PassageBar({ desk, onTalk }: { desk: Desk; onTalk: () => void }) {
  const about = passage.value;
  if (!about) return null;
  const words = t().notes;
  const keep = (event: Event) => event.preventDefault();
  const waiting = desk.placing.value;
  const put = async () => {
    if (!waiting) return;
    try {
      await desk.data.place(waiting.id, { page: about.page, quads: about.quads.slice(0, 500), exact: about.quote.slice(0, 5000), prefix: about.prefix, suffix: about.suffix });
      desk.placing.value = null;
      getSelection()?.removeAllRanges();
    } catch (error) {
      toastProblem(error);
    }
  };
  const mark = (kind: 'highlight' | 'underline' | 'strike', Icon: typeof Highlighter) => (
    <button type="button" class="icon-button" aria-label={words.tools[kind]} title={words.tools[kind]} onClick={() => desk.markSelected(kind)}>
      <Icon size={22} aria-hidden="true" />
    </button>
  );
  return (
    <div class="passage-bar" role="toolbar" aria-label={words.passage} onPointerDown={keep}>
      {waiting ? (
        <button type="button" class="button primary" onClick={() => void put()}>
          <MapPin size={20} aria-hidden="true" />
          {words.placeHere}
        </button>
      ) : (
        <>
          {mark('highlight', Highlighter)}
          {mark('underline', Underline)}
          {mark('strike', Strikethrough)}
          <button type="button" class="bar-button" onClick={() => void citeCopy(desk.document, desk.version, about)}>
            <Link2 size={20} aria-hidden="true" />
            {t().reader.copyLink}
          </button>
          <button type="button" class="button primary" onClick={onTalk}>
            <MessageSquarePlus size={20} aria-hidden="true" />
            {t().reader.writeOnPassage}
          </button>
        </>
      )}
    </div>
  );
}
