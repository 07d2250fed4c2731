// SPDX-License-Identifier: GPL-3.0-or-later
//
// A room's map as the pages work on it: things on a grid, presets that fill a
// room, and who gets which seat when seats are given by themselves. Nothing
// here draws or asks the server.
import type { Schemas } from '../api';

export type Seat = Schemas['RoomSeat'];
export type Kind = Seat['kind'];
export type Seating = Schemas['Seating'];
export type Sitter = Seating['people'][number];
export interface RoomPlan {
  width: number;
  height: number;
  seats: Seat[];
}

export const CHAIR = { w: 3, h: 2 };
const SIZES: Record<Kind, { w: number; h: number }> = {
  chair: CHAIR,
  table: { w: 8, h: 2 },
  round: { w: 6, h: 6 },
  podium: { w: 4, h: 2 },
  screen: { w: 10, h: 1 },
  door: { w: 3, h: 1 },
};

export const thing = (kind: Kind, x: number, y: number, more: Partial<Seat> = {}): Seat => ({ id: crypto.randomUUID(), kind, label: '', x, y, ...SIZES[kind], angle: 0, head: false, ...more });

/** A, B … Z, AA, AB … */
export function rowName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : rowName(Math.floor(index / 26) - 1) + letter;
}

/** The first free number, so that a chair put in bears a name of its own. */
export function freeLabel(seats: readonly Seat[]): string {
  const taken = new Set(seats.map((seat) => seat.label));
  let n = 1;
  while (taken.has(String(n))) n += 1;
  return String(n);
}

/** The chair in front, the others in straight rows with a way down the middle. */
export function theatre(rows: number, across: number): RoomPlan {
  const aisle = across > 5 ? 2 : 0;
  const wide = across * (CHAIR.w + 1) - 1 + aisle;
  const width = Math.max(24, wide + 4);
  const left = Math.floor((width - wide) / 2);
  const middle = Math.floor(width / 2);
  const seats = [
    thing('screen', middle - 5, 0),
    thing('chair', middle - 1, 2, { label: 'CT', head: true, angle: 180 }),
    thing('table', middle - 4, 4),
    ...Array.from({ length: rows * across }, (_, i) => {
      const [row, column] = [Math.floor(i / across), i % across];
      const x = left + column * (CHAIR.w + 1) + (column >= across / 2 ? aisle : 0);
      return thing('chair', x, 8 + row * (CHAIR.h + 1), { label: `${rowName(row)}${column + 1}` });
    }),
  ];
  return { width, height: 8 + rows * (CHAIR.h + 1) + 1, seats };
}

/** Tables in rows, two sides of each seated: a meeting room with one long table, or several. */
export function rows(tables: number, across: number): RoomPlan {
  const wide = across * (CHAIR.w + 1) - 1;
  const width = Math.max(24, wide + 10);
  const left = Math.floor((width - wide) / 2);
  const seats: Seat[] = [];
  for (let row = 0; row < tables; row += 1) {
    const y = 2 + row * 8;
    seats.push(thing('table', left, y + 2, { w: wide, h: 2 }));
    if (row === 0) seats.push(thing('chair', left - CHAIR.w - 1, y + 2, { label: 'CT', head: true, angle: 90 }));
    for (let i = 0; i < across * 2; i += 1) {
      const below = i >= across;
      const column = i % across;
      seats.push(thing('chair', left + column * (CHAIR.w + 1), below ? y + 4 : y, { label: `${rowName(row)}${i + 1}`, angle: below ? 0 : 180 }));
    }
  }
  return { width, height: tables * 8 + 2, seats };
}

/** A table open on one side: the chair and those beside in the middle of the top, the others down both arms. */
export function horseshoe(head: number, sides: number): RoomPlan {
  const top = Math.max(1, head);
  const wide = top * (CHAIR.w + 1) - 1;
  const width = wide + 2 * (CHAIR.w + 3) + 4;
  const left = Math.floor((width - wide) / 2);
  const seats: Seat[] = [thing('table', left - 2, 4, { w: wide + 4, h: 2 })];
  const arm = sides * (CHAIR.h + 1);
  if (sides > 0) {
    seats.push(thing('table', left - 2, 6, { w: 2, h: arm }), thing('table', left + wide, 6, { w: 2, h: arm }));
  }
  const middle = Math.floor(top / 2);
  let n = 0;
  for (let i = 0; i < top; i += 1) {
    const head = i === middle;
    seats.push(thing('chair', left + i * (CHAIR.w + 1), 2, { label: head ? 'CT' : String((n += 1)), head, angle: 180 }));
  }
  for (let i = 0; i < sides; i += 1) {
    const y = 6 + i * (CHAIR.h + 1);
    seats.push(thing('chair', left - 2 - CHAIR.w, y, { label: String((n += 1)), angle: 90 }), thing('chair', left + wide + 2, y, { label: String((n += 1)), angle: 270 }));
  }
  return { width, height: 6 + arm + 3, seats };
}

