// SPDX-License-Identifier: GPL-3.0-or-later
//
// The screen in the room (F7): what everybody in the meeting sees, to be read
// from ten metres. No session, no buttons of the meeting; by its address alone.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Maximize, Moon, Sun, WifiOff } from 'lucide-preact';
import { useSignal } from '@preact/signals';
import { fmtDay, fmtTime, t } from '../i18n';
import { clockText } from '../meeting/clock';
import { wallFollow, type WallCopy } from './../wall/data';
import { WallVote } from '../wall/vote';
import '../wall/wall.css';

/** The last minutes are announced; as in meeting/clock.ts. */
const SOON_MS = 120_000;

function useNow(offset: number): number {
  const now = useSignal(Date.now());
  useEffect(() => {
    const timer = setInterval(() => (now.value = Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  return now.value + offset;
}

function ItemTime({ copy, now }: { copy: WallCopy; now: number }) {
  const words = t().meeting;
  const item = copy.item;
  if (!item) return null;
  const runs = copy.state === 'in_progress' && copy.current_since;
  const spent = item.spent_ms + (runs ? Math.max(0, now - Date.parse(runs)) : 0);
  const left = item.minutes === null ? null : item.minutes * 60_000 - spent;
  const pace = left === null ? 'fine' : left < 0 ? 'over' : left < Math.min(SOON_MS, ((item.minutes ?? 0) * 60_000) / 4) ? 'soon' : 'fine';
  const label = left === null ? words.elapsed : pace === 'over' ? words.over : pace === 'soon' ? words.soon : words.left;
  return (
    <p class={`wall-clock ${pace}`} role="timer">
      <span>{label}</span>
      <strong class="numbers">{clockText(left ?? spent)}</strong>
    </p>
  );
}

function Floor({ copy, now, large }: { copy: WallCopy; now: number; large: boolean }) {
  const words = t().wall;
  const one = copy.speaking;
  const more = copy.waiting_count - copy.waiting.length;
  const spent = one ? one.spent_ms + (one.since ? Math.max(0, now - Date.parse(one.since)) : 0) : 0;
  const over = one?.minutes ? spent > one.minutes * 60_000 : false;
  if (!one && copy.waiting.length === 0) return null;
  return (
    <section class={large ? 'wall-floor wall-large' : 'wall-floor'} aria-label={t().floor.title}>
      {one && (
        <>
          <p class="wall-label">{one.state === 'stopped' ? t().floor.stopped : t().floor.speaking}</p>
          <p class="wall-speaker">{one.name}</p>
          {one.asked && <p class="wall-asked">{t().floor.to(one.asked)}</p>}
          <p class={over ? 'wall-spoken over numbers' : 'wall-spoken numbers'}>
            {clockText(spent)} {one.minutes !== null && <small>{t().floor.of(one.minutes)}</small>}
          </p>
        </>
      )}
      {copy.waiting.length > 0 && (
        <>
          <p class="wall-label">{words.next}</p>
          <ol class="wall-waiting">
            {copy.waiting.slice(0, 4).map((speech, index) => (
              <li key={`${speech.name}${index}`}>
                <span>{speech.name}</span>
                {speech.is_order && <em>{t().floor.orderTag}</em>}
              </li>
            ))}
          </ol>
          {copy.waiting_count > 4 && <p class="wall-more numbers">{words.more(copy.waiting_count - Math.min(4, copy.waiting.length) || more)}</p>}
        </>
      )}
    </section>
  );
}

function Page({ token, paper }: { token: string; paper: NonNullable<WallCopy['paper']> }) {
  return (
    <figure class="wall-paper">
      <img src={`/api/wall/${token}/page?turn=${paper.turn}`} alt={t().wall.pageOf(paper.subject, paper.page)} />
      <figcaption class="numbers">{t().wall.pageOf(paper.subject, paper.page)}</figcaption>
    </figure>
  );
}

function Agenda({ copy }: { copy: WallCopy }) {
  const list = useRef<HTMLOListElement>(null);
  const number = copy.item?.number;
  useEffect(() => {
    const row = list.current?.querySelector<HTMLElement>('[aria-current]');
    if (row && list.current) list.current.scrollTo({ top: row.offsetTop - list.current.offsetTop - row.offsetHeight });
  }, [number]);
  return (
    <ol class="wall-agenda" ref={list} aria-label={t().meeting.agenda}>
      {copy.agenda.map((item) => (
        <li key={item.number} class={item.level === 1 ? 'wall-sub' : undefined} aria-current={item.current ? 'step' : undefined}>
          <span class="numbers">{item.number}</span>
          <span>{item.title}</span>
        </li>
      ))}
    </ol>
  );
}

function Stage({ copy, now }: { copy: WallCopy; now: number }) {
  const words = t().wall;
  const starts = Date.parse(copy.starts_at);
  if (copy.state === 'invited') {
    return (
      <div class="wall-stage">
        <p class="wall-big">{copy.title}</p>
        <p class="wall-when numbers">{`${fmtTime(copy.starts_at)}, ${fmtDay(copy.starts_at)}`}</p>
        <p class="wall-say">{starts > now && starts - now < 86_400_000 ? t().meeting.waitingIn(clockText(starts - now)) : t().meeting.waitingTitle}</p>
      </div>
    );
  }
  if (copy.state === 'paused') {
    return (
      <div class="wall-stage">
        <p class="wall-big">{words.paused}</p>
      </div>
    );
  }
  if (copy.apart) {
    return (
      <div class="wall-stage">
        <p class="wall-big">{words.apart}</p>
      </div>
    );
  }
  return null;
}

export default function WallPage({ token }: { token: string }) {
  const wall = useMemo(() => wallFollow(token), [token]);
  useEffect(() => wall.stop, [wall]);
  const kept = localStorage.getItem('nghisu.wall');
  const [dark, setDark] = useState(kept ? kept === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches);
  const copy = wall.copy.value;
  const state = wall.state.value;
  const now = useNow(wall.offset.value);
  const words = t().wall;
  useEffect(() => {
    document.title = copy ? `${copy.title} · ${words.title}` : words.title;
  }, [copy?.title]);
  useEffect(() => {
    // The screen must not go to sleep while the meeting is on it.
    const hold = () => void navigator.wakeLock?.request('screen').catch(() => undefined);
    hold();
    document.addEventListener('visibilitychange', hold);
    return () => document.removeEventListener('visibilitychange', hold);
  }, []);
  const theme = () => {
    localStorage.setItem('nghisu.wall', dark ? 'light' : 'dark');
    setDark(!dark);
  };
  const runs = copy?.state === 'in_progress' && !copy.apart && copy.item;
  const q = copy?.quorum;
  return (
    <main class={dark ? 'wall dark' : 'wall'} data-state={state}>
      {!copy ? (
        <div class="wall-stage">
          <h1 class="wall-big">{state === 'ended' ? words.ended : state === 'away' ? t().meeting.connectionLost : words.title}</h1>
          {state === 'ended' && <p class="wall-say">{words.endedText}</p>}
        </div>
      ) : (
        <>
          <header class="wall-top">
            <h1>{copy.title}</h1>
            {q && (
              <p class={q.met ? 'wall-quorum met numbers' : 'wall-quorum numbers'}>
                {q.share === 'none' ? `${q.present} ${t().roll.of(q.total)}` : q.met ? t().roll.met(q.present, q.needed) : t().roll.notMet(q.present, q.needed)}
              </p>
            )}
            <p class="wall-hour numbers">{fmtTime(new Date(now).toISOString())}</p>
          </header>
          {runs && copy.item ? (
            <div class="wall-body">
              <section class="wall-main" aria-live="polite">
                <div class="wall-item" data-item={copy.item.number}>
                  <div>
                    <p class="wall-label numbers">{t().meeting.item(copy.item.number)}</p>
                    <h2>{copy.item.title}</h2>
                    {copy.item.presenter && !copy.vote && <p class="wall-presenter">{copy.item.presenter}</p>}
                  </div>
                  <ItemTime copy={copy} now={now} />
                </div>
                {copy.vote ? <WallVote vote={copy.vote} /> : copy.paper ? <Page token={token} paper={copy.paper} /> : <Floor copy={copy} now={now} large />}
              </section>
              <aside class="wall-side">
                {(copy.vote || copy.paper) && <Floor copy={copy} now={now} large={false} />}
                <Agenda copy={copy} />
              </aside>
            </div>
          ) : (
            <Stage copy={copy} now={now} />
          )}
        </>
      )}
      {state === 'away' && copy && (
        <p class="wall-away" role="status">
          <WifiOff aria-hidden="true" /> {t().meeting.connectionLost}
        </p>
      )}
      <div class="wall-tools">
        <button type="button" onClick={theme} aria-label={dark ? words.light : words.dark} title={dark ? words.light : words.dark}>
          {dark ? <Sun size={24} aria-hidden="true" /> : <Moon size={24} aria-hidden="true" />}
        </button>
        <button type="button" onClick={() => void document.documentElement.requestFullscreen?.().catch(() => undefined)} aria-label={words.full} title={words.full}>
          <Maximize size={24} aria-hidden="true" />
        </button>
      </div>
    </main>
  );
}
