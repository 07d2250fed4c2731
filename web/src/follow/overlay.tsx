// SPDX-License-Identifier: GPL-3.0-or-later
//
// The presenter's pointer and strokes on a page of a follower.
import { t } from '../i18n';
import { outlineOf } from '../notes/ink';
import type { Paper } from '../reader/paper';
import type { Screen } from './screen';

export function PresenterMarks({ screen, paper, page }: { screen: Screen; paper: Paper; page: number }) {
  const size = paper.sizes.value[page - 1];
  if (!size || screen.presenting.value || !screen.shown.value) return null;
  const scale = paper.scale.value;
  const pointer = screen.heard.pointer.value;
  const strokes = screen.heard.strokes.value.filter((one) => one.page === page);
  return (
    <>
      {strokes.length > 0 && (
        <svg class="note-ink presenter-ink" viewBox={`0 0 ${size.width} ${size.height}`} width={size.width * scale} height={size.height * scale} aria-hidden="true">
          {strokes.map((one) => (
            <path key={one.id} class={one.colour} d={outlineOf(one.points, one.width, true)} />
          ))}
        </svg>
      )}
      {pointer?.page === page && (
        <span class="presenter-pointer" role="img" aria-label={t().follow.pointed} style={{ transform: `translate(${pointer.x * scale}px, ${pointer.y * scale}px)` }} />
      )}
    </>
  );
}
