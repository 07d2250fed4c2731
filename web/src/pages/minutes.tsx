// SPDX-License-Identifier: GPL-3.0-or-later
//
// The minutes of a meeting: the paper in the middle, what may be done with it
// above, what came out of it beside. While they are written, what the record
// says anew is asked for whenever the meeting changes.
import { useEffect, useState } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import { ChevronLeft, FilePlus2, FileText } from 'lucide-preact';
import { asProblem } from '../api';
import { t } from '../i18n';
import { useMeeting, type Meeting } from '../meeting/data';
import { After } from '../minutes/after';
import { useMinutes, type Minutes, type MinutesData, type MinutesList } from '../minutes/data';
import { Paper } from '../minutes/paper';
import { Steps } from '../minutes/steps';
import { Empty, Failure, Skeleton } from '../parts/states';
import { toastProblem } from '../parts/toast';
import '../minutes/minutes.css';

const REFRESH_MS = 1500;

const nameOf = (minutes: Minutes) => (minutes.restricted ? t().minutes.annex(minutes.items.map((item) => item.number ?? item.title).join(', ')) : t().minutes.common);

/** Those who write ask what the record says now: on opening, and a moment after the meeting changed. */
function useRecord(minutes: Minutes | undefined, data: MinutesData, revision: number): void {
  const writes = minutes?.may.edit === true;
  const item = minutes?.restricted ? (minutes.items[0]?.id ?? null) : null;
  useEffect(() => {
    if (!writes) return;
    const timer = setTimeout(() => void data.make(item).catch(() => undefined), REFRESH_MS);
    return () => clearTimeout(timer);
  }, [writes, item, minutes?.id, revision]);
}

function Makers({ list, data, primary }: { list: MinutesList; data: MinutesData; primary: boolean }) {
  const [busy, setBusy] = useState(false);
  const words = t().minutes;
  const make = (item: string | null) => {
    setBusy(true);
    data
      .make(item)
      .catch(toastProblem)
      .finally(() => setBusy(false));
  };
  return (
    <>
      {!list.items.some((one) => !one.restricted) && (
        <button type="button" class={primary ? 'button primary' : 'button'} disabled={busy} onClick={() => make(null)}>
          <FilePlus2 size={20} aria-hidden="true" />
          {words.make}
        </button>
      )}
      {list.circles.map((item) => (
        <button key={item.id} type="button" class="button" disabled={busy} onClick={() => make(item.id)}>
          <FilePlus2 size={20} aria-hidden="true" />
          {words.makeAnnex(item.number ?? item.title)}
        </button>
      ))}
    </>
  );
}

function Body({ meeting, data, list }: { meeting: Meeting; data: MinutesData; list: MinutesList }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const words = t().minutes;
  const minutes = list.items.find((one) => one.id === chosen) ?? list.items[0];
  // What the others of the meeting do raises its revision; our own blocks too, and then nothing new is offered.
  useRecord(minutes, data, meeting.revision);
  if (!minutes) {
    return (
      <section class="card">
        <Empty title={words.none} text={['chair', 'secretary', 'author'].includes(meeting.my_role) ? words.noneText : words.noneForMe} icon={<FileText size={28} aria-hidden="true" />}>
          {list.may_make && <Makers list={list} data={data} primary />}
          {list.approved.map((one) => (
            <a key={one.document_id} class="button" href={`/documents/${one.document_id}/read/${one.version}`}>
              {words.approvedLink}
            </a>
          ))}
        </Empty>
      </section>
    );
  }
  return (
    <>
      {list.items.length > 1 && (
        <div class="segments" role="group" aria-label={words.title}>
          {list.items.map((one) => (
            <label key={one.id} class="segment">
              <input type="radio" name="minutes" checked={one.id === minutes.id} onChange={() => setChosen(one.id)} />
              <span>{nameOf(one)}</span>
            </label>
          ))}
        </div>
      )}
      <div class="tags">
        <span class={minutes.state === 'approved' ? 'tag tag-good' : minutes.state === 'circulated' ? 'tag' : 'tag tag-grey'}>{words.state[minutes.state]}</span>
        {minutes.edition > 1 && <span class="tag tag-warm">{words.edition(minutes.edition - 1)}</span>}
      </div>
      <Steps key={minutes.id} minutes={minutes} data={data} />
      {list.may_make && <p class="minutes-steps">{<Makers list={list} data={data} primary={false} />}</p>}
      <div class="minutes-desk">
        <Paper key={minutes.id} minutes={minutes} data={data} />
        <aside>
          <After meeting={meeting} minutes={minutes} list={list} data={data} />
        </aside>
      </div>
    </>
  );
}

export default function MinutesPage() {
  const { params } = useRoute();
  const id = params['id'] ?? '';
  const meetings = useMeeting(id);
  const data = useMinutes(id);
  const meeting = meetings.copy.value;
  const list = data.snapshot.copy.value;
  const failure = meetings.failure.value ?? data.snapshot.failure.value;
  const title = meeting?.title;
  useEffect(() => {
    if (title) document.title = `${t().minutes.title}: ${title} · ${t().shell.product}`;
  }, [title]);
  return (
    <>
      <div class="page-head">
        <div>
          <a class="crumb" href={`/meetings/${id}`}>
            <ChevronLeft size={18} aria-hidden="true" />
            {title ?? t().meeting.title}
          </a>
          <h1>{t().minutes.title}</h1>
        </div>
      </div>
      {meeting && list ? (
        <Body meeting={meeting} data={data} list={list} />
      ) : (
        <section class="card">
          {failure ? <Failure problem={asProblem(failure)} retry={() => void Promise.all([meetings.reload(), data.snapshot.reload()])} /> : <Skeleton lines={8} height={28} />}
        </section>
      )}
    </>
  );
}
