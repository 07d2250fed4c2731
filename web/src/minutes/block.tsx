// SPDX-License-Identifier: GPL-3.0-or-later
//
// One paragraph on the paper: its words, typed in place and saved by
// themselves; what of the record it is made of; what the record offers now;
// what others say of it. Enter goes on with a new one.
import { useEffect, useRef, useState } from 'preact/hooks';
import { ArrowDown, ArrowUp, History, MessageSquareDot, MessageSquareText, Plus, Trash2 } from 'lucide-preact';
import { fmtDateTime, t } from '../i18n';
import { useKeptText } from '../parts/kept-text';
import { Notice } from '../parts/states';
import { toastProblem } from '../parts/toast';
import { Comments } from './comments';
import type { Block, BlockComment, Kind, Minutes, MinutesData } from './data';

const KINDS: readonly Kind[] = ['title', 'heading', 'fact', 'paragraph', 'point', 'subpoint', 'number', 'receiver'];

/** As high as its words. */
function useOwnHeight(text: string) {
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const fit = () => {
      const it = area.current;
      if (!it) return;
      it.style.height = '0';
      it.style.height = `${it.scrollHeight}px`;
    };
    fit();
    let width = 0;
    const watch = new ResizeObserver(([entry]) => {
      if (!entry || entry.contentRect.width === width) return;
      width = entry.contentRect.width;
      fit();
    });
    if (area.current) watch.observe(area.current);
    return () => watch.disconnect();
  }, [text]);
  return area;
}

export function Words({ block }: { block: Block }) {
  const colon = block.kind === 'fact' ? block.text.indexOf(':') : -1;
  return (
    <p class={`minutes-words minutes-${block.kind}`}>
      {colon > 0 ? (
        <>
          <strong>{block.text.slice(0, colon + 1)}</strong>
          {block.text.slice(colon + 1)}
        </>
      ) : (
        block.text
      )}
    </p>
  );
}

function Sources({ block }: { block: Block }) {
  const words = t().minutes;
  const record = t().record;
  return (
    <div class="minutes-sources" role="region" aria-label={words.sourcesTitle}>
      {block.events.length === 0 ? (
        <p class="muted">{words.byHand}</p>
      ) : (
        <ol>
          {block.events.map((event) => (
            <li key={event.id}>
              <span class="numbers">{fmtDateTime(event.at)}</span> {record.kind[event.kind] ?? record.otherKind}
              {event.person && <span class="muted"> · {event.person.full_name}</span>}
            </li>
          ))}
        </ol>
      )}
      {block.edited_by && <p class="muted">{`${words.editedBy(block.edited_by.full_name)} · ${fmtDateTime(block.updated_at)}`}</p>}
    </div>
  );
}

function Offer({ block, data }: { block: Block; data: MinutesData }) {
  const words = t().minutes;
  const settle = (take: boolean) =>
    void data.offer(block, take).catch((error: unknown) => {
      toastProblem(error);
      void data.snapshot.reload();
    });
  return (
    <div class="minutes-offer" role="status">
      <p>
        <History size={18} aria-hidden="true" /> <strong>{words.offered}</strong>
      </p>
      <p class="minutes-offered">{block.offered || words.offeredGone}</p>
      <p class="minutes-acts">
        <button type="button" class="button small primary" onClick={() => settle(true)}>
          {words.take}
        </button>
        <button type="button" class="button small" onClick={() => settle(false)}>
          {words.leave}
        </button>
      </p>
    </div>
  );
}

interface BlockProps {
  block: Block;
  number: number;
  before: Block | undefined;
  after: Block | undefined;
  /** The one that the paragraph below stands before. */
  afterNext: Block | undefined;
  minutes: Minutes;
  comments: BlockComment[];
  data: MinutesData;
  onAdd: (after: Block, kind: Kind) => void;
  onLeave: (to: Block | undefined) => void;
}

