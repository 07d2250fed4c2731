// SPDX-License-Identifier: GPL-3.0-or-later
//
// The seat map of a room, drawn by an administrator (A5): a layout to begin
// with, then each thing by finger, mouse or keys on a grid. Every step can be
// undone until it is saved; the server says what cannot stand.
import { useRef, useState } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import { ChevronLeft, LayoutGrid, Undo2 } from 'lucide-preact';
import { api, ask, asProblem, ifMatch, type Schemas } from '../api';
import { t } from '../i18n';
import { useUnsaved } from '../parts/form';
import { useLoad } from '../parts/load';
import { Failure, Notice, Skeleton } from '../parts/states';
import { toast, toastProblem } from '../parts/toast';
import { ChosenThing } from '../seats/chosen-thing';
import { freeLabel, inside, thing, turned, type Kind, type RoomPlan, type Seat } from '../seats/map';
import { Plan, type SeatAttributes } from '../seats/plan';
import { PresetDialog } from '../seats/preset';

type RoomMap = Schemas['RoomMap'];
const KINDS: readonly Kind[] = ['chair', 'table', 'round', 'podium', 'screen', 'door'];
const ARROWS: Record<string, readonly [number, number]> = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

function Editor({ map, onSaved, onRace }: { map: RoomMap; onSaved: (map: RoomMap) => void; onRace: () => void }) {
  const [plan, setPlan] = useState<RoomPlan>({ width: map.width, height: map.height, seats: map.seats });
  const [before, setBefore] = useState<RoomPlan[]>([]);
  const [chosen, setChosen] = useState<string | null>(null);
  const [presets, setPresets] = useState(false);
  const [busy, setBusy] = useState(false);
  const step = useRef(26);
  /** A finger's events come faster than the page is drawn: where the drag stands is kept here. */
  const drag = useRef<{ id: string; x: number; y: number; from: RoomPlan; seat: Seat; to: RoomPlan | null } | null>(null);
  const words = t().seats;
  const dirty = before.length > 0;
  useUnsaved(dirty);
  const change = (next: RoomPlan, from: RoomPlan = plan) => {
    setBefore((list) => [...list.slice(-99), from]);
    setPlan(next);
  };
  const put = (seat: Seat) => ({ ...plan, seats: plan.seats.map((one) => (one.id === seat.id ? inside(seat, plan) : seat.head && one.head ? { ...one, head: false } : one)) });
  const held = plan.seats.find((seat) => seat.id === chosen) ?? null;
  const remove = (id: string) => {
    change({ ...plan, seats: plan.seats.filter((seat) => seat.id !== id) });
    setChosen(null);
  };
  /** In the first free place below what stands there already, so that nothing is covered. */
  const add = (kind: Kind, like?: Seat) => {
    const made = thing(kind, 1, 1, { label: kind === 'chair' ? freeLabel(plan.seats) : '', ...(like && { w: like.w, h: like.h, angle: like.angle }) });
    const free = (x: number, y: number) => plan.seats.every((one) => x + made.w <= one.x || one.x + one.w <= x || y + made.h <= one.y || one.y + one.h <= y);
    const from = like ? { x: like.x, y: like.y } : { x: 1, y: 1 };
    search: for (let y = from.y; y + made.h < plan.height; y += 1) {
      for (let x = y === from.y ? from.x : 1; x + made.w < plan.width; x += 1) {
        if (!free(x, y)) continue;
        [made.x, made.y] = [x, y];
        break search;
      }
    }
    change({ ...plan, seats: [...plan.seats, made] });
    setChosen(made.id);
  };
  const onKey = (seat: Seat) => (e: KeyboardEvent) => {
    const move = ARROWS[e.key];
    if (move) change(put({ ...seat, x: seat.x + move[0], y: seat.y + move[1] }));
    else if (e.key === 'Delete' || e.key === 'Backspace') remove(seat.id);
    else if (e.key === 'r' || e.key === 'R') change(put(turned(seat)));
    else if (e.key === 'Enter' || e.key === ' ') setChosen(seat.id);
    else return;
    e.preventDefault();
  };
  const attributes = (seat: Seat): SeatAttributes => ({
    role: 'button',
    tabindex: 0, // in a drawing attributes keep their case
    'data-drag': true,
    'aria-pressed': chosen === seat.id,
    'aria-label': [words.kinds[seat.kind], seat.label].filter(Boolean).join(' '),
    onKeyDown: onKey(seat),
    onPointerDown: (e: PointerEvent) => {
      (e.currentTarget as Element).setPointerCapture(e.pointerId);
      drag.current = { id: seat.id, x: e.clientX, y: e.clientY, from: plan, seat, to: null };
      setChosen(seat.id);
    },
    onPointerMove: (e: PointerEvent) => {
      const now = drag.current;
      if (!now || now.id !== seat.id) return;
      const [dx, dy] = [Math.round((e.clientX - now.x) / step.current), Math.round((e.clientY - now.y) / step.current)];
      if (!now.to && dx === 0 && dy === 0) return;
      const moved = inside({ ...now.seat, x: now.seat.x + dx, y: now.seat.y + dy }, now.from);
      now.to = { ...now.from, seats: now.from.seats.map((one) => (one.id === moved.id ? moved : one)) };
      setPlan(now.to);
    },
    onPointerUp: () => {
      const now = drag.current;
      drag.current = null;
      if (now?.to) change(now.to, now.from);
    },
    onPointerCancel: () => {
      const now = drag.current;
      drag.current = null;
      if (now?.to) setPlan(now.from);
    },
  });
  const save = async () => {
    setBusy(true);
    try {
      const saved = await ask(api.PUT('/api/rooms/{entry}/map', { params: { path: { entry: map.room_id }, header: ifMatch(map.edit_version) }, body: plan }));
      setBefore([]);
      onSaved(saved);
      toast(words.saved);
    } catch (error) {
      toastProblem(error);
      if (asProblem(error).slug === 'lost-race') onRace();
    }
    setBusy(false);
  };
  return (
    <>
      <div class="page-head">
        <div>
          <a class="crumb" href="/catalogues/room">
            <ChevronLeft size={18} aria-hidden="true" />
            {t().catalogues.names.room}
          </a>
          <h1>{words.mapOf(map.room_name)}</h1>
          <div class="tags">
            <span class="tag tag-grey numbers">{words.chairs(plan.seats.filter((seat) => seat.kind === 'chair').length)}</span>
            {dirty && <span class="tag tag-warm">{words.unsaved}</span>}
          </div>
        </div>
        <div class="page-actions">
          <button
            type="button"
            class="button"
            disabled={!dirty || busy}
            onClick={() => {
              setPlan(before[before.length - 1] ?? plan);
              setBefore(before.slice(0, -1));
            }}
          >
            <Undo2 size={20} aria-hidden="true" />
            {words.undo}
          </button>
          <button type="button" class="button" onClick={() => setPresets(true)}>
            <LayoutGrid size={20} aria-hidden="true" />
            {words.presets}
          </button>
          <button type="button" class="button primary" disabled={!dirty || busy} onClick={() => void save()}>
            {busy ? t().common.saving : t().common.save}
          </button>
        </div>
      </div>
      {plan.seats.length === 0 && <Notice>{words.emptyMap}</Notice>}
      <div class="seats-columns">
        <Plan
          plan={plan}
          label={words.mapDraw(map.room_name)}
          grid
          chosen={chosen}
          attributes={attributes}
          onStep={(now) => (step.current = now)}
          onGround={() => setChosen(null)}
          tools={
            <div class="plan-acts" role="group" aria-label={words.add}>
              {KINDS.map((kind) => (
                <button key={kind} type="button" class="button" onClick={() => add(kind)}>
                  {`+ ${words.kinds[kind]}`}
                </button>
              ))}
            </div>
          }
        />
        <ChosenThing
          plan={plan}
          seat={held}
          onSeat={(seat) => change(put(seat))}
          onPlan={(next) => change({ ...next, seats: next.seats.map((seat) => inside(seat, next)) })}
          onTurn={(seat) => change(put(turned(seat)))}
          onCopy={(seat) => add(seat.kind, seat)}
          onRemove={(seat) => remove(seat.id)}
        />
      </div>
      {presets && (
        <PresetDialog
          onClose={() => setPresets(false)}
          onPlan={(next) => {
            change(next);
            setChosen(null);
            setPresets(false);
          }}
        />
      )}
    </>
  );
}

export default function RoomMapPage() {
  const { params } = useRoute();
  const id = params['id'] ?? '';
  const [turn, setTurn] = useState(0);
  const { data, problem, reload, set } = useLoad(() => ask(api.GET('/api/rooms/{entry}/map', { params: { path: { entry: id } } })), [id, turn]);
  if (!data) return <section class="card">{problem ? <Failure problem={problem} retry={() => void reload()} /> : <Skeleton lines={8} height={32} />}</section>;
  return <Editor key={`${data.room_id} ${turn}`} map={data} onSaved={set} onRace={() => setTurn(turn + 1)} />;
}
