// SPDX-License-Identifier: GPL-3.0-or-later
//
// The list of changes: what kind, under which heading, the words that went and
// came; a tap leads there.
import { useEffect, useRef } from 'preact/hooks';
import { fmtNumber, t } from '../i18n';
import { Empty } from '../parts/states';
import { counted, placeOf, type Change } from './change';

function Item({ change, now, onGo }: { change: Change; now: boolean; onGo: () => void }) {
  const words = t().compare;
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (now) item.current?.scrollIntoView({ block: 'nearest' });
  }, [now]);
  const place = placeOf(change, 'new') ?? placeOf(change, 'old');
  return (
    <li ref={item}>
      <button type="button" class={`change ${change.kind}`} aria-current={now ? 'true' : undefined} onClick={onGo}>
        <span class="change-head">
          <strong>{words.kinds[change.kind]}</strong>
          {place && <span class="muted numbers">{words.places(place.page)}</span>}
        </span>
        {change.heading && <span class="change-heading">{change.heading}</span>}
        {change.old?.text && change.kind !== 'moved' && <del>{change.old.text}</del>}
        {change.new?.text && (change.kind === 'moved' ? <span class="change-moved">{change.new.text}</span> : <ins>{change.new.text}</ins>)}
      </button>
    </li>
  );
}

export function ChangeList({ changes, at, onGo }: { changes: readonly Change[]; at: number; onGo: (number: number) => void }) {
  const words = t().compare;
  if (changes.length === 0) return <Empty title={words.none} text={words.noneText} />;
  const counts = counted(changes);
  return (
    <div class="changes">
      <p class="changes-count">
        <strong>{words.count(fmtNumber(changes.length))}</strong>
        <span class="muted">{words.counts(fmtNumber(counts.added), fmtNumber(counts.removed), fmtNumber(counts.replaced), fmtNumber(counts.moved))}</span>
      </p>
      <ol>
        {changes.map((change) => (
          <Item key={change.number} change={change} now={change.number === at} onGo={() => onGo(change.number)} />
        ))}
      </ol>
    </div>
  );
}
