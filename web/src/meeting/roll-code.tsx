// SPDX-License-Identifier: GPL-3.0-or-later
//
// The code that the room shows: a picture of an address that checks in who
// opens it, anew every half minute.
import { useEffect, useState } from 'preact/hooks';
import { renderSVG } from 'uqr';
import { asProblem, type Schemas } from '../api';
import { t } from '../i18n';
import { Dialog } from '../parts/dialog';
import { Failure, Skeleton } from '../parts/states';
import { codeLoad } from './roll-data';

const TICK_MS = 500;

export function RollCode({ meeting, onClose }: { meeting: string; onClose: () => void }) {
  const [code, setCode] = useState<Schemas['RollCode'] | null>(null);
  const [problem, setProblem] = useState<ReturnType<typeof asProblem> | null>(null);
  const [left, setLeft] = useState(0);
  const [turn, setTurn] = useState(0);
  const words = t().roll;
  useEffect(() => {
    let gone = false;
    let timer: ReturnType<typeof setInterval> | undefined;
    codeLoad(meeting).then(
      (next) => {
        if (gone) return;
        setCode(next);
        setProblem(null);
        // By the server's clock: the tablet's may differ by an hour.
        const ends = performance.now() + (Date.parse(next.until) - Date.parse(next.at));
        const tick = () => {
          const rest = ends - performance.now();
          setLeft(Math.max(0, Math.ceil(rest / 1000)));
          if (rest > 0) return;
          clearInterval(timer);
          setTurn((n) => n + 1);
        };
        timer = setInterval(tick, TICK_MS);
        tick();
      },
      (error: unknown) => !gone && setProblem(asProblem(error)),
    );
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [meeting, turn]);
  const address = code ? `${location.origin}/meetings/${meeting}/check-in?code=${code.code}` : '';
  return (
    <Dialog title={words.codeTitle} onClose={onClose} wide>
      {problem ? (
        <Failure problem={problem} retry={() => setTurn((n) => n + 1)} />
      ) : code ? (
        <div class="roll-code">
          <img src={`data:image/svg+xml,${encodeURIComponent(renderSVG(address, { border: 2 }))}`} alt={words.codeTitle} data-address={address} />
          <p class="numbers" role="status">
            {words.codeLeft(left)}
          </p>
          <p class="muted">{words.codeText}</p>
        </div>
      ) : (
        <Skeleton lines={6} height={48} />
      )}
    </Dialog>
  );
}
