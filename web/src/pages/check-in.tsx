// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where the code in the room leads: checks in who opens it, then the meeting.
import { useEffect, useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso';
import { CircleCheck } from 'lucide-preact';
import { asProblem, type Problem } from '../api';
import { t } from '../i18n';
import { say } from '../meeting/roll-data';
import { Failure } from '../parts/states';
import '../meeting/roll.css';

export default function CheckInPage() {
  const { params } = useRoute();
  const { query } = useLocation();
  const id = params['id'] ?? '';
  const [done, setDone] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const words = t().roll;
  const code = query['code'] ?? '';
  const go = () => {
    setProblem(null);
    say(id, 'room', code).then(
      () => setDone(true),
      (error: unknown) => setProblem(asProblem(error)),
    );
  };
  useEffect(go, [id, code]);
  return (
    <section class="card check-in-page">
      {problem ? (
        <>
          <h1>{words.checkFailed}</h1>
          {problem.field === 'code' ? <p>{words.checkAgain}</p> : <Failure problem={problem} retry={go} />}
        </>
      ) : done ? (
        <>
          <CircleCheck size={56} aria-hidden="true" />
          <h1>{words.checked}</h1>
        </>
      ) : (
        <p role="status">{words.checking}</p>
      )}
      <a class="button primary big" href={`/meetings/${id}/live`}>
        {words.toMeeting}
      </a>
    </section>
  );
}
