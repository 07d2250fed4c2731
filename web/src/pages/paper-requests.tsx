// SPDX-License-Identifier: GPL-3.0-or-later
//
// What units of mine are asked to prepare (E5): the item, until when, what was
// sent and what became of it, and sending a paper or a mended version of it.
import { useEffect, useState } from 'preact/hooks';
import { FileText, FileUp } from 'lucide-preact';
import { api, ask, type Schemas } from '../api';
import { follow } from '../events';
import { fmtDateTime, t } from '../i18n';
import { PaperStateTag } from '../meeting/paper-decision';
import { PaperPicker } from '../meeting/paper-picker';
import { useLoad } from '../parts/load';
import { Empty, Failure, Skeleton } from '../parts/states';
import { toast, toastProblem } from '../parts/toast';
import { session } from '../session';
import '../meeting/meeting.css';
import '../meeting/papers.css';

type PaperRequest = Schemas['PaperRequest'];
type Sent = PaperRequest['papers'][number];

function SentPaper({ paper, busy, onSend }: { paper: Sent; busy: boolean; onSend: (version: number) => void }) {
  const words = t().papers;
  const version = paper.proposed_version ?? paper.version;
  const newer = paper.newer_version;
  return (
    <li class="paper-row">
      <FileText size={22} aria-hidden="true" />
      <span class="row-words">
        <a href={`/documents/${paper.document_id}/read/${version}`}>{paper.subject}</a>
        <small class="numbers">{t().meeting.version(version)}</small>
        {paper.submitted_by && paper.submitted_at && <small>{words.sentBy(paper.submitted_by.full_name, fmtDateTime(paper.submitted_at))}</small>}
        {paper.reason && <small class="paper-reason">{words.returnedWhy(paper.reason)}</small>}
      </span>
      {paper.proposed_version === null ? <PaperStateTag state={paper.state} /> : <span class="tag tag-warm">{words.proposed(paper.proposed_version)}</span>}
      {newer !== null && (
        <button type="button" class={paper.state === 'returned' ? 'button primary' : 'button'} disabled={busy} onClick={() => onSend(newer)}>
          {words.sendNewer(newer)}
        </button>
      )}
    </li>
  );
}

function RequestCard({ request, onSent }: { request: PaperRequest; onSent: (request: PaperRequest) => void }) {
  const [picking, setPicking] = useState(false);
  const [busy, setBusy] = useState(false);
  const words = t().papers;
  const send = async (document_id: string, version: number) => {
    setBusy(true);
    try {
      onSent(await ask(api.POST('/api/agenda-items/{item}/submissions', { params: { path: { item: request.item_id } }, body: { document_id, version } })));
      toast(words.sent);
    } catch (error) {
      toastProblem(error);
    }
    setBusy(false);
  };
  return (
    <section class="card" aria-label={request.title}>
      <div class="card-head">
        <div class="request-head">
          <h2>{request.title}</h2>
          <p class="muted">{words.forMeeting(request.meeting_title, fmtDateTime(request.starts_at))}</p>
          <p class="muted">{words.ofUnit(request.unit.name)}</p>
        </div>
        <span class="tags">
          <span class={request.overdue ? 'tag tag-bad' : 'tag'}>{words.due(fmtDateTime(request.due_at))}</span>
          {request.overdue && <span class="tag tag-bad">{words.overdue}</span>}
        </span>
      </div>
      {request.papers.length === 0 ? (
        <p class="muted">{words.nothingSent}</p>
      ) : (
        <ul class="item-papers">
          {request.papers.map((paper) => (
            <SentPaper key={paper.id} paper={paper} busy={busy} onSend={(version) => void send(paper.document_id, version)} />
          ))}
        </ul>
      )}
      <div class="request-acts">
        <button type="button" class={request.papers.length ? 'button' : 'button primary'} disabled={busy} onClick={() => setPicking(true)}>
          <FileUp size={20} aria-hidden="true" />
          {words.send}
        </button>
        <a class="button" href="/documents/new">
          {words.newDocument}
        </a>
      </div>
      {picking && (
        <PaperPicker
          taken={request.papers.map((paper) => paper.document_id)}
          onPick={(paper) => void send(paper.document, paper.version)}
          onClose={() => setPicking(false)}
        />
      )}
    </section>
  );
}

export default function PaperRequestsPage() {
  const { data, problem, reload, set } = useRequests();
  const words = t().papers;
  return (
    <>
      <div class="page-head">
        <h1>{words.title}</h1>
      </div>
      {!data ? (
        <section class="card">{problem ? <Failure problem={problem} retry={() => void reload()} /> : <Skeleton lines={5} height={26} />}</section>
      ) : data.length === 0 ? (
        <section class="card">
          <Empty title={words.none} text={words.noneText} />
        </section>
      ) : (
        data.map((request) => (
          <RequestCard
            key={request.item_id}
            request={request}
            onSent={(next) => set(data.map((one) => (one.item_id === next.item_id ? next : one)))}
          />
        ))
      )}
    </>
  );
}

/** Fetched again whenever the person's home changes: a request, an approval and a return all tell it. */
function useRequests() {
  const me = session.value?.person.id;
  const { data, problem, reload } = useLoad(() => ask(api.GET('/api/paper-requests')), []);
  const [newer, setNewer] = useState<{ of: unknown; items: PaperRequest[] } | null>(null);
  useEffect(() => (me ? follow([`person:${me}`], () => void reload(), () => undefined) : undefined), [me]);
  // What a reply brought holds until the list itself is fetched again.
  const items = newer && newer.of === data ? newer.items : (data?.items ?? null);
  return { data: items, problem, reload, set: (next: PaperRequest[]) => setNewer({ of: data, items: next }) };
}
