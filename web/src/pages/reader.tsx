// SPDX-License-Identifier: GPL-3.0-or-later
//
// A document open for reading, by itself or inside a meeting. Which version,
// and the way back; the reading itself is in reader/.
import { useEffect, useRef } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import { api, ask } from '../api';
import { t } from '../i18n';
import { useLoad } from '../parts/load';
import { Empty, Failure } from '../parts/states';
import { ConnectionBanner } from '../meeting/connection';
import { MeetingBar } from '../meeting/bar';
import { rectRead } from '../reader/cite';
import { Reader } from '../reader/reader';

function whole(text: string | undefined): number | null {
  const number = Number(text);
  return text && Number.isInteger(number) && number > 0 ? number : null;
}

export default function ReaderPage() {
  const { params, query } = useRoute();
  const document = params['id'] ?? '';
  const meeting = query['meeting'] ?? null;
  const facts = useLoad(() => ask(api.GET('/api/documents/{document}', { params: { path: { document } } })), [document]);
  const asked = whole(params['version']);
  // Without a version in the address the newest at opening stays open when a newer one comes.
  const opened = useRef<{ document: string; version: number } | null>(null);
  if (opened.current?.document !== document) opened.current = null;
  if (!opened.current && facts.data) opened.current = { document, version: facts.data.latest_version };
  const version = asked ?? opened.current?.version ?? null;
  const title = facts.data?.subject;
  useEffect(() => {
    if (title) globalThis.document.title = `${title} · ${t().shell.product}`;
  }, [title]);

  const back = meeting ? `/meetings/${meeting}/live` : `/documents/${document}`;
  const backLabel = meeting ? t().meeting.backToMeeting : t().reader.details;
  const addressOf = (number: number) => `/documents/${document}/read/${number}${meeting ? `?meeting=${meeting}` : ''}`;
  // With a version in the address the paper shows without the facts; only a document that is not there stops it.
  const stuck = facts.problem && !facts.data && (version === null || facts.problem.status === 404) ? facts.problem : null;
  return (
    <div class="reader">
      <ConnectionBanner />
      {meeting && <MeetingBar meeting={meeting} document={document} />}
      {stuck ? (
        <main class="reader-whole">
          <Failure problem={stuck} retry={() => void facts.reload()} />
          <a class="button" href={meeting ? back : '/documents'}>
            {t().common.back}
          </a>
        </main>
      ) : version === 0 ? (
        <main class="reader-whole">
          <Empty title={t().reader.noVersion} text={t().reader.noVersionText}>
            <a class="button primary" href={`/documents/${document}`}>
              {t().reader.details}
            </a>
          </Empty>
        </main>
      ) : version === null ? (
        <main class="reader-waiting" aria-busy="true" aria-label={t().common.loading} />
      ) : (
        <Reader
          key={`${document}-${version}`}
          {...{ document, version, back, backLabel, addressOf }}
          facts={facts.data}
          page={whole(query['page'])}
          rect={rectRead(query['rect'])}
          find={query['find']?.slice(0, 200) ?? null}
          onFactsChanged={() => void facts.reload()}
        />
      )}
    </div>
  );
}
