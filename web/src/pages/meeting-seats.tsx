// SPDX-License-Identifier: GPL-3.0-or-later
//
// Who sits where in a meeting (E10): everybody who comes sees it, their own
// seat marked; who prepares the meeting gives the seats, by finger, mouse or
// keys. What is arranged here is kept only when saved.
import { useEffect, useRef, useState } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import { Armchair, ChevronLeft, Printer, Sparkles } from 'lucide-preact';
import { api, ask, asProblem, ifMatch } from '../api';
import { t } from '../i18n';
import { useUnsaved } from '../parts/form';
import { Empty, Failure, Notice, Skeleton } from '../parts/states';
import { toast, toastProblem } from '../parts/toast';
import { useSeating } from '../seats/data';
import { cleared, filled, given, idOf, inOrder, neighbour, placesOf, seatOf, type Places, type Seat, type Seating } from '../seats/map';
import { Plan, type SeatAttributes, type Sitting } from '../seats/plan';
import { nameOf, SeatTable, seatAt, Waiting } from '../seats/sitters';
import { isAdministrator } from '../session';

const ARROWS: Record<string, readonly [number, number]> = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

interface RoomProps {
  meeting: string;
  seating: Seating;
  onSeating: (seating: Seating) => void;
  onRace: () => void;
}

function Room({ meeting, seating, onSeating, onRace }: RoomProps) {
  const [draft, setDraft] = useState<Places | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  /** The edition the arrangement began from: another's save in between is told, not overwritten. */
  const base = useRef(seating.edit_version);
  const dragged = useRef<string | null>(null);
  const words = t().seats;
  useUnsaved(draft !== null);
  // a seat or a person that is gone meanwhile is not sent along
  const people = new Map(seating.people.map((one) => [idOf(one), one]));
  const chairs = new Map(seating.seats.filter((seat) => seat.kind === 'chair').map((seat) => [seat.id, seat]));
  const places: Places = draft ? new Map([...draft].filter(([seat, who]) => chairs.has(seat) && people.has(who))) : placesOf(seating);
  const may = seating.may_place;
  const arrange = (next: Places) => {
    if (!draft) base.current = seating.edit_version;
    setDraft(next);
  };
  const give = (who: string, seat: string) => {
    arrange(given(places, who, seat));
    setChosen(null);
  };
  const tap = (seat: Seat) => {
    const there = places.get(seat.id) ?? null;
    if (chosen && chosen !== there) give(chosen, seat.id);
    else setChosen(chosen ? null : there);
  };
  const chosenOne = chosen ? people.get(chosen) : undefined;
  const chosenSeat = chosen ? seatOf(places, chosen) : null;
  const first = inOrder(seating.seats)[0]?.id;

  const sitting = (seat: Seat): Sitting | undefined => {
    const one = people.get(places.get(seat.id) ?? '');
    return one && { name: nameOf(one), mine: one.mine, away: one.away };
  };
  const attributes = (seat: Seat): SeatAttributes => {
    if (seat.kind !== 'chair') return {};
    const one = people.get(places.get(seat.id) ?? '');
    const label = one ? [words.seatOf(seat.label, nameOf(one)), one.away ? words.away : null].filter(Boolean).join(', ') : words.seatFree(seat.label);
    if (!may) return { role: 'img', 'aria-label': label };
    return {
      role: 'button',
      tabindex: (chosenSeat ?? first) === seat.id ? 0 : -1, // in a drawing attributes keep their case
      'aria-label': label,
      'aria-pressed': chosenSeat === seat.id,
      ...(one && { 'data-drag': true }),
      onClick: () => tap(seat),
      onKeyDown: (e: KeyboardEvent) => {
        const move = ARROWS[e.key];
        if (move) {
          const next = neighbour(seating.seats, seat, move[0], move[1]);
          (e.currentTarget as Element).parentElement?.querySelector<SVGGElement>(`[data-seat="${next?.id}"]`)?.focus();
        } else if (e.key === 'Enter' || e.key === ' ') tap(seat);
        else if ((e.key === 'Delete' || e.key === 'Backspace') && one) arrange(cleared(places, idOf(one)));
        else if (e.key === 'Escape') setChosen(null);
        else return;
        e.preventDefault();
      },
      onPointerDown: () => (dragged.current = one ? idOf(one) : null),
      onPointerUp: (e: PointerEvent) => {
        const who = dragged.current;
        dragged.current = null;
        const to = who ? seatAt(e.clientX, e.clientY) : null;
        if (who && to && places.get(to) !== who) give(who, to);
      },
    };
  };
  const save = async () => {
    setBusy(true);
    try {
      const body = { places: [...places].map(([seat_id, who]) => ({ seat_id, ...(people.get(who)?.person ? { person_id: who } : { unit_id: who }) })) };
      onSeating(await ask(api.PUT('/api/meetings/{meeting}/seats', { params: { path: { meeting }, header: ifMatch(base.current) }, body })));
      setDraft(null);
      toast(t().common.saved);
    } catch (error) {
      toastProblem(error);
      if (asProblem(error).slug === 'lost-race') {
        setDraft(null);
        onRace();
      }
    }
    setBusy(false);
  };
  const waiting = seating.people.filter((one) => seatOf(places, idOf(one)) === null);
  const drawing = (
    <section class="card">
      <Plan
        plan={seating}
        label={words.mapDraw(seating.room_name ?? '')}
        chosen={chosenSeat}
        sitting={sitting}
        attributes={attributes}
        touched={may}
        tools={
          <>
            <span class="tag tag-grey numbers">{words.placed(places.size, chairs.size)}</span>
            {draft && <span class="tag tag-warm">{words.unsaved}</span>}
          </>
        }
      />
    </section>
  );
  return (
    <>
      {may && (
        <div class="seats-bar">
          <Notice>{chosenOne ? words.chosen(nameOf(chosenOne)) : words.how}</Notice>
          <div class="plan-acts">
            <button type="button" class="button" title={words.fillText} disabled={busy || waiting.every((one) => one.away)} onClick={() => arrange(filled(places, seating))}>
              <Sparkles size={20} aria-hidden="true" />
              {words.fill}
            </button>
            <button type="button" class="button" disabled={busy || places.size === 0} onClick={() => arrange(new Map())}>
              {words.clearAll}
            </button>
            <button
              type="button"
              class="button"
              disabled={busy || !chosenSeat}
              onClick={() => {
                if (chosen) arrange(cleared(places, chosen));
                setChosen(null);
              }}
            >
              {words.clear}
            </button>
            {draft && (
              <button type="button" class="button" disabled={busy} onClick={() => setDraft(null)}>
                {words.cancel}
              </button>
            )}
            <button type="button" class="button primary" disabled={busy || !draft} onClick={() => void save()}>
              {busy ? t().common.saving : words.save}
            </button>
          </div>
        </div>
      )}
      {may ? (
        <div class="seats-columns">
          {drawing}
          <section class="card seats-side" aria-labelledby="waiting">
            <h2 id="waiting">{`${words.waiting} (${waiting.length})`}</h2>
            <Waiting people={waiting} chosen={chosen} onChoose={setChosen} onDrop={give} />
          </section>
        </div>
      ) : (
        drawing
      )}
      <section class="card" aria-labelledby="seat-list">
        <div class="card-head">
          <h2 id="seat-list">{words.list}</h2>
        </div>
        <SeatTable seating={seating} places={places} />
      </section>
    </>
  );
}

