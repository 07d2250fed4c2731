// SPDX-License-Identifier: GPL-3.0-or-later
//
// The result of a secret vote in the words of the paper ballot, and the list
// behind it: to be counted again here, or taken away to be counted elsewhere.
import { useState } from 'preact/hooks';
import { Download, ListChecks, ShieldAlert, ShieldCheck } from 'lucide-preact';
import { t } from '../i18n';
import { Dialog } from '../parts/dialog';
import { toastProblem } from '../parts/toast';
import { listGet, type List, type Vote } from './data';
import { recount, type Recount } from './recount';
import './secret.css';

function Recounting({ vote, onClose }: { vote: Vote; onClose: () => void }) {
  const [done, setDone] = useState<number | null>(null);
  const [list, setList] = useState<List | null>(null);
  const [found, setFound] = useState<Recount | null>(null);
  const words = t().secret;
  const count = async () => {
    setDone(0);
    setFound(null);
    try {
      const got = await listGet(vote.id);
      setList(got);
      setFound(await recount(got, setDone));
    } catch (error) {
      toastProblem(error);
      onClose();
    }
  };
  const result = vote.result;
  const figures: [string, number, number | undefined][] = found
    ? [
        [words.figures.valid, found.valid, result?.valid],
        [words.figures.invalid, found.invalid, result?.invalid],
        [words.figures.blank, found.blank, result?.blank],
        ...vote.options.map(({ id, label }): [string, number, number | undefined] => [label, found.counts.get(id) ?? 0, result?.counts.find(({ option_id }) => option_id === id)?.count]),
      ]
    : [];
  const good = !!found && found.sums && found.faults.length === 0 && figures.every(([, mine, theirs]) => mine === theirs);
  return (
    <Dialog
      title={words.recount}
      onClose={onClose}
      foot={
        <button type="button" class="button primary" disabled={done !== null && !found} onClick={() => void count()}>
          {found ? words.recountAgain : words.recountStart}
        </button>
      }
    >
      <p>{words.recountText}</p>
      {done !== null && !found && <progress max={list?.ballots.length ?? 1} value={done} aria-label={words.recount} />}
      {found && (
        <>
          <p class={good ? 'secret-found' : 'notice notice-error'} role="status">
            {good ? <ShieldCheck size={26} aria-hidden="true" /> : <ShieldAlert size={22} aria-hidden="true" />}
            <strong>{good ? words.recountGood(list?.ballots.length ?? 0) : words.recountBad(found.faults.length)}</strong>
          </p>
          <table class="table secret-figures">
            <thead>
              <tr>
                <th scope="col">{words.what}</th>
                <th scope="col">{words.here}</th>
                <th scope="col">{words.announced}</th>
              </tr>
            </thead>
            <tbody>
              {figures.map(([name, mine, theirs]) => (
                <tr key={name} class={mine === theirs ? undefined : 'bad'}>
                  <th scope="row">{name}</th>
                  <td class="numbers">{mine}</td>
                  <td class="numbers">{theirs ?? '–'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </Dialog>
  );
}

export function SecretResult({ vote }: { vote: Vote }) {
  const [counting, setCounting] = useState(false);
  const words = t().secret;
  const result = vote.result;
  if (!result || result.handed_out === undefined) return null;
  const figures = [
    [words.figures.handedOut, result.handed_out],
    [words.figures.returned, result.returned],
    [words.figures.valid, result.valid],
    [words.figures.invalid, result.invalid],
    [words.figures.blank, result.blank],
  ] as const;
  return (
    <section class="secret-result" aria-label={words.title}>
      <dl class="secret-sums">
        {figures.map(([name, n]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class="numbers">{n}</dd>
          </div>
        ))}
      </dl>
      {!!result.unreadable && <p class="notice notice-error">{words.unreadable(result.unreadable)}</p>}
      <div class="secret-acts">
        <button type="button" class="button" onClick={() => setCounting(true)}>
          <ListChecks size={20} aria-hidden="true" />
          {words.recount}
        </button>
        <a class="button quiet" href={`/api/votes/${vote.id}/ballots`} download={`phieu-${vote.id.slice(0, 8)}.json`}>
          <Download size={20} aria-hidden="true" />
          {words.takeList}
        </a>
        <a class="button quiet" href={`/api/votes/${vote.id}/ballots/seal`} download={`phieu-${vote.id.slice(0, 8)}.sig`}>
          <Download size={20} aria-hidden="true" />
          {words.takeSeal}
        </a>
      </div>
      {counting && <Recounting vote={vote} onClose={() => setCounting(false)} />}
    </section>
  );
}
