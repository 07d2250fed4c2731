// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a tap on an empty place offers: a new meeting then. Gone by another tap,
// by Escape, or when what lies below it moves.
import { useEffect, useRef } from 'preact/hooks';
import { Plus } from 'lucide-preact';
import { fmtDate, t } from '../i18n';
import type { Choice } from './choice';

export interface Place {
  day: string;
  time: string | null;
  x: number;
  y: number;
}

/** Room enough for the button, wherever the finger was. */
const WIDTH = 260;
const HEIGHT = 84;
const MARGIN = 12;

/** The page that makes one, with what is known already. */
export function newMeetingAt({ day, time }: Pick<Place, 'day' | 'time'>, { kind, id }: Choice): string {
  const room = kind === 'room' && id ? `&room=${id}` : '';
  return `/meetings/new?starts=${day}${time ? `T${time}` : ''}${room}`;
}

export function Offer({ place, onTake, onClose }: { place: Place; onTake: () => void; onClose: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    button.current?.focus({ preventScroll: true });
    const key = (event: KeyboardEvent) => event.key === 'Escape' && onClose();
    window.addEventListener('keydown', key);
    window.addEventListener('scroll', onClose, true);
    return () => {
      window.removeEventListener('keydown', key);
      window.removeEventListener('scroll', onClose, true);
    };
  }, [place]);
  const left = Math.max(MARGIN, Math.min(place.x - WIDTH / 2, innerWidth - WIDTH - MARGIN));
  const top = place.y + HEIGHT + MARGIN > innerHeight ? place.y - HEIGHT : place.y + MARGIN;
  return (
    <div class="calendar-offer" role="group" aria-label={t().meeting.create} style={{ left: `${left}px`, top: `${top}px`, width: `${WIDTH}px` }}>
      <p class="numbers">{[place.time, fmtDate(place.day)].filter(Boolean).join(' ')}</p>
      <button ref={button} type="button" class="button primary" onClick={onTake}>
        <Plus size={20} aria-hidden="true" />
        {t().meeting.create}
      </button>
    </div>
  );
}
