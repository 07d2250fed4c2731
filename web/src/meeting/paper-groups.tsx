// SPDX-License-Identifier: GPL-3.0-or-later
//
// Papers of one item in their named groups (E11): those without a group first,
// then each group where its first paper stands. It does not say how one paper looks.
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import type { MeetingPaper } from './data';
import './papers.css';

interface PaperGroupsProps {
  papers: readonly MeetingPaper[];
  children: (paper: MeetingPaper) => ComponentChildren;
}

export function inGroups(papers: readonly MeetingPaper[]): [string, MeetingPaper[]][] {
  const groups = new Map<string, MeetingPaper[]>([['', []]]);
  for (const paper of papers) {
    const name = paper.group ?? '';
    groups.set(name, [...(groups.get(name) ?? []), paper]);
  }
  return [...groups].filter(([, held]) => held.length > 0);
}

function Group({ name, children }: { name: string; children: ComponentChildren }) {
  const id = useId();
  return (
    <div class="paper-group" role="group" aria-labelledby={id}>
      <p class="paper-group-name" id={id}>
        {name}
      </p>
      {children}
    </div>
  );
}

export function PaperGroups({ papers, children }: PaperGroupsProps) {
  return (
    <>
      {inGroups(papers).map(([name, held]) =>
        name ? (
          <Group key={name} name={name}>
            {held.map(children)}
          </Group>
        ) : (
          held.map(children)
        ),
      )}
    </>
  );
}
