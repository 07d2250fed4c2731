// SPDX-License-Identifier: GPL-3.0-or-later
//
// The panel of comment threads: those of the page being read or of the whole
// version, and the place to begin one. A draft lives in the panel until it is sent.
import { useState } from 'preact/hooks';
import type { Signal } from '@preact/signals';
import { SquareDashed, X } from 'lucide-preact';
import { fmtNumber, t } from '../i18n';
import { Empty, Failure, Skeleton } from '../parts/states';
import { asProblem, connection } from '../api';
import { KeepingNotice } from '../outbox/show';
import { Composer } from './composer';
import type { Passage } from './selection';
import { ThreadCard } from './thread';
import type { Thread, ThreadData } from './thread-data';

/** What is being written, kept when the panel is closed and opened again. */
export interface Draft {
  page: number;
  about: Passage | null;
  body: string;
}

interface ThreadsProps {
  data: ThreadData;
  page: number;
  draft: Signal<Draft | null>;
  chosen: string | null;
  onChoose: (thread: Thread) => void;
  /** The tool that chooses a rectangle of a page. */
  onRegion: () => void;
}

function NewThread({ data, draft }: { data: ThreadData; draft: Signal<Draft | null> }) {
  const writing = draft.value;
  if (!writing) return null;
  const send = async (body: string) => {
    data.begin(writing.page, body, writing.about);
    draft.value = null;
  };
  return (
    <section class="thread thread-new" aria-label={t().reader.writeOnPage(writing.page)}>
      <p class="thread-place">{t().reader.page(writing.page)}</p>
      {writing.about && (
        <blockquote class="thread-quote">
          <span>{writing.about.quote || t().reader.regionOfPage(fmtNumber(writing.page))}</span>
          <button type="button" class="icon-button" aria-label={t().reader.dropPassage} onClick={() => (draft.value = { ...writing, about: null })}>
            <X size={18} aria-hidden="true" />
          </button>
        </blockquote>
      )}
      <Composer
        body={writing.body}
        onBody={(body) => (draft.value = { ...writing, body })}
        submit={t().reader.send}
        onSend={send}
        onCancel={() => (draft.value = null)}
      />
      <p class="thread-hint">{t().reader.everyReader}</p>
    </section>
  );
}

export function Threads({ data, page, draft, chosen, onChoose, onRegion }: ThreadsProps) {
  const [all, setAll] = useState(false);
  const [settled, setSettled] = useState(false);
  const failure = data.snapshot.failure.value;
  const here = all ? data.items.value : data.items.value.filter((thread) => thread.page === page);
  const hidden = here.filter((thread) => thread.resolved_at).length;
  const shown = settled ? here : here.filter((thread) => !thread.resolved_at || thread.id === chosen);
  const loaded = data.snapshot.copy.value !== undefined;
  return (
    <div class="threads">
      <div class="segments" role="group" aria-label={t().reader.threads}>
        <button type="button" aria-pressed={!all} onClick={() => setAll(false)}>
          {t().reader.threadsOfPage(page)}
        </button>
        <button type="button" aria-pressed={all} onClick={() => setAll(true)}>
          {t().reader.threadsOfAll}
        </button>
      </div>
      {draft.value ? (
        <NewThread data={data} draft={draft} />
      ) : (
        <div class="thread-begin">
          <button type="button" class="button wide" onClick={() => (draft.value = { page, about: null, body: '' })}>
            {t().reader.writeOnPage(page)}
          </button>
          <button type="button" class="button wide" onClick={onRegion}>
            <SquareDashed size={20} aria-hidden="true" />
            {t().reader.regionStart}
          </button>
        </div>
      )}
      {data.unsent.value.size > 0 && (
        <>
          <KeepingNotice />
          {connection.value === 'away' && (
            <p class="thread-hint" role="status">
              {t().outbox.away}
            </p>
          )}
        </>
      )}
      {!loaded && failure ? <Failure problem={asProblem(failure)} retry={() => void data.snapshot.reload()} /> : null}
      {!loaded && !failure && <Skeleton lines={3} height={60} />}
      {loaded && shown.length === 0 && !draft.value && <Empty title={t().reader.noThreads} text={t().reader.noThreadsText} />}
      {shown.map((thread) => (
        <ThreadCard key={thread.id} thread={thread} data={data} chosen={thread.id === chosen} placed={all} onChoose={() => onChoose(thread)} />
      ))}
      {hidden > 0 && (
        <label class="check">
          <input type="checkbox" checked={settled} onChange={(event) => setSettled(event.currentTarget.checked)} />
          <span>{`${t().reader.showSettled} (${hidden})`}</span>
        </label>
      )}
    </div>
  );
}
