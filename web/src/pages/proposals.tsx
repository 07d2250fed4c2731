// SPDX-License-Identifier: GPL-3.0-or-later
//
// Items that units propose (E4): what waits for my decision first, then what
// my units proposed and what became of it; proposing, mending, withdrawing.
import { useEffect, useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso';
import { ChevronLeft, Plus } from 'lucide-preact';
import { api, ask, type Schemas } from '../api';
import { follow } from '../events';
import { t } from '../i18n';
import { useList } from '../parts/load';
import { problemText } from '../parts/problem';
import { Empty, Failure, Notice, Skeleton } from '../parts/states';
import { OwnActs, ProposalCard } from '../proposals/card';
import { STATES, type Proposal } from '../proposals/data';
import { Decide } from '../proposals/decide';
import { ProposalEdit } from '../proposals/edit';
import { session } from '../session';
import '../meeting/meeting.css';
import '../proposals/proposals.css';

/** What waits for me comes first, whatever its age. */
const first = (items: readonly Proposal[]) => [...items.filter((one) => one.may.decide), ...items.filter((one) => !one.may.decide)];

export default function ProposalsPage() {
  const { query } = useRoute();
  const { route } = useLocation();
  const words = t().proposals;
  const state = STATES.find((one) => one === query['state']);
  const meeting = query['new'];
  const [units, setUnits] = useState<Schemas['UnitRef'][]>([]);
  const load = async (after: string | undefined) => {
    const found = await ask(api.GET('/api/proposals', { params: { query: { ...(state && { state }), ...(after && { after }) } } }));
    setUnits(found.units);
    return found;
  };
  const list = useList<Proposal>(load, [state]);
  const [editing, setEditing] = useState<Proposal | 'new' | null>(meeting === undefined ? null : 'new');
  const me = session.value?.person.id;
  useEffect(() => (me ? follow([`person:${me}`], () => void list.reload(), () => undefined) : undefined), [me]);
  const close = () => {
    setEditing(null);
    if (meeting !== undefined) route('/proposals', true);
  };
  return (
    <>
      <div class="page-head">
        <div>
          <a class="crumb" href="/meetings">
            <ChevronLeft size={18} aria-hidden="true" />
            {t().meeting.title}
          </a>
          <h1>{words.title}</h1>
        </div>
        {units.length > 0 && (
          <div class="page-actions">
            <button type="button" class="button primary" onClick={() => setEditing('new')}>
              <Plus size={20} aria-hidden="true" />
              {words.create}
            </button>
          </div>
        )}
      </div>
      <nav class="tabs" aria-label={words.byState}>
        {[undefined, ...STATES].map((one) => (
          <a key={one ?? ''} class="tab" href={one ? `/proposals?state=${one}` : '/proposals'} aria-current={one === state ? 'page' : undefined}>
            {one ? words.state[one] : words.all}
          </a>
        ))}
      </nav>
      {!list.data ? (
        <section class="card">{list.problem ? <Failure problem={list.problem} retry={() => void list.reload()} /> : <Skeleton lines={5} height={26} />}</section>
      ) : list.data.items.length === 0 ? (
        <section class="card">
          <Empty title={words.none} text={words.noneText} />
        </section>
      ) : (
        first(list.data.items).map((proposal) => (
          <section key={proposal.id} class="card">
            <ProposalCard proposal={proposal}>
              {(proposal.may.decide || proposal.may.edit || proposal.may.withdraw) && (
                <>
                  <Decide proposal={proposal} onDone={() => void list.reload()} />
                  <OwnActs proposal={proposal} onEdit={() => setEditing(proposal)} onChange={() => void list.reload()} />
                </>
              )}
            </ProposalCard>
          </section>
        ))
      )}
      {list.moreProblem && <Notice kind="error">{problemText(list.moreProblem)}</Notice>}
      {list.data?.next && (
        <p class="more">
          <button type="button" class="button" disabled={list.moreBusy} onClick={() => void list.more()}>
            {list.moreBusy ? t().common.loading : t().common.loadMore}
          </button>
        </p>
      )}
      {editing && list.data && (editing !== 'new' || units.length > 0) && (
        <ProposalEdit
          proposal={editing === 'new' ? null : editing}
          units={units}
          {...(meeting && { meeting })}
          onDone={() => void list.reload()}
          onClose={close}
        />
      )}
    </>
  );
}
