// SPDX-License-Identifier: GPL-3.0-or-later
//
// The bookmarks that the file brings, as a tree that leads to its pages.
import { api, ask, type Schemas } from '../api';
import { t } from '../i18n';
import { useLoad } from '../parts/load';
import { Empty, Failure, Skeleton } from '../parts/states';

type Entry = Schemas['OutlineItem'];

function Branch({ items, onGo }: { items: readonly Entry[]; onGo: (page: number) => void }) {
  return (
    <ul class="outline">
      {items.map((item, index) => (
        <li key={index}>
          <button type="button" disabled={item.page === null} onClick={() => item.page !== null && onGo(item.page)}>
            <span>{item.title}</span>
            {item.page !== null && <span class="outline-page">{item.page}</span>}
          </button>
          {item.items.length > 0 && <Branch items={item.items} onGo={onGo} />}
        </li>
      ))}
    </ul>
  );
}

export function Outline({ document, version, onGo }: { document: string; version: number; onGo: (page: number) => void }) {
  const path = { document, n: version };
  const { data, problem, reload } = useLoad(
    () => ask(api.GET('/api/documents/{document}/versions/{n}/outline', { params: { path } })),
    [document, version],
  );
  if (problem) return <Failure problem={problem} retry={() => void reload()} />;
  if (!data) return <Skeleton lines={6} />;
  if (data.items.length === 0) return <Empty title={t().reader.noOutline} text={t().reader.noOutlineText} />;
  return <Branch items={data.items} onGo={onGo} />;
}
