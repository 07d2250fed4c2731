// SPDX-License-Identifier: GPL-3.0-or-later
//
// What of a version may be taken along: the file as it is, a PDF with the notes
// one sees, a print. It says beforehand what each bears; of a secret document
// nothing goes without its taker's name.
import { useEffect, useRef, useState } from 'preact/hooks';
import { Download, FilePen, MessageSquareText, Printer, ShieldAlert, X } from 'lucide-preact';
import { asProblem, type Problem, type Schemas } from '../api';
import { fmtBytes, t } from '../i18n';
import { problemText } from '../parts/problem';
import { Notice } from '../parts/states';
import { toast } from '../parts/toast';
import { copyAddress, copyMade, copySaved, type Making, type Notes } from './take-away-copy';

interface TakeAwayProps {
  document: string;
  version: Schemas['Version'];
  secret: boolean;
  /** Notes of mine that the server does not have yet: not in any copy. */
  unsent: number;
}

function words(problem: Problem): string {
  const own: Partial<Record<string, string>> = t().export.problems;
  return own[problem.slug] ?? problemText(problem);
}

function Progress({ making, onStop }: { making: Making; onStop: () => void }) {
  const w = t().export;
  const stop = useRef<HTMLButtonElement>(null);
  const percent = making.all > 0 ? Math.floor((making.come / making.all) * 100) : null;
  const said = percent === null ? w.making : w.fetching(percent);
  useEffect(() => stop.current?.focus(), []);
  return (
    <div class="take-progress" role="group" aria-label={said}>
      <strong aria-live="polite">{said}</strong>
      {percent === null ? <progress aria-label={said} /> : <progress max={100} value={percent} aria-label={said} />}
      {percent === null && <p class="muted">{w.makingText}</p>}
      <button type="button" class="button" ref={stop} onClick={onStop}>
        <X size={20} aria-hidden="true" />
        {w.stop}
      </button>
    </div>
  );
}

export function TakeAway({ document, version, secret, unsent }: TakeAwayProps) {
  const w = t().export;
  const [making, setMaking] = useState<Making | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const work = useRef<AbortController | null>(null);
  const choices = useRef<Partial<Record<Notes, HTMLButtonElement | null>>>({});
  useEffect(() => () => work.current?.abort(), [document, version.number]);

  async function make(notes: Notes): Promise<void> {
    const own = new AbortController();
    work.current = own;
    setProblem(null);
    setMaking({ notes, come: 0, all: 0 });
    try {
      const { copy, name } = await copyMade(copyAddress(document, version.number, `?notes=${notes}`), own.signal, (come, all) => setMaking({ notes, come, all }));
      copySaved(copy, name);
      toast(w.saved(name));
    } catch (error) {
      if (!own.signal.aborted) setProblem(asProblem(error));
    }
    if (work.current !== own) return;
    work.current = null;
    setMaking(null);
    // The button that was pressed is there again, and the keyboard's place with it.
    requestAnimationFrame(() => choices.current[notes]?.focus());
  }

  return (
    <section class="take-away" aria-labelledby="take-away">
      <h3 id="take-away">{w.title}</h3>
      {secret && (
        <p class="take-secret">
          <ShieldAlert size={20} aria-hidden="true" />
          {w.secret}
        </p>
      )}
      {!secret && (
        <a class="button wide" href={copyAddress(document, version.number, '')} download={version.filename}>
          <Download size={20} aria-hidden="true" />
          {w.original} ({fmtBytes(version.bytes)})
        </a>
      )}
      {version.pages !== null && (
        <>
          {making ? (
            <Progress making={making} onStop={() => work.current?.abort()} />
          ) : (
            <div class="take-choices" role="group" aria-label={w.withNotes}>
              <h4>{w.withNotes}</h4>
              {unsent > 0 && <p class="take-unsent">{w.unsent(unsent)}</p>}
              <button type="button" class="take-choice" ref={(button) => void (choices.current.burnt = button)} onClick={() => void make('burnt')}>
                <FilePen size={22} aria-hidden="true" />
                <span>
                  <strong>{w.burnt}</strong>
                  <span class="muted">{secret ? w.burntSecretText : w.burntText}</span>
                </span>
              </button>
              {!secret && (
                <button type="button" class="take-choice" ref={(button) => void (choices.current.annotations = button)} onClick={() => void make('annotations')}>
                  <MessageSquareText size={22} aria-hidden="true" />
                  <span>
                    <strong>{w.annotations}</strong>
                    <span class="muted">{w.annotationsText}</span>
                  </span>
                </button>
              )}
            </div>
          )}
          {problem && <Notice kind="error">{words(problem)}</Notice>}
          <a class="take-choice" href={copyAddress(document, version.number, '?mark=true&show=inline')} target="_blank" rel="noopener">
            <Printer size={22} aria-hidden="true" />
            <span>
              <strong>{w.print}</strong>
              <span class="muted">{w.printText}</span>
            </span>
          </a>
        </>
      )}
    </section>
  );
}
