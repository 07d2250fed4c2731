// SPDX-License-Identifier: GPL-3.0-or-later
//
// All notices, newest first.
import { useEffect, useRef } from 'preact/hooks';
import { BellOff, CheckCheck } from 'lucide-preact';
import { api, ask } from '../api';
import { t } from '../i18n';
import { newest, readUpTo } from '../notices/data';
import { NoticeRows } from '../notices/list';
import { useList } from '../parts/load';
import { problemText } from '../parts/problem';
import { Empty, Failure, Notice, Skeleton } from '../parts/states';

export default function NoticesPage() {
  const w = t().notices;
  const list = useList((after) => ask(api.GET('/api/notices', { params: { query: { ...(after && { after }) } } })), []);
  // The bell knows first of what is new, and of what was read here or elsewhere.
  const bell = newest.value;
  const known = useRef(bell);
  useEffect(() => {
    if (known.current && bell && bell !== known.current) void list.reload();
    known.current = bell;
  }, [bell]);
  const first = list.data?.items[0];
  const unread = bell?.unread ?? list.data?.items.some((n) => !n.read_at);
  return (
    <>
      <div class="page-head">
        <div>
          <h1>{w.title}</h1>
          <a class="crumb" href="/account">
            {w.mailSettings}
          </a>
        </div>
        {first && unread ? (
          <div class="page-actions">
            <button type="button" class="button" onClick={() => void readUpTo(first.id)}>
              <CheckCheck size={20} aria-hidden="true" />
              {w.readAll}
            </button>
          </div>
        ) : null}
      </div>
      <section class="card">
        {list.data ? (
          list.data.items.length === 0 ? (
            <Empty title={w.none} text={w.noneText} icon={<BellOff size={28} aria-hidden="true" />} />
          ) : (
            <NoticeRows items={list.data.items} />
          )
        ) : list.problem ? (
          <Failure problem={list.problem} retry={() => void list.reload()} />
        ) : (
          <Skeleton lines={8} height={44} />
        )}
        {list.moreProblem && <Notice kind="error">{problemText(list.moreProblem)}</Notice>}
        {list.data?.next && (
          <p class="more">
            <button type="button" class="button" disabled={list.moreBusy} onClick={() => void list.more()}>
              {list.moreBusy ? t().common.loading : t().common.loadMore}
            </button>
          </p>
        )}
      </section>
    </>
  );
}
