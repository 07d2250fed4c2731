// SPDX-License-Identifier: GPL-3.0-or-later
//
// The desk of the version being read, with its keys, for as long as it is read.
import { useEffect, useMemo } from 'preact/hooks';
import type { Paper } from '../reader/paper';
import { Desk } from './desk';
import { watchNoteKeys } from './keys';

export function useDesk(paper: Paper, document: string, version: number): Desk {
  const desk = useMemo(() => new Desk(paper, document, version), [paper, document, version]);
  useEffect(() => {
    const stop = watchNoteKeys(desk);
    return () => {
      stop();
      desk.stop();
    };
  }, [desk]);
  return desk;
}
