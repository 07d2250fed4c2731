// SPDX-License-Identifier: GPL-3.0-or-later
//
// Two versions of a document compared. Which two, and the way back; the
// comparing itself is in compare/.
import { useEffect } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import { api, ask, asProblem, type Schemas } from '../api';
import { Comparing } from '../compare/comparing';
import { t } from '../i18n';
import { useLoad } from '../parts/load';
import { Failure } from '../parts/states';

const MOST_TURNS = 60;

const whole = (text: string | undefined) => Math.max(0, Math.trunc(Number(text)) || 0);

/** A version read for the first time takes a while: the server says how long, and goes on where it was. */
async function comparison(document: string, n: number, k: number): Promise<Schemas['Comparison']> {
  for (let turn = 1; ; turn += 1) {
    try {
      return await ask(api.GET('/api/documents/{document}/versions/{n}/compare/{k}', { params: { path: { document, n, k } } }));
    } catch (error) {
      const problem = asProblem(error);
      if (problem.slug !== 'busy' || turn >= MOST_TURNS) throw problem;
      await new Promise((resume) => setTimeout(resume, Math.max(1, problem.retryAfter ?? 1) * 1000));
    }
  }
}

export default function ComparePage() {
  const { params } = useRoute();
  const document = params['id'] ?? '';
  const [from, to] = [whole(params['from']), whole(params['to'])];
  const facts = useLoad(() => ask(api.GET('/api/documents/{document}', { params: { path: { document } } })), [document]);
  const compared = useLoad(() => comparison(document, from, to), [document, from, to]);
  const title = facts.data?.subject ?? '';
  useEffect(() => {
    globalThis.document.title = `${t().compare.titleOf(from, to)} · ${t().shell.product}`;
  }, [from, to]);
  return (
    <div class="reader">
      {compared.problem && !compared.data ? (
        <main class="reader-whole">
          <Failure problem={compared.problem} retry={() => void compared.reload()} />
          <a class="button" href={`/documents/${document}`}>
            {t().common.back}
          </a>
        </main>
      ) : (
        <Comparing key={`${document}-${from}-${to}`} {...{ document, from, to, title }} compared={compared.data} />
      )}
    </div>
  );
}
