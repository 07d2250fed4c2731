// SPDX-License-Identifier: GPL-3.0-or-later
//
// Tasks as the server has them, fetched again when the person's home tells of
// a change of one.
import { useEffect } from 'preact/hooks';
import { api, ask, type Schemas } from '../api';
import { follow } from '../events';
import { useLoad } from '../parts/load';
import { session } from '../session';

export type Task = Schemas['Task'];
export type TaskRow = Schemas['TaskRow'];
export type Step = Task['steps'][number];
export type Board = Schemas['TaskBoard'];
export type Counts = Schemas['TaskCounts'];
export type Column = TaskRow['column'];
export const COLUMNS = ['overdue', 'soon', 'doing', 'waiting', 'done'] as const satisfies readonly Column[];
export const WHOSE = ['mine', 'unit', 'given'] as const;
export type Whose = (typeof WHOSE)[number];

/** Asks again when a task of mine changed somewhere. */
export function useTaskEvents(reload: () => void): void {
  const me = session.value?.person.id;
  useEffect(
    () =>
      me
        ? follow(
            [`person:${me}`],
            (change) => {
              if (change.kind === 'tasks') reload();
            },
            () => undefined,
          )
        : undefined,
    [me],
  );
}

export function useTask(id: string) {
  const loaded = useLoad(() => ask(api.GET('/api/tasks/{task}', { params: { path: { task: id } } })), [id]);
  useTaskEvents(() => void loaded.reload());
  return loaded;
}
