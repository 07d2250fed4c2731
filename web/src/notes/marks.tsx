// SPDX-License-Identifier: GPL-3.0-or-later
//
// The notes of one page on the paper: marked words, ink, pins of text notes, and
// what is being drawn at this moment. It only shows; tools and panel act.
import { StickyNote } from 'lucide-preact';
import { t } from '../i18n';
import type { Quad } from '../reader/words';
import type { Desk } from './desk';
import { outlineOf, pathOf } from './ink';
import type { Note } from './note';
import { colourOf, width } from './tools';

const box = (quad: Quad) => ({ left: `${quad.x}px`, top: `${quad.y}px`, width: `${quad.w}px`, height: `${quad.h}px` });

interface MarksProps {
  desk: Desk;
  page: number;
  onNote: (id: string) => void;
}

const looks = (note: Note, chosen: string | null) => `${note.colour}${note.id === chosen ? ' chosen' : ''}${note.place.how === 'guessed' ? ' guessed' : ''}`;

function Marked({ notes, desk }: { notes: readonly Note[]; desk: Desk }) {
  const chosen = desk.chosen.value;
  const scale = { transform: `scale(${desk.paper.scale.value})` };
  const quads = (kind: Note['kind']) =>
    notes.filter((note) => note.kind === kind).flatMap((note) => note.place.quads.map((quad, place) => ({ key: `${note.id}-${place}`, quad, look: looks(note, chosen) })));
  const [under, strike, light] = [quads('underline'), quads('strike'), quads('highlight')];
  return (
    <>
      {light.length > 0 && (
        <div class="page-marks blended" style={scale}>
          {light.map(({ key, quad, look }) => (
            <div key={key} class={`note-light ${look}`} style={box(quad)} />
          ))}
        </div>
      )}
      {under.length + strike.length > 0 && (
        <div class="page-marks" style={scale}>
          {under.map(({ key, quad, look }) => (
            <div key={key} class={`note-under ${look}`} style={box(quad)} />
          ))}
          {strike.map(({ key, quad, look }) => (
            <div key={key} class={`note-strike ${look}`} style={box(quad)} />
          ))}
        </div>
      )}
    </>
  );
}

function Ink({ notes, desk, page }: { notes: readonly Note[]; desk: Desk; page: number }) {
  const size = desk.paper.sizes.value[page - 1];
  const ink = notes.filter((note) => note.kind === 'ink');
  if (!size || ink.length === 0) return null;
  const scale = desk.paper.scale.value;
  return (
    <svg class="note-ink" viewBox={`0 0 ${size.width} ${size.height}`} width={size.width * scale} height={size.height * scale} aria-hidden="true">
      {ink.flatMap((note) => note.place.strokes.map((stroke, place) => <path key={`${note.id}-${place}`} class={looks(note, desk.chosen.value)} d={pathOf(stroke, note.width ?? 2)} />))}
    </svg>
  );
}

const LIVE_LOOKS: Partial<Record<Note['kind'], string>> = { highlight: 'note-light', underline: 'note-under', strike: 'note-strike' };

/** What is being drawn: by itself, so that nothing else is made anew for each move of the hand. */
function Drawing({ desk, page }: { desk: Desk; page: number }) {
  const live = desk.live.value;
  const size = desk.paper.sizes.value[page - 1];
  if (live?.page !== page || !size) return null;
  const scale = desk.paper.scale.value;
  if (live.points) {
    return (
      <svg class="note-ink" viewBox={`0 0 ${size.width} ${size.height}`} width={size.width * scale} height={size.height * scale} aria-hidden="true">
        <path class={colourOf('ink').value} d={outlineOf(live.points, width.value, false)} />
      </svg>
    );
  }
  return (
    <div class={live.kind === 'highlight' ? 'page-marks blended' : 'page-marks'} style={{ transform: `scale(${scale})` }}>
      {(live.quads ?? []).map((quad, place) => (
        <div key={place} class={`${LIVE_LOOKS[live.kind] ?? ''} ${colourOf(live.kind).value}`} style={box(quad)} />
      ))}
    </div>
  );
}

function Pins({ notes, desk, page, onNote }: { notes: readonly Note[]; desk: Desk; page: number; onNote: (id: string) => void }) {
  const scale = desk.paper.scale.value;
  const writing = desk.writing.value;
  const pins = notes.filter((note) => note.kind === 'text' && note.place.quads[0]);
  const hand = desk.hand.value;
  const at = (quad: Quad) => ({ left: `${(quad.x + quad.w / 2) * scale - 22}px`, top: `${(quad.y + quad.h / 2) * scale - 22}px` });
  return (
    <>
      {pins.map((note) => (
        <button
          key={note.id}
          type="button"
          class={`note-pin ${looks(note, desk.chosen.value)}`}
          style={at(note.place.quads[0] ?? { x: 0, y: 0, w: 0, h: 0 })}
          aria-label={t().notes.noteOf(note.author.full_name, note.body ?? '')}
          title={note.body ?? ''}
          onClick={() => onNote(note.id)}
        >
          <StickyNote size={24} aria-hidden="true" />
        </button>
      ))}
      {writing?.page === page && (
        <span class={`note-pin chosen ${colourOf('text').value}`} style={at(writing.quad)}>
          <StickyNote size={24} aria-hidden="true" />
        </span>
      )}
      {hand?.page === page && <span class={hand.down ? 'note-hand down' : 'note-hand'} style={{ left: `${hand.x * scale}px`, top: `${hand.y * scale}px` }} />}
    </>
  );
}

export function NoteMarks({ desk, page, onNote }: MarksProps) {
  const notes = desk.data.byPage.value.get(page) ?? [];
  return (
    <>
      <Marked {...{ notes, desk }} />
      <Ink {...{ notes, desk, page }} />
      <Drawing {...{ desk, page }} />
      <Pins {...{ notes, desk, page, onNote }} />
    </>
  );
}
