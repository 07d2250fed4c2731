// SPDX-License-Identifier: GPL-3.0-or-later
//
// On the account page: which notices come by mail too, and in which language.
import { api, ask, type Schemas } from '../api';
import { language, t } from '../i18n';
import { useLoad } from '../parts/load';
import { Failure, Skeleton } from '../parts/states';
import { toast, toastProblem } from '../parts/toast';
import './notices.css';

type Choice = Schemas['MailChoice'];

export function MailChoice() {
  const w = t().notices;
  const { data, problem, reload, set } = useLoad(() => ask(api.GET('/api/mail')), []);
  const choose = async (change: Partial<Pick<Choice, 'wanted' | 'language'>>) => {
    if (!data) return;
    const next = { ...data, ...change };
    set(next);
    try {
      set(await ask(api.PUT('/api/mail', { body: { wanted: next.wanted, language: next.language } })));
      toast(w.saved);
    } catch (error) {
      set(data);
      toastProblem(error);
    }
  };
  return (
    <section class="card" aria-labelledby="mail">
      <div class="card-head">
        <h2 id="mail">{w.mail}</h2>
      </div>
      {!data ? (
        problem ? (
          <Failure problem={problem} retry={() => void reload()} />
        ) : (
          <Skeleton lines={2} />
        )
      ) : !data.on ? (
        <p class="muted">{w.mailOff}</p>
      ) : (
        <>
          <div class="segments mail-wanted" role="radiogroup" aria-labelledby="mail">
            {(['all', 'important', 'none'] as const).map((wanted) => (
              <label key={wanted} class="segment">
                <input type="radio" name="mail-wanted" checked={data.wanted === wanted} onChange={() => void choose({ wanted })} />
                <span>{w.wanted[wanted]}</span>
              </label>
            ))}
          </div>
          <p class="field-hint">{`${w.mailText} ${data.address ? w.mailTo(data.address) : w.mailNoAddress}`}</p>
          {data.wanted !== 'none' && (
            <>
              <h3 id="mail-language" class="mail-language">{w.mailLanguage}</h3>
              <div class="segments" role="radiogroup" aria-labelledby="mail-language">
                {(['vi', 'en'] as const).map((l) => (
                  <label key={l} class="segment" lang={l === language.value ? undefined : l}>
                    <input type="radio" name="mail-language" checked={data.language === l} onChange={() => void choose({ language: l })} />
                    <span>{l === 'vi' ? t().shell.vietnamese : t().shell.english}</span>
                  </label>
                ))}
              </div>
            </>
          )}
        </>
      )}
    </section>
  );
}