/** Round tables, so many seats about each. */
export function rounds(tables: number, about: number): RoomPlan {
  const across = Math.ceil(Math.sqrt(tables));
  const cell = about > 6 ? 20 : 16;
  const size = about > 6 ? 9 : 6;
  const seats: Seat[] = [];
  for (let table = 0; table < tables; table += 1) {
    const cx = (table % across) * cell + cell / 2;
    const cy = Math.floor(table / across) * cell + cell / 2;
    seats.push(thing('round', Math.round(cx - size / 2), Math.round(cy - size / 2), { w: size, h: size, label: String(table + 1) }));
    for (let i = 0; i < about; i += 1) {
      const turn = (i / about) * 2 * Math.PI - Math.PI / 2;
      const far = size / 2 + 2.2;
      const x = Math.round(cx + Math.cos(turn) * far - CHAIR.w / 2);
      const y = Math.round(cy + Math.sin(turn) * far - CHAIR.h / 2);
      const head = table === 0 && i === 0;
      seats.push(thing('chair', x, y, { label: `${table + 1}.${i + 1}`, head }));
    }
  }
  return { width: across * cell, height: Math.ceil(tables / across) * cell, seats };
}

export const inside = (seat: Seat, plan: Pick<RoomPlan, 'width' | 'height'>): Seat => ({
  ...seat,
  x: Math.min(Math.max(0, seat.x), plan.width - seat.w),
  y: Math.min(Math.max(0, seat.y), plan.height - seat.h),
});

/** A quarter of a turn; what is longer than wide lies down. */
export function turned(seat: Seat): Seat {
  const angle = (seat.angle + 90) % 360;
  return seat.kind === 'chair' ? { ...seat, angle } : { ...seat, angle, w: seat.h, h: seat.w };
}

const centre = (seat: Seat) => ({ x: seat.x + seat.w / 2, y: seat.y + seat.h / 2 });
const distance = (one: Seat, other: Seat) => Math.hypot(centre(one).x - centre(other).x, centre(one).y - centre(other).y);

/** The chairs as protocol fills them: the head's, then the nearest to it. */
export function inOrder(seats: readonly Seat[]): Seat[] {
  const chairs = seats.filter((seat) => seat.kind === 'chair');
  const head = chairs.find((seat) => seat.head) ?? chairs[0];
  if (!head) return [];
  const far = new Map(chairs.map((seat) => [seat.id, seat === head ? -1 : distance(seat, head)]));
  return [...chairs].sort((one, other) => (far.get(one.id) ?? 0) - (far.get(other.id) ?? 0));
}

/** The chair in the given direction that is nearest, for keys. */
export function neighbour(seats: readonly Seat[], from: Seat, dx: number, dy: number): Seat | null {
  let best: Seat | null = null;
  let least = Infinity;
  for (const seat of seats) {
    if (seat.kind !== 'chair' || seat.id === from.id) continue;
    const [x, y] = [centre(seat).x - centre(from).x, centre(seat).y - centre(from).y];
    const along = x * dx + y * dy;
    if (along <= 0) continue;
    const cost = along + 3 * Math.abs(x * dy + y * dx);
    if (cost < least) [best, least] = [seat, cost];
  }
  return best;
}

/** Who they are, for keys and for the server: a person, or a unit that has named nobody. */
export const idOf = (one: Sitter): string => one.person?.id ?? one.unit?.id ?? '';

/** seat → who. */
export type Places = ReadonlyMap<string, string>;

export const placesOf = (seating: Seating): Places => new Map(seating.people.flatMap((one) => (one.seat_id ? [[one.seat_id, idOf(one)] as const] : [])));

export function seatOf(places: Places, who: string): string | null {
  for (const [seat, one] of places) if (one === who) return seat;
  return null;
}

/** Gives a seat; who sat there takes the seat that is left behind, or none. */
export function given(places: Places, who: string, seat: string): Places {
  const next = new Map(places);
  const before = seatOf(places, who);
  const other = places.get(seat);
  if (before) next.delete(before);
  next.set(seat, who);
  if (other && other !== who && before) next.set(before, other);
  return next;
}

export function cleared(places: Places, who: string): Places {
  return new Map([...places].filter(([, one]) => one !== who));
}

/** Those without a seat who come, in the order of protocol, on the free seats in order; nobody who has a seat is moved. */
export function filled(places: Places, seating: Seating): Places {
  const next = new Map(places);
  const seated = new Set(next.values());
  const free = inOrder(seating.seats).filter((seat) => !next.has(seat.id));
  for (const one of seating.people) {
    if (one.away || seated.has(idOf(one))) continue;
    // the head's seat is the chair's, or stays free
    const at = free.findIndex((seat) => one.role === 'chair' || !seat.head);
    const seat = free[at];
    if (!seat) break;
    next.set(seat.id, idOf(one));
    free.splice(at, 1);
  }
  return next;
}