function Editing({ block, number, before, after, afterNext, data, onAdd, onLeave, focused }: BlockProps & { focused: boolean }) {
  const words = t().minutes;
  const kept = useKeptText<Block>({ key: block.id, held: block, words: (row) => row.text, auto: true, onRace: () => void data.snapshot.reload(), save: (over, text) => data.save(over ?? block, { text }) });
  const area = useOwnHeight(kept.text);
  const run = (act: Promise<unknown>) => void act.catch(toastProblem);
  const saved = async () => (await kept.flush()) ?? block;
  const drop = () =>
    run(
      saved().then(async (row) => {
        kept.forget();
        onLeave(before);
        await data.drop(row);
      }),
    );
  const key = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      void kept.flush();
      onAdd(block, block.kind === 'title' || block.kind === 'heading' ? 'paragraph' : block.kind);
    } else if (event.key === 'Backspace' && kept.text === '' && !block.source) {
      event.preventDefault();
      drop();
    } else if (event.ctrlKey && event.key === 'ArrowUp' && before) {
      event.preventDefault();
      run(data.place(block.id, before.id));
    } else if (event.ctrlKey && event.key === 'ArrowDown' && after) {
      event.preventDefault();
      run(data.place(block.id, afterNext?.id ?? null));
    }
  };
  const said = kept.state === 'saving' ? words.saving : kept.state === 'unsaved' ? words.unsaved : kept.state === 'saved' && !kept.dirty ? words.saved : '';
  return (
    <>
      <textarea
        ref={area}
        id={`block-${block.id}`}
        class={`minutes-words minutes-${block.kind}`}
        rows={1}
        maxLength={10000}
        aria-label={words.block(number)}
        value={kept.text}
        onInput={(event) => kept.type(event.currentTarget.value)}
        onKeyDown={key}
      />
      {kept.wrong && <Notice kind="error">{kept.wrong}</Notice>}
      {kept.race && (
        <div class="minutes-offer" role="alert">
          <p>
            <strong>{words.raceTitle}</strong>
          </p>
          <p class="minutes-offered">{kept.race.text}</p>
          <p class="minutes-acts">
            <button type="button" class="button small" onClick={kept.keepMine}>
              {words.keepMine}
            </button>
            <button type="button" class="button small" onClick={kept.takeTheirs}>
              {words.takeTheirs}
            </button>
          </p>
        </div>
      )}
      {focused && (
        <div class="minutes-tools">
          <select class="input" aria-label={words.kindLabel} value={block.kind} onChange={(event) => run(saved().then((row) => data.save(row, { kind: event.currentTarget.value as Kind })))}>
            {KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {words.kind[kind]}
              </option>
            ))}
          </select>
          <button type="button" class="icon-button" aria-label={words.up} title={words.up} disabled={!before} onClick={() => before && run(data.place(block.id, before.id))}>
            <ArrowUp size={20} aria-hidden="true" />
          </button>
          <button type="button" class="icon-button" aria-label={words.down} title={words.down} disabled={!after} onClick={() => run(data.place(block.id, afterNext?.id ?? null))}>
            <ArrowDown size={20} aria-hidden="true" />
          </button>
          <button type="button" class="icon-button" aria-label={words.add} title={words.add} onClick={() => onAdd(block, 'paragraph')}>
            <Plus size={20} aria-hidden="true" />
          </button>
          <button type="button" class="icon-button" aria-label={words.drop} title={words.drop} onClick={drop}>
            <Trash2 size={20} aria-hidden="true" />
          </button>
          <span class="muted" role="status">
            {said}
          </span>
        </div>
      )}
    </>
  );
}

export function BlockRow(props: BlockProps) {
  const { block, minutes, comments, data } = props;
  const [focused, setFocused] = useState(false);
  const [shown, setShown] = useState<'sources' | 'comments' | null>(null);
  const words = t().minutes;
  const edits = minutes.may.edit;
  if (block.text === '' && block.offered === null && (block.source || !edits)) return null;
  const talk = comments.length > 0 || minutes.may.comment;
  const toggle = (what: 'sources' | 'comments') => setShown(shown === what ? null : what);
  return (
    <div class="minutes-block" onFocusIn={() => setFocused(true)} onFocusOut={(event) => !event.currentTarget.contains(event.relatedTarget as Node | null) && setFocused(false)}>
      <div class="minutes-line">
        {edits ? <Editing {...props} focused={focused} /> : <Words block={block} />}
        {edits && block.offered !== null && <Offer block={block} data={data} />}
        {shown === 'sources' && <Sources block={block} />}
        {shown === 'comments' && <Comments {...{ block, comments, minutes, data }} />}
      </div>
      <div class="minutes-gutter">
        {edits && (
          <button type="button" class="icon-button" aria-expanded={shown === 'sources'} aria-label={`${words.sources(block.events.length)}, ${words.block(props.number)}`} title={words.sources(block.events.length)} onClick={() => toggle('sources')}>
            <History size={20} aria-hidden="true" />
          </button>
        )}
        {talk && (
          <button
            type="button"
            class={comments.some((one) => one.taken === null) ? 'icon-button minutes-waits' : 'icon-button'}
            aria-expanded={shown === 'comments'}
            title={comments.length > 0 ? words.comments(comments.length) : words.comment}
            onClick={() => toggle('comments')}
          >
            {comments.length > 0 ? <MessageSquareDot size={20} aria-hidden="true" /> : <MessageSquareText size={20} aria-hidden="true" />}
            <span class="unseen">{`${comments.length > 0 ? words.comments(comments.length) : words.comment}, ${words.block(props.number)}`}</span>
          </button>
        )}
      </div>
    </div>
  );
}
