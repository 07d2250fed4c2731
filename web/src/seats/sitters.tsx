// SPDX-License-Identifier: GPL-3.0-or-later
//
// Those without a seat, each to be tapped or dragged to one; and the list of
// seats with names, which is also what is printed.
import { useRef, useState } from 'preact/hooks';
import { GripVertical } from 'lucide-preact';
import { t } from '../i18n';
import { idOf, inOrder, type Places, type Seating, type Sitter } from './map';

/** Who sits there for whoever looks: the substitute when one was sent. */
export const nameOf = (one: Sitter): string => one.substitute?.full_name ?? one.person?.full_name ?? one.unit?.short_name ?? one.unit?.name ?? '';

function about(one: Sitter): string {
  const words = t().seats;
  return [words.role[one.role], one.person && one.unit ? (one.unit.short_name ?? one.unit.name) : null, one.substitute && one.person ? words.insteadOf(one.person.full_name) : null].filter(Boolean).join(' · ');
}

/** The chair under a point of the screen. */
export const seatAt = (x: number, y: number): string | null => document.elementFromPoint(x, y)?.closest('.seat-chair')?.getAttribute('data-seat') ?? null;

interface WaitingProps {
  people: readonly Sitter[];
  chosen: string | null;
  onChoose: (who: string | null) => void;
  onDrop: (who: string, seat: string) => void;
}

export function Waiting({ people, chosen, onChoose, onDrop }: WaitingProps) {
  const [flying, setFlying] = useState<{ name: string; x: number; y: number } | null>(null);
  const held = useRef<string | null>(null);
  const words = t().seats;
  const end = (e: PointerEvent, drop: boolean) => {
    const who = held.current;
    held.current = null;
    setFlying(null);
    const seat = drop && who ? seatAt(e.clientX, e.clientY) : null;
    if (who && seat) onDrop(who, seat);
  };
  return (
    <>
      {people.length === 0 && <p class="muted">{words.waitingNone}</p>}
      <ul class="sitters">
        {people.map((one) => {
          const [who, name] = [idOf(one), nameOf(one)];
          return (
            <li key={who} class={chosen === who ? 'sitter sitter-chosen' : 'sitter'}>
              <span
                class="sitter-grip"
                title={words.drag(name)}
                onPointerDown={(e) => {
                  e.currentTarget.setPointerCapture(e.pointerId);
                  held.current = who;
                  setFlying({ name, x: e.clientX, y: e.clientY });
                }}
                onPointerMove={(e) => held.current === who && setFlying({ name, x: e.clientX, y: e.clientY })}
                onPointerUp={(e) => end(e, true)}
                onPointerCancel={(e) => end(e, false)}
              >
                <GripVertical size={20} aria-hidden="true" />
              </span>
              <button type="button" class="sitter-name" aria-pressed={chosen === who} onClick={() => onChoose(chosen === who ? null : who)}>
                <strong>{name}</strong>
                <small>{about(one)}</small>
                {(one.away || one.lost_label) && (
                  <span class="tags">
                    {one.away && <span class="tag tag-bad">{words.away}</span>}
                    {one.lost_label && <span class="tag tag-warm">{words.lost(one.lost_label)}</span>}
                  </span>
                )}
              </button>
            </li>
          );
        })}
      </ul>
      {flying && (
        <div class="sitter-flying" style={{ left: `${flying.x}px`, top: `${flying.y}px` }} aria-hidden="true">
          {flying.name}
        </div>
      )}
    </>
  );
}

export function SeatTable({ seating, places }: { seating: Seating; places: Places }) {
  const words = t().seats;
  const people = new Map(seating.people.map((one) => [idOf(one), one]));
  const taken = inOrder(seating.seats).flatMap((seat) => {
    const one = people.get(places.get(seat.id) ?? '');
    return one ? [{ seat, one }] : [];
  });
  if (taken.length === 0) return <p class="muted">{words.listNone}</p>;
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">{words.seat}</th>
          <th scope="col">{words.who}</th>
        </tr>
      </thead>
      <tbody>
        {taken.map(({ seat, one }) => (
          <tr key={seat.id}>
            <td class="cell-small numbers">
              <strong>{seat.label}</strong>
            </td>
            <td class="cell-main">
              <strong>{nameOf(one)}</strong>
              <small class="cell-under">
                {about(one)}
                {one.away && ` · ${words.away}`}
              </small>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
