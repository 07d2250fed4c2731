// SPDX-License-Identifier: GPL-3.0-or-later
//
// A room drawn: the grid, what stands on it, the names of those who sit. The
// same drawing serves the one who makes the map and those who look at it; what
// a tap or a drag means is the caller's.
import type { ComponentChildren, JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Minus, Plus } from 'lucide-preact';
import { t } from '../i18n';
import type { RoomPlan, Seat } from './map';
import './seats.css';

/** Points of the screen to a step of the grid. */
const ZOOMS = [8, 12, 17, 22, 26, 32, 40] as const;
/** From here on a chair is as large as a fingertip: nobody who is to touch them begins below. */
const TOUCHED = 3;

export interface Sitting {
  name: string;
  /** Under the name: whose place it is, or that they do not come. */
  note?: string | null;
  mine?: boolean;
  away?: boolean;
}

export type SeatAttributes = JSX.SVGAttributes<SVGGElement> & { 'data-drag'?: boolean };

interface SeatProps {
  seat: Seat;
  sitting: Sitting | undefined;
  chosen: boolean;
  attributes: SeatAttributes;
}

/** "Đỗ Thị Thanh Hà" on two lines: the given name below. */
function lines(name: string): string[] {
  if (name.length <= 11) return [name];
  const words = name.split(' ');
  const last = words.slice(words.length > 2 ? -2 : -1).join(' ');
  const cut = (text: string) => (text.length > 14 ? `${text.slice(0, 13)}…` : text);
  return [cut(words.slice(0, words.length > 2 ? -2 : -1).join(' ')), cut(last)];
}

function Chair({ seat, sitting }: { seat: Seat; sitting: Sitting | undefined }) {
  const back = { 0: [0.3, seat.h - 0.25, seat.w - 0.6, 0.2], 90: [0.05, 0.3, 0.2, seat.h - 0.6], 180: [0.3, 0.05, seat.w - 0.6, 0.2], 270: [seat.w - 0.25, 0.3, 0.2, seat.h - 0.6] }[seat.angle] ?? [0, 0, 0, 0];
  const words = sitting ? lines(sitting.name) : [];
  return (
    <>
      <rect class="chair-box" x={0.08} y={0.08} width={seat.w - 0.16} height={seat.h - 0.16} rx={0.35} />
      <rect class="chair-back" x={back[0]} y={back[1]} width={back[2]} height={back[3]} rx={0.1} />
      <text class={sitting ? 'chair-label' : 'chair-label chair-free'} x={seat.w / 2} y={sitting ? 0.66 : seat.h / 2 + 0.2}>
        {seat.label}
      </text>
      {words.map((word, i) => (
        <text key={i} class="chair-name" x={seat.w / 2} y={1.13 + i * 0.45 + (words.length === 1 ? 0.2 : 0)} {...(word.length > 9 && { textLength: seat.w - 0.7, lengthAdjust: 'spacingAndGlyphs' })}>
          {word}
        </text>
      ))}
    </>
  );
}

function Thing({ seat }: { seat: Seat }) {
  const words = t().seats;
  const name = seat.kind === 'podium' || seat.kind === 'screen' || seat.kind === 'door' ? words.kinds[seat.kind] : seat.label;
  const upright = seat.h > seat.w;
  const [cx, cy] = [seat.w / 2, seat.h / 2];
  return (
    <>
      {seat.kind === 'round' ? (
        <ellipse class="thing thing-round" cx={cx} cy={cy} rx={cx - 0.1} ry={cy - 0.1} />
      ) : (
        <rect class={`thing thing-${seat.kind}`} x={0.05} y={0.05} width={seat.w - 0.1} height={seat.h - 0.1} rx={0.2} />
      )}
      <text class="thing-name" x={cx} y={cy + 0.2} {...(upright && { transform: `rotate(90 ${cx} ${cy})` })}>
        {name}
      </text>
    </>
  );
}

/** A finger that drags a seat does not scroll the room: `touch-action` is not heard on every shape of a drawing. */
const still = (e: TouchEvent) => e.preventDefault();

