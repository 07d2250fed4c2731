// SPDX-License-Identifier: GPL-3.0-or-later
//
// The minutes as the paper they become: head, paragraphs, two signatures,
// receivers. Written on by those who may, read by the others.
import { useState } from 'preact/hooks';
import { t } from '../i18n';
import { toastProblem } from '../parts/toast';
import { BlockRow, Words } from './block';
import type { Block, Kind, Minutes, MinutesData } from './data';

function Head({ minutes, data }: { minutes: Minutes; data: MinutesData }) {
  const [number, setNumber] = useState<string | null>(null);
  const words = t().minutes;
  const keep = () => {
    if (number === null || number === (minutes.number ?? '')) return;
    data
      .number(minutes, { number })
      .then(() => setNumber(null))
      .catch(toastProblem);
  };
  const symbol = minutes.symbol ?? minutes.usual_symbol;
  return (
    <header class="minutes-head">
      <div>
        {minutes.parent && <p class="minutes-parent">{minutes.parent}</p>}
        <p class="minutes-issuer">{minutes.issuer}</p>
        <p class="minutes-number">
          {words.number}:{' '}
          {minutes.may.edit ? (
            <input type="text" inputMode="numeric" maxLength={20} aria-label={words.number} value={number ?? minutes.number ?? ''} onInput={(event) => setNumber(event.currentTarget.value)} onBlur={keep} />
          ) : (
            (minutes.number ?? '……')
          )}
          /{symbol}
        </p>
      </div>
      <div>
        <p class="minutes-motto">{words.motto}</p>
        <p class="minutes-tieu-ngu">{words.tieuNgu}</p>
      </div>
    </header>
  );
}

export function Paper({ minutes, data }: { minutes: Minutes; data: MinutesData }) {
  const words = t().minutes;
  const body = minutes.blocks.filter((block) => block.kind !== 'receiver');
  const receivers = minutes.blocks.filter((block) => block.kind === 'receiver');
  const focus = (block: Block | undefined) => requestAnimationFrame(() => document.getElementById(`block-${block?.id}`)?.focus());
  const add = (after: Block, kind: Kind) => {
    const made = data.add(minutes, after, kind, toastProblem);
    // The paper is drawn anew first.
    setTimeout(() => document.getElementById(`block-${made.id}`)?.focus(), 0);
  };
  const rows = (blocks: Block[], from: number) =>
    blocks.map((block, index) => (
      <BlockRow
        key={block.id}
        block={block}
        number={from + index + 1}
        before={blocks[index - 1]}
        after={blocks[index + 1]}
        afterNext={blocks[index + 2]}
        minutes={minutes}
        comments={minutes.comments.filter((one) => one.block_id === block.id)}
        data={data}
        onAdd={add}
        onLeave={focus}
      />
    ));
  return (
    <article class="minutes-paper" aria-label={words.paper} lang="vi">
      <Head minutes={minutes} data={data} />
      {rows(body, 0)}
      <footer class="minutes-signs">
        <div>
          <p>{words.secretarySigns}</p>
          <p class="minutes-name">{minutes.secretary_name}</p>
        </div>
        <div>
          <p>{words.chairSigns}</p>
          <p class="minutes-name">{minutes.chair_name}</p>
        </div>
      </footer>
      {receivers.length > 0 && (
        <div class="minutes-receivers">
          <p>{words.receivers}</p>
          {minutes.may.edit ? rows(receivers, body.length) : receivers.map((block) => <Words key={block.id} block={block} />)}
        </div>
      )}
    </article>
  );
}
