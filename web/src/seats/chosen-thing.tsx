// SPDX-License-Identifier: GPL-3.0-or-later
//
// Beside the map being drawn: the chosen thing's name, size and acts; the
// room's own size when nothing is chosen.
import { Copy, RotateCw, Trash2 } from 'lucide-preact';
import { t } from '../i18n';
import type { RoomPlan, Seat } from './map';

interface NumberProps {
  label: string;
  value: number;
  min: number;
  max: number;
  onValue: (value: number) => void;
}

function Count({ label, value, min, max, onValue }: NumberProps) {
  return (
    <label class="field">
      <span class="field-label">{label}</span>
      <input
        class="input numbers"
        type="number"
        min={min}
        max={max}
        value={value}
        onChange={(e) => {
          const next = Math.round(Number(e.currentTarget.value));
          if (next >= min && next <= max) onValue(next);
          else e.currentTarget.value = String(value);
        }}
      />
    </label>
  );
}

interface ChosenProps {
  plan: RoomPlan;
  seat: Seat | null;
  onSeat: (seat: Seat) => void;
  onPlan: (plan: RoomPlan) => void;
  onTurn: (seat: Seat) => void;
  onCopy: (seat: Seat) => void;
  onRemove: (seat: Seat) => void;
}

export function ChosenThing({ plan, seat, onSeat, onPlan, onTurn, onCopy, onRemove }: ChosenProps) {
  const words = t().seats;
  if (!seat) {
    const least = { w: Math.max(4, ...plan.seats.map((one) => one.w)), h: Math.max(4, ...plan.seats.map((one) => one.h)) };
    return (
      <section class="card seats-side" aria-label={words.roomSize}>
        <p class="muted">{words.chosenNone}</p>
        <h2>{words.roomSize}</h2>
        <div class="form-grid">
          <Count label={words.long} value={plan.width} min={least.w} max={300} onValue={(width) => onPlan({ ...plan, width })} />
          <Count label={words.deep} value={plan.height} min={least.h} max={300} onValue={(height) => onPlan({ ...plan, height })} />
        </div>
      </section>
    );
  }
  const chair = seat.kind === 'chair';
  return (
    <section class="card seats-side" aria-label={words.kinds[seat.kind]}>
      <h2>{words.kinds[seat.kind]}</h2>
      {(chair || seat.kind === 'table' || seat.kind === 'round') && (
        <label class="field">
          <span class="field-label">{chair ? words.label : words.name}</span>
          <input
            class="input"
            maxLength={12}
            value={seat.label}
            onChange={(e) => {
              const label = e.currentTarget.value.trim();
              if (label || !chair) onSeat({ ...seat, label });
              else e.currentTarget.value = seat.label;
            }}
          />
        </label>
      )}
      {chair ? (
        <label class="check">
          <input type="checkbox" checked={seat.head} onChange={(e) => onSeat({ ...seat, head: e.currentTarget.checked })} />
          {words.head}
        </label>
      ) : (
        <div class="form-grid">
          <Count label={words.long} value={seat.w} min={1} max={Math.min(100, plan.width)} onValue={(w) => onSeat({ ...seat, w })} />
          <Count label={words.deep} value={seat.h} min={1} max={Math.min(100, plan.height)} onValue={(h) => onSeat({ ...seat, h })} />
        </div>
      )}
      <div class="plan-acts">
        <button type="button" class="button" onClick={() => onTurn(seat)}>
          <RotateCw size={20} aria-hidden="true" />
          {words.rotate}
        </button>
        <button type="button" class="button" onClick={() => onCopy(seat)}>
          <Copy size={20} aria-hidden="true" />
          {words.copy}
        </button>
        <button type="button" class="button danger" onClick={() => onRemove(seat)}>
          <Trash2 size={20} aria-hidden="true" />
          {words.remove}
        </button>
      </div>
    </section>
  );
}
