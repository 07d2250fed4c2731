// SPDX-License-Identifier: GPL-3.0-or-later
//
// The list of changes: what kind, under which heading, the words that went and
// came; a tap leads there.
import { useEffect, useRef } from 'preact/hooks';
import { fmtNumber, t } from '../i18n';
import { Empty } from '../parts/states';
import { counted, type Comparison, type Listed, type Looks } from './change';

function Item({ one, now, onGo }: { one: Listed; now: boolean; onGo: () => void }) {
  const words = t().compare;
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (now) item.current?.scrollIntoView({ block: 'nearest' });
  }, [now]);
  const { change } = one;
  return (
    <li ref={item}>
      <button type="button" class={`change ${change?.kind ?? 'picture'}`} aria-current={now ? 'true' : undefined} onClick={onGo}>
        <span class="change-head">
          <strong>{change ? words.kinds[change.kind] : words.pictureKind}</strong>
          <span class="muted numbers">{words.places(one.page)}</span>
        </span>
        {change?.heading && <span class="change-heading">{change.heading}</span>}
        {change?.old?.text && change.kind !== 'moved' && <del>{change.old.text}</del>}
        {change?.new?.text && (change.kind === 'moved' ? <span class="change-moved">{change.new.text}</span> : <ins>{change.new.text}</ins>)}
      </button>
    </li>
  );
}

interface ChangeListProps {
  compared: Comparison;
  list: readonly Listed[];
  looks: Looks;
  /** Pairs of pages whose pictures are to be looked at. */
  wanted: number;
  all: boolean;
  onAll: (all: boolean) => void;
  at: number;
  onGo: (number: number) => void;
}

export function ChangeList({ compared, list, looks, wanted, all, onAll, at, onGo }: ChangeListProps) {
  const words = t().compare;
  const counts = counted(compared.changes);
  const pictures = list.length - compared.changes.length;
  return (
    <div class="changes">
      {list.length > 0 && (
        <p class="changes-count">
          <strong>{words.count(fmtNumber(list.length))}</strong>
          {compared.changes.length > 0 && (
            <span class="muted">{words.counts(fmtNumber(counts.added), fmtNumber(counts.removed), fmtNumber(counts.replaced), fmtNumber(counts.moved))}</span>
          )}
          {pictures > 0 && <span class="muted">{words.pictures(fmtNumber(pictures))}</span>}
        </p>
      )}
      <label class="compare-switch">
        <input type="checkbox" checked={all} onChange={(event) => onAll(event.currentTarget.checked)} />
        <span>{words.allPictures}</span>
      </label>
      {looks.size < wanted && (
        <p class="muted" role="status">
          {words.looking(fmtNumber(looks.size), fmtNumber(wanted))}
        </p>
      )}
      {list.length === 0 && looks.size === wanted && <Empty title={words.none} text={wanted > 0 ? words.noneLooked : words.noneText} />}
      <ol>
        {list.map((one) => (
          <Item key={one.number} one={one} now={one.number === at} onGo={() => onGo(one.number)} />
        ))}
      </ol>
    </div>
  );
}