export default function MeetingSeatsPage() {
  const { params } = useRoute();
  const id = params['id'] ?? '';
  const snapshot = useSeating(id);
  const seating = snapshot.copy.value;
  const failure = snapshot.failure.value;
  const words = t().seats;
  useEffect(() => {
    document.title = `${words.seating} · ${t().shell.product}`;
  }, [words]);
  if (snapshot.gone.value && seating) return <Notice kind="warn">{t().meeting.goneTitle}</Notice>;
  if (!seating) return <section class="card">{failure ? <Failure problem={asProblem(failure)} retry={() => void snapshot.reload()} /> : <Skeleton lines={8} height={32} />}</section>;
  const mine = seating.people.find((one) => one.mine && one.seat_id);
  const label = seating.seats.find((seat) => seat.id === mine?.seat_id)?.label;
  const drawn = seating.seats.some((seat) => seat.kind === 'chair');
  return (
    <>
      <div class="page-head">
        <div>
          <a class="crumb" href={`/meetings/${id}`}>
            <ChevronLeft size={18} aria-hidden="true" />
            {words.back}
          </a>
          <h1>{seating.room_name ? words.mapOf(seating.room_name) : words.map}</h1>
          {label && (
            <div class="tags">
              <span class="tag tag-good">{`${words.mine}: ${label}`}</span>
            </div>
          )}
        </div>
        {drawn && (
          <div class="page-actions">
            <button type="button" class="button" onClick={() => window.print()}>
              <Printer size={20} aria-hidden="true" />
              {words.print}
            </button>
          </div>
        )}
      </div>
      {drawn ? (
        <Room meeting={id} seating={seating} onSeating={snapshot.put} onRace={() => void snapshot.reload()} />
      ) : (
        <section class="card">
          <Empty
            icon={<Armchair size={28} aria-hidden="true" />}
            title={seating.room_name ? words.noMap(seating.room_name) : words.noRoom}
            text={seating.room_name ? words.noMapText : words.noRoomText}
          >
            {seating.room_id && isAdministrator.value && (
              <a class="button primary" href={`/catalogues/room/${seating.room_id}`}>
                {words.makeMap}
              </a>
            )}
            {!seating.room_id && seating.may_place && (
              <a class="button" href={`/meetings/${id}/edit`}>
                {t().meeting.prepare}
              </a>
            )}
          </Empty>
        </section>
      )}
    </>
  );
}
