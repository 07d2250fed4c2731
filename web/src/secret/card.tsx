// SPDX-License-Identifier: GPL-3.0-or-later
//
// A member's part in a secret vote: receives the paper, marks it, drops it into
// the box, keeps the receipt, and sees that it was counted. One paper a mandate.
import { useEffect, useState } from 'preact/hooks';
import { Check, FileLock2, MailCheck, ShieldAlert, ShieldCheck } from 'lucide-preact';
import { asProblem, type Problem } from '../api';
import { t } from '../i18n';
import { slugText } from '../parts/problem';
import { session } from '../session';
import { papersGet, type PaperMine, type Papers, type Vote } from './data';
import { BallotDesk } from './desk';
import { Marks } from './marks';
import { Countdown } from './time';
import './secret.css';

const SMALL_LIST = 300;

function Said({ problem }: { problem: Problem | null }) {
  if (!problem) return null;
  const words = t().secret;
  const own: Record<string, string> = { 'not-kept': words.notKept, 'wrong-state': words.boxClosed, offline: words.offline, duplicate: words.elsewhere };
  return (
    <p class="notice notice-warn" role="alert">
      {own[problem.slug] ?? slugText(problem.slug)}
    </p>
  );
}

function Receipt({ desk }: { desk: BallotDesk }) {
  const held = desk.held.value;
  const words = t().secret;
  if (!held?.receipt) return null;
  const save = () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([`${held.receipt}${held.seal}\n`], { type: 'text/plain' }));
    link.download = `bien-nhan-${held.vote.slice(0, 8)}-${held.serial.slice(2, 8)}.txt`;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <details class="secret-receipt">
      <summary>{words.receipt}</summary>
      <p>{words.receiptText}</p>
      <p>
        {words.serial}: <code>{held.serial.slice(0, 24)}…</code>
      </p>
      <button type="button" class="button" onClick={save}>
        {words.receiptSave}
      </button>
    </details>
  );
}

function Found({ desk, vote }: { desk: BallotDesk; vote: Vote }) {
  const words = t().secret;
  const check = desk.check.value;
  const published = vote.state === 'published';
  const small = (vote.result?.returned ?? 0) <= SMALL_LIST;
  useEffect(() => {
    if (published && small && desk.held.value?.receipt) void desk.find();
  }, [published, small, desk, desk.held.value?.receipt]);
  if (!published) return vote.state === 'closed' ? <p>{words.waitPublish}</p> : null;
  if (check === 'counted')
    return (
      <p class="secret-found" role="status">
        <ShieldCheck size={26} aria-hidden="true" />
        <strong>{words.counted}</strong>
      </p>
    );
  if (check)
    return (
      <p class="notice notice-error" role="alert">
        <ShieldAlert size={22} aria-hidden="true" /> {check === 'missing' ? words.missing : words.changed}
      </p>
    );
  return (
    <button type="button" class="button" disabled={desk.busy.value} onClick={() => void desk.find()}>
      {words.find}
    </button>
  );
}

/** One paper. */
function Paper({ vote, papers, mine, several }: { vote: Vote; papers: Papers; mine: PaperMine; several: boolean }) {
  const person = session.value?.person.id ?? '';
  const [desk] = useState(() => new BallotDesk(person, vote.id, mine.mandate.id));
  const words = t().secret;
  const phase = vote.box?.phase;
  const handing = vote.state === 'open' && phase === 'handing_out';
  useEffect(() => () => desk.stop(), [desk]);
  useEffect(() => void desk.begin(papers.public_key, handing && papers.present, mine.received ? mine.blinded_sha256 : null), [desk, papers, handing, mine]);
  const held = desk.held.value;
  const runs = vote.state === 'open' && phase === 'box';
  useEffect(() => {
    if (runs && held?.stage === 'sent') void desk.send();
  }, [runs, held?.stage, desk]);
  const busy = desk.busy.value;
  const stage = held?.stage;
  const over = phase === 'counted' || vote.state === 'closed' || vote.state === 'published';
  return (
    <div class="secret-paper" data-stage={stage ?? 'none'}>
      {several && <p class="secret-whose">{mine.own ? words.own : words.standsFor(mine.mandate.full_name)}</p>}
      {held === undefined ? (
        <p class="muted">{words.reading}</p>
      ) : stage === 'dropped' ? (
        <>
          <p class="secret-done" role="status">
            <MailCheck size={26} aria-hidden="true" />
            <strong>{words.dropped}</strong>
          </p>
          <Found desk={desk} vote={vote} />
          <Receipt desk={desk} />
        </>
      ) : stage === 'sent' ? (
        <p class="secret-done" role="status" aria-busy={busy}>
          <strong>{over ? words.notTaken : words.dropping}</strong>
        </p>
      ) : over ? (
        <p>{stage === 'received' ? words.notReturned : words.noPaper}</p>
      ) : stage === 'received' ? (
        <Marks vote={vote} open={runs} busy={busy} onDrop={(ids) => void desk.drop(ids)} />
      ) : mine.received && !busy ? (
        <p class="notice notice-warn">{words.elsewhere}</p>
      ) : handing ? (
        <>
          <button type="button" class="button act secret-big" disabled={!papers.present || (busy && stage === 'made')} onClick={() => void desk.receive(papers.public_key)}>
            <FileLock2 size={24} aria-hidden="true" />
            {words.receive}
          </button>
          {!papers.present && <p class="muted">{words.absent}</p>}
        </>
      ) : (
        <p>{words.tooLate}</p>
      )}
      <Said problem={desk.problem.value} />
    </div>
  );
}

/** vote: as the page has it, with its box; nothing is shown before papers are handed out. inside: what stands around says which vote it is. */
export function SecretCard({ vote, inside = false }: { vote: Vote; inside?: boolean }) {
  const [papers, setPapers] = useState<Papers | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const words = t().secret;
  const box = vote.box;
  const phase = box?.phase;
  useEffect(() => {
    let left = false;
    if (phase) papersGet(vote.id).then((got) => !left && setPapers(got), (error: unknown) => !left && setProblem(asProblem(error)));
    return () => void (left = true);
  }, [vote.id, vote.state, phase]);
  if (!box) return null;
  return (
    <section class={inside ? 'secret secret-inside' : 'secret'} data-vote={vote.id} aria-label={words.title} data-phase={box.phase}>
      <header class="secret-head">
        <p class="secret-kind">
          <FileLock2 size={20} aria-hidden="true" /> {words.title}
        </p>
        {!inside && <h3>{vote.title}</h3>}
        <p class="muted numbers">
          {vote.state === 'paused' ? words.paused : words.phase[box.phase]} · {box.phase === 'handing_out' ? words.handedOut(box.handed_out) : words.returned(box.returned, box.handed_out)}
        </p>
      </header>
      {box.phase === 'box' && box.ends_at && <Countdown ends_at={box.ends_at} />}
      {papers ? (
        papers.mine.length > 0 ? (
          papers.mine.map((mine) => <Paper key={mine.mandate.id} {...{ vote, papers, mine }} several={papers.mine.length > 1 || !mine.own} />)
        ) : (
          <p>{words.notEntitled}</p>
        )
      ) : (
        <p class="muted">{problem ? slugText(problem.slug) : words.reading}</p>
      )}
      <p class="secret-key muted">
        <Check size={16} aria-hidden="true" /> {words.key(box.key.replace(/(.{4})(?=.)/g, '$1 '))}
      </p>
    </section>
  );
}
