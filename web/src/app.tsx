// SPDX-License-Identifier: GPL-3.0-or-later
//
// The whole of it: who is signed in decides between the sign-in page, the
// forced change of password and the pages in their frame.
import type { ComponentType, FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useSignalEffect } from '@preact/signals';
import { ErrorBoundary, lazy, LocationProvider, Route, Router, useLocation } from 'preact-iso';
import { exec } from 'preact-iso/router';
import { WifiOff } from 'lucide-preact';
import { asProblem, connection, type Problem } from './api';
import { signedOut } from './events/follow';
import { t, wordsWhole } from './i18n';
import { NotAllowed, NotFound, Broken } from './pages/missing';
import { PasswordFirst } from './pages/password-first';
import { SignIn } from './pages/sign-in';
import { Questions } from './parts/dialog';
import { Empty, Failure } from './parts/states';
import { Wordmark } from './parts/mark';
import { Toasts } from './parts/toast';
import { Release } from './offline/release';
import { routes, type RouteRow } from './routes';
import { mayAdminister, session, sessionLoad } from './session';
import { Shell } from './shell';

const files = import.meta.glob<{ default: ComponentType }>(['./pages/*.tsx', '!./pages/{sign-in,password-first,missing,wall}.tsx']);

function page(row: RouteRow): FunctionComponent {
  const file = files[`./pages/${row.page}.tsx`];
  const fetched = file && (row.page === 'reader' ? file : () => Promise.all([file(), wordsWhole()]).then(([body]) => body));
  const Body = fetched ? lazy<ComponentType>(fetched) : NotFound;
  return function Page() {
    return row.administrators && !mayAdminister.value ? <NotAllowed /> : <Body />;
  };
}

const table = routes.map((row) => ({ ...row, component: page(row) }));

/** The router catches clicks on our own pages only, never on files of the API. */
const ours = /^(?!\/api\/)/;

function Pages() {
  const [broken, setBroken] = useState(false);
  const { url, path } = useLocation();
  useEffect(() => setBroken(false), [url]);
  const row = routes.find((r) => exec(path, r.path));
  const body = broken ? (
    <Broken />
  ) : (
    <ErrorBoundary
      onError={(error) => {
        console.error(error);
        setBroken(true);
      }}
    >
      <Router>
        {table.map((r) => (
          <Route key={r.path} path={r.path} component={r.component} />
        ))}
        <Route default component={NotFound} />
      </Router>
    </ErrorBoundary>
  );
  return row?.bare && !broken ? body : <Shell>{body}</Shell>;
}

/** The copy is there and may not be read until the server has been asked. */
function LeaseOver({ retry }: { retry: () => void }) {
  return (
    <Empty page title={t().offline.leaseOverTitle} text={t().offline.leaseOver} icon={<WifiOff size={28} aria-hidden="true" />}>
      <button type="button" class="button" onClick={retry}>
        {t().common.retry}
      </button>
    </Empty>
  );
}

function Gate() {
  const [problem, setProblem] = useState<Problem | null>(null);
  const load = () => {
    setProblem(null);
    sessionLoad().catch((error: unknown) => setProblem(asProblem(error)));
  };
  useEffect(load, []);
  // The network is back: what could not be asked is asked again by itself.
  const here = connection.value === 'here';
  useEffect(() => {
    if (here && problem) load();
  }, [here]);
  // The stream says that the session ended: the server is asked, and the answer shows the sign-in page.
  useSignalEffect(() => {
    if (signedOut.value) void sessionLoad().catch(() => undefined);
  });
  const who = session.value;
  if (who === undefined) {
    return <main class="gate">{problem ? problem.slug === 'lease-over' ? <LeaseOver retry={load} /> : <Failure problem={problem} retry={load} /> : <Wordmark size={56} />}</main>;
  }
  if (who === null) return <SignIn />;
  if (who.must_change_password) return <PasswordFirst />;
  return <Pages />;
}

const Wall = lazy<ComponentType<{ token: string }>>(() => Promise.all([import('./pages/wall'), wordsWhole()]).then(([body]) => body));

function WallOf({ token }: { token: string }) {
  return (
    <ErrorBoundary>
      <Wall token={token} />
    </ErrorBoundary>
  );
}

export function App() {
  useEffect(() => {
    document.title = t().shell.product;
  }, []);
  const wall = /^\/wall\/([\w-]+)\/?$/.exec(location.pathname)?.[1];
  // The screen in the room is nobody: it has an address and no session.
  if (wall) return <WallOf token={wall} />;
  return (
    <LocationProvider scope={ours}>
      <Gate />
      <Toasts />
      <Release />
      <Questions />
    </LocationProvider>
  );
}
