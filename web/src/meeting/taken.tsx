// SPDX-License-Identifier: GPL-3.0-or-later
//
// While a meeting is planned: which room and which people are taken then, said
// quietly beside the field, and whether the room is large enough. It refuses
// nothing; only publishing into a taken room is refused, by the server.
import { useEffect, useState } from 'preact/hooks';
import { TriangleAlert } from 'lucide-preact';
import { api, ask, asProblem, Problem, type Schemas } from '../api';
import { timesOf } from '../calendar/events';
import { civilDate, fmtDate, t } from '../i18n';
import { toastProblem, toastRefused } from '../parts/toast';
import type { Meeting } from './data';
import { momentOf, type FactsDraft, type InviteeDraft, type Named } from './draft';
import './taken.css';

type Conflicts = Schemas['Conflicts'];
type Overlap = Schemas['RoomConflict'];

/** As many as the server takes at once. */
const MOST_PEOPLE = 100;
const TYPING_MS = 350;

export interface Taken {
  room: Overlap[];
  /** By person. */
  people: ReadonlyMap<string, Overlap[]>;
  /** Whom invited units send, by unit; from the server's copy. */
  sent: ReadonlyMap<string, Named[]>;
  expected: number;
  day: string;
}

/** Whom invited units send, and who comes in somebody's place. */
function sentBy(meeting: Meeting | null): Map<string, Named[]> {
  const sent = new Map<string, Named[]>();
  for (const { unit, person, substitute } of meeting?.expected ?? []) {
    const comes = substitute ?? person;
    if (unit && comes) sent.set(unit.id, [...(sent.get(unit.id) ?? []), { id: comes.id, name: comes.full_name }]);
  }
  return sent;
}

/** Asked a moment after the last change; what cannot be known is not shown. */
export function useTaken(facts: FactsDraft, invitees: readonly InviteeDraft[], meeting: Meeting | null): Taken {
  const [found, setFound] = useState<Conflicts | null>(null);
  const starts = momentOf(facts.day, facts.from);
  const ends = facts.to ? momentOf(facts.day, facts.to) : null;
  const sent = sentBy(meeting);
  const comers = invitees.flatMap((one) => (one.kind === 'person' ? [one.id] : (sent.get(one.id) ?? []).map((person) => person.id)));
  const people = [...new Set([...(facts.chair ? [facts.chair.id] : []), ...facts.secretaries.map((person) => person.id), ...comers])];
  const unnamed = invitees.filter((one) => one.kind === 'unit' && !sent.get(one.id)?.length).length;
  const asked = people.slice(0, MOST_PEOPLE);
  useEffect(() => {
    if (!starts || (ends && ends <= starts) || (!facts.room && asked.length === 0)) {
      setFound(null);
      return;
    }
    let living = true;
    const timer = window.setTimeout(() => {
      const query = {
        starts_at: starts,
        ...(ends && { ends_at: ends }),
        ...(facts.room && { room_id: facts.room }),
        ...(asked.length > 0 && { people: asked }),
        ...(meeting && { except: meeting.id }),
      };
      ask(api.GET('/api/meetings/conflicts', { params: { query } })).then(
        (conflicts) => living && setFound(conflicts),
        () => living && setFound(null),
      );
    }, TYPING_MS);
    return () => {
      living = false;
      window.clearTimeout(timer);
    };
  }, [starts, ends, facts.room, asked.join(), meeting?.id]);
  const byPerson = new Map<string, Overlap[]>();
  for (const one of found?.people ?? []) byPerson.set(one.person.id, [...(byPerson.get(one.person.id) ?? []), one]);
  return { room: facts.room ? (found?.room ?? []) : [], people: byPerson, sent, expected: people.length + unnamed, day: facts.day };
}

/** The times alone on the meeting's own day, else with their days. */
function told(overlap: Overlap, day: string): string {
  const times = timesOf(overlap.starts_at, overlap.until);
  const first = civilDate(overlap.starts_at);
  return first !== day && first === civilDate(overlap.until) ? `${times} ${fmtDate(first)}` : times;
}

function Warning({ text, overlap }: { text: string; overlap?: Overlap }) {
  return (
    <p class="taken" role="status">
      <TriangleAlert size={18} aria-hidden="true" />
      <span>
        {text}
        {overlap?.meeting_id && (
          <>
            {': '}
            <a href={`/meetings/${overlap.meeting_id}`} target="_blank" rel="noopener">
              {overlap.title}
            </a>
          </>
        )}
      </span>
    </p>
  );
}

export function RoomTaken({ taken, name, seats }: { taken: Taken; name: string; seats: number | null }) {
  return (
    <>
      {taken.room.map((one) => (
        <Warning key={one.meeting_id ?? one.starts_at} text={t().calendar.roomTaken(name, told(one, taken.day))} overlap={one} />
      ))}
      {seats !== null && seats > 0 && seats < taken.expected && <Warning text={t().calendar.tooSmall(seats, taken.expected)} />}
    </>
  );
}

export function PersonTaken({ taken, person }: { taken: Taken; person: Named }) {
  return (
    <>
      {taken.people.get(person.id)?.map((one) => (
        <Warning key={one.meeting_id ?? one.starts_at} text={t().calendar.personBusy(person.name, told(one, taken.day))} overlap={one} />
      ))}
    </>
  );
}

const refusesRoom = (problem: Problem) => problem.slug === 'conflict' && problem.field === 'room_id';

/** A refusal for the room's sake, in the form's words for that. */
export function roomProblem(error: unknown): Problem {
  const problem = asProblem(error);
  return refusesRoom(problem) ? new Problem('room-taken', problem.status, problem.field, null, problem.detail) : problem;
}

/** Says why a meeting was not published; when it was for the room, with the times it is taken. */
export function tellRefusal(error: unknown): void {
  const problem = roomProblem(error);
  const [, starts, until] = /taken (\S+)\/(\S+)$/.exec(problem.detail ?? '') ?? [];
  if (problem.slug !== 'room-taken' || !starts || !until) toastProblem(problem);
  else toastRefused(t().calendar.refused(`${timesOf(starts, until)} ${civilDate(starts) === civilDate(until) ? fmtDate(civilDate(starts)) : ''}`.trim()));
}
