// SPDX-License-Identifier: GPL-3.0-or-later
//
// The paper, on most of the screen: of the item that is on, or the one the
// person has opened. When the chair goes on, the stage goes along unless
// something of another item is being read; then it says so and waits.
import { useEffect, useRef, useState } from 'preact/hooks';
import { FileText, Maximize2 } from 'lucide-preact';
import { api, ask } from '../api';
import { t } from '../i18n';
import { itemNumber, paperAddress, papersOf, type AgendaItem, type Meeting, type MeetingPaper } from '../meeting/data';
import { itemFacts } from '../meeting/agenda-list';
import { useLoad } from '../parts/load';
import { FollowBar, PresentButton } from '../follow/bar';
import { LetButton } from '../follow/let-panel';
import type { Guest } from '../reader/guest';
import { Reader } from '../reader/reader';
import type { Room } from './room';

/** All go to the new item in the same moment; their papers are fetched over this time, after the step itself is on the screen. */
const LEAST_MS = 250;
const SPREAD_MS = 1250;

export interface Shown {
  item: string;
  paper: string;
}

function Reading({ paper, meeting, guest }: { paper: MeetingPaper; meeting: string; guest: Guest }) {
  const { document_id: document, version } = paper;
  const facts = useLoad(() => ask(api.GET('/api/documents/{document}', { params: { path: { document } } })), [document]);
  return (
    <div class="reader live-reader">
      <Reader
        key={`${document}-${version}`}
        inside
        guest={guest}
        {...{ document, version }}
        facts={facts.data}
        page={null}
        rect={null}
        find={null}
        back={`/meetings/${meeting}/live`}
        backLabel={t().meeting.backToMeeting}
        addressOf={(number) => `/documents/${document}/read/${number}?meeting=${meeting}`}
        onFactsChanged={() => void facts.reload()}
      />
    </div>
  );
}

/** The papers of an item as tabs, and the one that is open in a page of its own. */
function Papers({ item, paper, room }: { item: AgendaItem; paper: MeetingPaper; room: Room }) {
  const words = t().room;
  return (
    <nav class="live-papers" aria-label={words.papersOf(itemNumber(item))}>
      <ul>
        {papersOf(item).map((one) => (
          <li key={one.id}>
            <button type="button" class="live-paper" aria-pressed={one.id === paper.id} title={one.subject} onClick={() => room.onPaper(item, one)}>
              <FileText size={20} aria-hidden="true" />
              <span>{one.subject}</span>
              {one.late && <span class="tag tag-warm">{t().meeting.late}</span>}
            </button>
          </li>
        ))}
      </ul>
      <PresentButton screen={room.follow.screen} paper={paper.id} name={paper.subject} />
      <LetButton screen={room.follow.screen} roll={room.roll} />
      <a class="icon-button" href={paperAddress(paper, room.meeting.id)} aria-label={words.whole(paper.subject)} title={words.wholeShort}>
        <Maximize2 size={22} aria-hidden="true" />
      </a>
    </nav>
  );
}

function find(meeting: Meeting, shown: Shown | null): { item: AgendaItem; paper: MeetingPaper } | null {
  const item = meeting.agenda.find((one) => one.id === shown?.item);
  const paper = item && papersOf(item).find((one) => one.id === shown?.paper);
  return item && paper ? { item, paper } : null;
}

export function Stage({ room, current, shown, onShown }: { room: Room; current: AgendaItem; shown: Shown | null; onShown: (shown: Shown | null) => void }) {
  /** The item whose papers are on the stage: a moment behind, so that the step itself is seen at once. */
  const [at, setAt] = useState(current.id);
  const [left, setLeft] = useState<Shown | null>(null);
  const [moved, setMoved] = useState(false);
  const last = useRef<Shown | null>(null);
  const latest = useRef(shown);
  latest.current = shown;
  const on = room.meeting.agenda.find((item) => item.id === at) ?? current;
  const own = papersOf(on)[0];
  const seen = find(room.meeting, shown) ?? (own ? { item: on, paper: own } : null);
  useEffect(() => {
    if (at === current.id) return;
    const timer = setTimeout(() => {
      setAt(current.id);
      const open = latest.current;
      const elsewhere = open !== null && open.item !== at && open.item !== current.id;
      setMoved(elsewhere);
      if (elsewhere) return;
      setLeft(last.current);
      onShown(null);
    }, LEAST_MS + Math.random() * SPREAD_MS);
    return () => clearTimeout(timer);
  }, [current.id, at]);
  useEffect(() => {
    if (seen) last.current = { item: seen.item.id, paper: seen.paper.id };
  });
  const words = t().room;
  return (
    <div class="live-stage" data-paper={seen?.paper.id ?? ''}>
      <FollowBar screen={room.follow.screen} />
      {moved && (
        <p class="live-said" role="status">
          <span>{t().meeting.chairMoved(itemNumber(current))}</span>
          <button
            type="button"
            class="button act"
            onClick={() => {
              setMoved(false);
              onShown(null);
            }}
          >
            {t().meeting.follow}
          </button>
        </p>
      )}
      {!moved && left && find(room.meeting, left) && left.item !== seen?.item.id && (
        <p class="live-said" role="status">
          <span>{words.went(itemNumber(current))}</span>
          <button
            type="button"
            class="button"
            onClick={() => {
              onShown(left);
              setLeft(null);
            }}
          >
            {words.readOn}
          </button>
          <button type="button" class="button quiet" onClick={() => setLeft(null)}>
            {t().common.close}
          </button>
        </p>
      )}
      {seen ? (
        <>
          <Papers item={seen.item} paper={seen.paper} room={room} />
          <Reading key={`${seen.paper.document_id}-${seen.paper.version}`} paper={seen.paper} meeting={room.meeting.id} guest={room.follow.guest} />
        </>
      ) : (
        <main class="live-blank">
          <p class="live-blank-number numbers">{t().meeting.item(itemNumber(on))}</p>
          <p class="live-blank-title">{on.title}</p>
          <p class="muted">{[itemFacts(on), t().meeting.noPapers].filter(Boolean).join(' · ')}</p>
        </main>
      )}
    </div>
  );
}
