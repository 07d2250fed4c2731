// SPDX-License-Identifier: GPL-3.0-or-later
//
// A meeting's place in its series: before and after it, all of them, and what
// is done to this one and the drafts that follow.
import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { ChevronLeft, ChevronRight, ListOrdered } from 'lucide-preact';
import { api, ask, type Schemas } from '../api';
import { entryName, useCatalogue } from '../catalogue';
import { civilDate, fmtDate, fmtTime, t } from '../i18n';
import { DateField } from '../parts/date-field';
import { confirmFirst, Dialog } from '../parts/dialog';
import { Form, SelectField } from '../parts/form';
import { MeetingState } from '../parts/meeting-state';
import { TimeField } from '../parts/time-field';
import { toast, toastProblem } from '../parts/toast';
import type { Meeting } from './data';
import { momentOf } from './draft';
import { seriesLoad, type Series } from './template-data';
import './template.css';

type Done = Schemas['SeriesDone'];

function Untouched({ done, onClose }: { done: Done; onClose: () => void }) {
  const words = t().template;
  return (
    <Dialog title={words.keptTitle} onClose={onClose}>
      <ul class="plan-notes">
        {done.untouched.map((one) => (
          <li key={one.id}>
            <strong class="numbers">{`${fmtTime(one.starts_at)} ${fmtDate(one.starts_at)}`}</strong>
            {`, ${one.title}: ${words.keptWhy[one.why]}`}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function Move({ meeting, onClose, onDone }: { meeting: Meeting; onClose: () => void; onDone: (done: Done) => void }) {
  const words = t().template;
  const rooms = useCatalogue('room');
  const [day, setDay] = useState(civilDate(meeting.starts_at));
  const [from, setFrom] = useState(fmtTime(meeting.starts_at));
  const [to, setTo] = useState(fmtTime(meeting.ends_at));
  const [room, setRoom] = useState('keep');
  return (
    <Dialog title={words.moveTitle} onClose={onClose}>
      <Form
        submit={words.moveDo}
        onCancel={onClose}
        onSubmit={async () => {
          const body = {
            starts_at: momentOf(day, from) ?? '',
            ...(to && { ends_at: momentOf(day, to) ?? '' }),
            ...(room !== 'keep' && { room_id: room || null }),
          };
          onDone(await ask(api.PATCH('/api/meetings/{meeting}/series', { params: { path: { meeting: meeting.id } }, body })));
        }}
      >
        <p class="muted">{words.moveText}</p>
        <DateField name="day" label={t().meeting.day} required value={day} onValue={setDay} />
        <div class="time-pair">
          <TimeField name="starts_at" label={t().meeting.startsAt} required value={from} onValue={setFrom} />
          <TimeField name="ends_at" label={t().meeting.endsAt} value={to} onValue={setTo} />
        </div>
        <SelectField
          name="room_id"
          label={t().meeting.room}
          value={room}
          onValue={setRoom}
          options={[
            { value: 'keep', label: words.roomKeep },
            { value: '', label: t().meeting.noRoom },
            ...rooms.map((entry) => ({ value: entry.id, label: entryName(entry) })),
          ]}
        />
      </Form>
    </Dialog>
  );
}

function Whole({ series, meeting, onMove, onCut, onClose }: { series: Series; meeting: Meeting; onMove: () => void; onCut: () => void; onClose: () => void }) {
  const words = t().template;
  const here = series.items.findIndex((one) => one.id === meeting.id);
  const mayAct = meeting.may.edit && series.items.slice(here).some((one) => one.may_edit);
  return (
    <Dialog
      title={words.seriesTitle}
      onClose={onClose}
      wide
      {...(mayAct && {
        foot: (
          <>
            <button type="button" class="button danger" onClick={onCut}>
              {words.cut}
            </button>
            <button type="button" class="button primary" onClick={onMove}>
              {words.move}
            </button>
          </>
        ),
      })}
    >
      <ol class="rows series-all">
        {series.items.map((one) => (
          <li key={one.id}>
            <a class="row-link" href={`/meetings/${one.id}`} onClick={onClose} {...(one.id === meeting.id && { 'aria-current': 'true' as const })}>
              <span class="row-time numbers">
                <strong>{fmtTime(one.starts_at)}</strong>
                <small>{fmtDate(one.starts_at)}</small>
              </span>
              <span class="row-words">
                <strong>{one.title}</strong>
                <span class="tags">
                  <MeetingState state={one.state} />
                  {one.id === meeting.id && <span class="tag">{words.thisOne}</span>}
                </span>
              </span>
            </a>
          </li>
        ))}
      </ol>
    </Dialog>
  );
}

export function SeriesStrip({ meeting, onChange }: { meeting: Meeting; onChange: () => void }) {
  const { route } = useLocation();
  const [series, setSeries] = useState<Series | null>(null);
  const [open, setOpen] = useState<'all' | 'move' | null>(null);
  const [kept, setKept] = useState<Done | null>(null);
  const words = t().template;
  const fetch = () => void seriesLoad(meeting.id).then(setSeries, () => undefined);
  useEffect(fetch, [meeting.id, meeting.revision]);
  const here = series?.items.findIndex((one) => one.id === meeting.id) ?? -1;
  if (!series?.every || here < 0 || series.items.length < 2) return kept && <Untouched done={kept} onClose={() => setKept(null)} />;
  const [before, after] = [series.items[here - 1], series.items[here + 1]];
  const told = (done: Done, text: (n: number, kept: number) => string) => {
    toast(text(done.changed, done.untouched.length));
    setOpen(null);
    if (done.untouched.length) setKept(done);
    fetch();
    onChange();
  };
  const cut = async () => {
    setOpen(null);
    if (!(await confirmFirst({ title: words.cutTitle, text: words.cutText, yes: words.cut, danger: true }))) return;
    try {
      const done = await ask(api.DELETE('/api/meetings/{meeting}/series', { params: { path: { meeting: meeting.id } } }));
      if (meeting.state === 'draft') {
        // This one is gone: on to the one before it.
        route(before ? `/meetings/${before.id}` : '/meetings?when=upcoming', true);
        toast(words.cutDone(done.changed, done.untouched.length));
      } else told(done, words.cutDone);
    } catch (error) {
      toastProblem(error);
    }
  };
  return (
    <nav class="series-strip" aria-label={words.seriesTitle}>
      <span class="numbers">{words.place(here + 1, series.items.length, words.everyIn[series.every])}</span>
      {before && (
        <a class="button" href={`/meetings/${before.id}`}>
          <ChevronLeft size={18} aria-hidden="true" />
          {words.previous}
        </a>
      )}
      {after && (
        <a class="button" href={`/meetings/${after.id}`}>
          {words.next}
          <ChevronRight size={18} aria-hidden="true" />
        </a>
      )}
      <button type="button" class="button" onClick={() => setOpen('all')}>
        <ListOrdered size={20} aria-hidden="true" />
        {words.wholeSeries}
      </button>
      {open === 'all' && <Whole {...{ series, meeting }} onMove={() => setOpen('move')} onCut={() => void cut()} onClose={() => setOpen(null)} />}
      {open === 'move' && <Move meeting={meeting} onClose={() => setOpen(null)} onDone={(done) => told(done, words.movedDone)} />}
      {kept && <Untouched done={kept} onClose={() => setKept(null)} />}
    </nav>
  );
}