function SeatDrawn({ seat, sitting, chosen, attributes }: SeatProps) {
  const state = [`seat seat-${seat.kind}`, sitting && 'seat-taken', sitting?.mine && 'seat-mine', sitting?.away && 'seat-away', seat.head && 'seat-head', chosen && 'seat-chosen'];
  return (
    <g {...attributes} {...(attributes['data-drag'] && { onTouchMove: still })} class={state.filter(Boolean).join(' ')} transform={`translate(${seat.x} ${seat.y})`} data-seat={seat.id}>
      {seat.kind === 'chair' ? <Chair seat={seat} sitting={sitting} /> : <Thing seat={seat} />}
      {/* a fingertip finds a door too */}
      <rect class="seat-hit" x={Math.min(0, (seat.w - 2) / 2)} y={Math.min(0, (seat.h - 2) / 2)} width={Math.max(2, seat.w)} height={Math.max(2, seat.h)} />
      <rect class="seat-ring" x={-0.12} y={-0.12} width={seat.w + 0.24} height={seat.h + 0.24} rx={0.4} />
    </g>
  );
}

interface PlanProps {
  plan: RoomPlan;
  label: string;
  grid?: boolean;
  sitting?: (seat: Seat) => Sitting | undefined;
  chosen?: string | null;
  /** What each one does and is called; nothing: it is only drawn. */
  attributes?: (seat: Seat) => SeatAttributes;
  /** Seats are to be touched: none begins smaller than a fingertip. */
  touched?: boolean;
  tools?: ComponentChildren;
  /** The step in points, for drags. */
  onStep?: (step: number) => void;
  onGround?: () => void;
}

export function Plan({ plan, label, grid, sitting, chosen, attributes, touched, tools, onStep, onGround }: PlanProps) {
  const [wanted, setWanted] = useState<number | null>(null);
  const [fits, setFits] = useState(TOUCHED);
  const box = useRef<HTMLDivElement>(null);
  const words = t().seats;
  useLayoutEffect(() => {
    const width = box.current?.clientWidth ?? 0;
    const most = ZOOMS.filter((one) => one * plan.width <= width).length - 1;
    setFits(Math.min(5, Math.max(onStep || touched ? TOUCHED : 0, most)));
  }, [plan.width]);
  const zoom = wanted ?? fits;
  const step = ZOOMS[zoom] ?? ZOOMS[TOUCHED];
  onStep?.(step);
  const zoomTo = (next: number) => setWanted(Math.min(Math.max(0, next), ZOOMS.length - 1));
  return (
    <div class="plan">
      <div class="plan-tools">
        {tools}
        <div class="plan-zoom">
          <button type="button" class="icon-button" aria-label={words.smaller} disabled={zoom === 0} onClick={() => zoomTo(zoom - 1)}>
            <Minus size={20} aria-hidden="true" />
          </button>
          <button type="button" class="icon-button" aria-label={words.larger} disabled={zoom === ZOOMS.length - 1} onClick={() => zoomTo(zoom + 1)}>
            <Plus size={20} aria-hidden="true" />
          </button>
        </div>
      </div>
      <div class="plan-room" ref={box} tabIndex={0} role="group" aria-label={label}>
        <svg class="plan-drawing" width={plan.width * step} height={plan.height * step} viewBox={`0 0 ${plan.width} ${plan.height}`} role={attributes ? 'group' : 'img'} aria-label={label}>
          {grid && (
            <defs>
              <pattern id="plan-grid" width="1" height="1" patternUnits="userSpaceOnUse">
                <path class="plan-grid" d="M1 0H0V1" />
              </pattern>
            </defs>
          )}
          <rect class="plan-ground" width={plan.width} height={plan.height} onClick={onGround} />
          {grid && <rect width={plan.width} height={plan.height} fill="url(#plan-grid)" pointer-events="none" />}
          {plan.seats.map((seat) => (
            <SeatDrawn key={seat.id} seat={seat} sitting={sitting?.(seat)} chosen={chosen === seat.id} attributes={attributes?.(seat) ?? {}} />
          ))}
        </svg>
      </div>
    </div>
  );
}
