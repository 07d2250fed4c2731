// SPDX-License-Identifier: GPL-3.0-or-later
//
// The agenda as people read it: number, title, who presents, when, and the
// papers, each one tap away.
import { Fragment } from 'preact';
import { FileText } from 'lucide-preact';
import type { Schemas } from '../api';
import { useTypeName } from '../catalogue';
import { fmtDateTime, fmtTime, t } from '../i18n';
import { ItemTalk } from './talk';
import type { TalkData } from './talk-data';
import './papers.css';
import { PaperDecision } from './paper-decision';
import { PaperGroups } from './paper-groups';
import { RestrictedTag } from './restricted';
import { itemNumbers, paperAddress, papersOf, type AgendaItem, type MeetingPaper } from './data';

/** `onOpen`: shown beside what is there already, instead of on a page of its own. */
export function PaperLink({ paper, meeting, large, onOpen }: { paper: MeetingPaper; meeting: string; large?: boolean; onOpen?: () => void }) {
  const words = t().meeting;
  const typeName = useTypeName();
  const name = [paper.number, paper.symbol].filter(Boolean).join('/');
  const read = paper.read_page ? words.readTo(paper.read_page) : words.notRead;
  return (
    <a
      class={large ? 'paper-link large' : 'paper-link'}
      href={paperAddress(paper, meeting)}
      onClick={(event) => {
        if (!onOpen || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        event.stopPropagation();
        onOpen();
      }}
    >
      <FileText size={large ? 28 : 22} aria-hidden="true" />
      <span class="paper-link-text">
        <strong>{paper.subject}</strong>
        <span class="muted numbers">
          {[typeName(paper.type, paper.type_name), name, paper.pages ? words.pagesOf(paper.pages) : null, words.version(paper.version), read].filter(Boolean).join(' · ')}
        </span>
        {(paper.late || paper.newer_version) && (
          <span class="tags">
            {paper.late && <span class="tag tag-warm">{words.late}</span>}
            {paper.newer_version && <span class="tag">{words.newer(paper.newer_version)}</span>}
          </span>
        )}
      </span>
    </a>
  );
}

/** Who presents, how long, what kind: one line under a title. */
export function itemFacts(item: AgendaItem): string {
  const words = t().meeting;
  const who = item.presenter?.full_name ?? item.presenting_unit?.name;
  return [words.kinds[item.kind], who, item.minutes ? words.minutesShort(item.minutes) : null].filter(Boolean).join(' · ');
}

interface AgendaListProps {
  items: readonly AgendaItem[];
  meeting: string;
  current: string | null;
  /** Given to those who prepare the meeting: papers that wait can be decided on. */
  onAgenda?: (agenda: Schemas['Agenda']) => void;
  /** What is said of the items; `open`: more may be said. */
  talk?: { data: TalkData; open: boolean };
}

export function AgendaList({ items, meeting, current, onAgenda, talk }: AgendaListProps) {
  const numbers = itemNumbers(items);
  return (
    <ol class="agenda">
      {items.map((item, index) => (
        <li key={item.id} class={item.level === 1 ? 'agenda-item agenda-sub' : 'agenda-item'} aria-current={item.id === current ? 'step' : undefined}>
          <span class="agenda-number numbers">{numbers[index]}</span>
          <div class="agenda-text">
            <h3>
              {item.title} {item.restricted && <RestrictedTag />} {item.late && <span class="tag tag-warm">{t().meeting.lateItem}</span>}
            </h3>
            <p class="muted">{itemFacts(item)}</p>
            <PaperGroups papers={onAgenda ? item.papers : papersOf(item)}>
              {(paper) => (
                <Fragment key={paper.id}>
                  <PaperLink paper={paper} meeting={meeting} />
                  {onAgenda && <PaperDecision paper={paper} onAgenda={onAgenda} />}
                </Fragment>
              )}
            </PaperGroups>
            {onAgenda && item.papers_due_at && <p class="muted numbers">{t().papers.due(fmtDateTime(item.papers_due_at))}</p>}
            {talk && <ItemTalk item={item.id} title={item.title} number={numbers[index] ?? ''} data={talk.data} open={talk.open} />}
          </div>
          <span class="agenda-time numbers">{fmtTime(item.planned_at)}</span>
        </li>
      ))}
    </ol>
  );
}
