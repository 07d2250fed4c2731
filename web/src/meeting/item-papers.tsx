// SPDX-License-Identifier: GPL-3.0-or-later
//
// The papers of one item while it is prepared: which version, in which named
// group (E11). It changes only the draft.
import { useId } from 'preact/hooks';
import { FileText, X } from 'lucide-preact';
import { t } from '../i18n';
import type { PaperDraft } from './draft';

interface RowProps {
  paper: PaperDraft;
  /** Of the list of suggestions. */
  list: string;
  /** It is on a frozen agenda already: its group and place are settled. */
  settled: boolean;
  onPaper: (paper: PaperDraft) => void;
  onRemove: () => void;
}

function PaperRow({ paper, list, settled, onPaper, onRemove }: RowProps) {
  const words = t().meeting;
  const { newer } = paper;
  return (
    <li class="paper-row">
      <FileText size={22} aria-hidden="true" />
      <span class="row-words">
        <a href={`/documents/${paper.document}/read/${paper.version}`}>{paper.subject}</a>
        <small class="numbers">{[words.version(paper.version), settled && paper.group].filter(Boolean).join(' · ')}</small>
      </span>
      {paper.late && <span class="tag tag-warm">{words.latePaper}</span>}
      {newer !== null && (
        <button type="button" class="button" onClick={() => onPaper({ ...paper, version: newer, newer: null })}>
          {words.takeNewer(newer)}
        </button>
      )}
      {!settled && (
        <>
          <input
            class="input paper-group-field"
            list={list}
            maxLength={100}
            aria-label={t().papers.groupOf(paper.subject)}
            placeholder={t().papers.group}
            value={paper.group}
            onInput={(event) => onPaper({ ...paper, group: event.currentTarget.value })}
          />
          <button type="button" class="icon-button" aria-label={words.removePaper(paper.subject)} onClick={onRemove}>
            <X size={20} aria-hidden="true" />
          </button>
        </>
      )}
    </li>
  );
}

interface ItemPapersProps {
  papers: PaperDraft[];
  groups: readonly string[];
  frozen: boolean;
  onPapers: (papers: PaperDraft[]) => void;
}

export function ItemPapers({ papers, groups, frozen, onPapers }: ItemPapersProps) {
  const list = useId();
  if (papers.length === 0) return null;
  return (
    <>
      <datalist id={list}>
        {groups.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <ul class="item-papers">
        {papers.map((paper) => (
          <PaperRow
            key={paper.document}
            {...{ paper, list }}
            settled={frozen && paper.id !== null}
            onPaper={(next) => onPapers(papers.map((other) => (other.document === paper.document ? next : other)))}
            onRemove={() => onPapers(papers.filter((other) => other.document !== paper.document))}
          />
        ))}
      </ul>
    </>
  );
}
