// SPDX-License-Identifier: GPL-3.0-or-later
//
// Choosing among colleagues: one who stands in, or those whom a unit sends. The
// server says who may be chosen; what becomes of the choice is the caller's.
import { useEffect, useState } from 'preact/hooks';
import { Search } from 'lucide-preact';
import { api, ask, asProblem, type Problem, type Schemas } from '../api';
import { t } from '../i18n';
import { Empty, Failure, Skeleton } from '../parts/states';

export interface Colleague {
  id: string;
  full_name: string;
}

interface ColleaguesProps {
  meeting: string;
  /** To name people for it; null: who may stand in for me. */
  unit: string | null;
  many: boolean;
  chosen: readonly Colleague[];
  onChosen: (chosen: Colleague[]) => void;
}

export function Colleagues({ meeting, unit, many, chosen, onChosen }: ColleaguesProps) {
  const [q, setQ] = useState('');
  const [found, setFound] = useState<Schemas['Principal'][] | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let living = true;
    const words = q.trim();
    const timer = setTimeout(
      () => {
        const query = { ...(unit && { unit }), ...(words && { q: words }) };
        ask(api.GET('/api/meetings/{meeting}/colleagues', { params: { path: { meeting }, query } }))
          .then((list) => {
            if (!living) return;
            setFound(list.items);
            setProblem(null);
          })
          .catch((error: unknown) => living && setProblem(asProblem(error)));
      },
      found ? 180 : 0,
    );
    return () => {
      living = false;
      clearTimeout(timer);
    };
  }, [q, meeting, unit, turn]);
  const pick = (one: Schemas['Principal'], on: boolean) => {
    const person = { id: one.id, full_name: one.name };
    onChosen(many ? [...chosen.filter((c) => c.id !== one.id), ...(on ? [person] : [])] : [person]);
  };
  return (
    <div class="colleagues">
      <div class="filters-search">
        <Search size={20} aria-hidden="true" />
        <input class="input" type="search" aria-label={t().answer.find} placeholder={t().answer.find} value={q} onInput={(e) => setQ(e.currentTarget.value)} />
      </div>
      {problem ? (
        <Failure problem={problem} retry={() => setTurn(turn + 1)} />
      ) : !found ? (
        <Skeleton lines={4} height={40} />
      ) : found.length === 0 ? (
        <Empty title={t().answer.nobody} />
      ) : (
        <ul class="colleague-list">
          {found.map((one) => (
            <li key={one.id}>
              <label class="check colleague">
                <input
                  type={many ? 'checkbox' : 'radio'}
                  name="colleague"
                  checked={chosen.some((c) => c.id === one.id)}
                  onChange={(e) => pick(one, e.currentTarget.checked)}
                />
                <span class="row-words">
                  <strong>{one.name}</strong>
                  {one.detail && <small>{one.detail}</small>}
                </span>
              </label>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
