// SPDX-License-Identifier: GPL-3.0-or-later
//
// A time of day on the clock of 24 hours, whatever the browser speaks: typed,
// stepped by arrow keys, or chosen from the list of quarter hours. It knows no
// day and no zone.
import { useEffect, useRef, useState } from 'preact/hooks';
import { Clock } from 'lucide-preact';
import { t } from '../i18n';
import { Field } from './form';

const DAY_MINUTES = 24 * 60;
const KEY_STEP = 5;
const LIST_STEP = 15;
/** Where stepping begins in an empty field: most meetings are in the morning. */
const FIRST = 8 * 60;

const written = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const quarters = Array.from({ length: DAY_MINUTES / LIST_STEP }, (_, n) => written(n * LIST_STEP));

/** "8:30", "8h30", "0830", "14h" or "14" as "HH:MM"; null when it is no time. */
export function clockTime(text: string): string | null {
  const m = /^(\d{1,2})(?:\s*[:.hg]\s*(\d{1,2})?)?$/i.exec(text.trim()) ?? /^(\d{1,2})(\d{2})$/.exec(text.trim());
  if (!m) return null;
  const hours = Number(m[1]);
  const minutes = Number(m[2] ?? 0);
  return hours < 24 && minutes < 60 ? written(hours * 60 + minutes) : null;
}

/** One step of the arrow keys, to a round time. */
function stepped(value: string, by: 1 | -1): string {
  const [hours = 0, minutes = 0] = value.split(':').map(Number);
  const now = value ? hours * 60 + minutes : FIRST - by * KEY_STEP;
  const round = by > 0 ? Math.floor(now / KEY_STEP) : Math.ceil(now / KEY_STEP);
  return written(((round + by) * KEY_STEP + DAY_MINUTES) % DAY_MINUTES);
}

interface TimeFieldProps {
  name: string;
  label: string;
  required?: boolean;
  value: string;
  onValue: (time: string) => void;
}

export function TimeField({ name, label, required, value, onValue }: TimeFieldProps) {
  const [text, setText] = useState(value);
  const typed = useRef<HTMLInputElement>(null);
  useEffect(() => setText(value), [value]);
  const leave = () => {
    const time = text.trim() ? clockTime(text) : '';
    typed.current?.setCustomValidity(time === null ? t().common.timeWrong : '');
    if (time === null) return;
    setText(time);
    if (time !== value) onValue(time);
  };
  const step = (event: KeyboardEvent) => {
    if (event.key === 'Enter') return leave();
    const by = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : null;
    if (!by) return;
    event.preventDefault();
    typed.current?.setCustomValidity('');
    onValue(stepped(clockTime(text) ?? value, by));
  };
  return (
    <Field name={name} label={label} {...(required && { required })}>
      {(control) => (
        <span class="input-with-button">
          <input
            {...control}
            ref={typed}
            class="input numbers"
            type="text"
            inputMode="numeric"
            autocomplete="off"
            placeholder={t().common.timeForm}
            value={text}
            onInput={(event) => {
              setText(event.currentTarget.value);
              event.currentTarget.setCustomValidity('');
            }}
            onBlur={leave}
            onKeyDown={step}
          />
          {/* The browser's own list lies unseen above the icon: it opens by touch and by key everywhere. */}
          <span class="time-list">
            <Clock size={20} aria-hidden="true" />
            <select
              aria-label={t().common.timeList}
              value={quarters.includes(value) ? value : ''}
              onChange={(event) => {
                typed.current?.setCustomValidity('');
                onValue(event.currentTarget.value);
              }}
            >
              <option value="">{t().common.timeForm}</option>
              {quarters.map((time) => (
                <option key={time} value={time}>
                  {time}
                </option>
              ))}
            </select>
          </span>
        </span>
      )}
    </Field>
  );
}
