// SPDX-License-Identifier: GPL-3.0-or-later
//
// The roll-call: for the secretary one tap a person, with what was announced
// beside it; for the others the same list to read.
import { useState } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import { ChevronLeft, FileText, QrCode } from 'lucide-preact';
import { asProblem } from '../api';
import { t } from '../i18n';
import { useMeeting } from '../meeting/data';
import { useRoll } from '../meeting/roll-data';
import { List, Summary } from '../meeting/roll-board';
import { RollCode } from '../meeting/roll-code';
import { Failure, Skeleton } from '../parts/states';

export default function MeetingRollPage() {
  const { params } = useRoute();
  const id = params['id'] ?? '';
  const snapshot = useRoll(id);
  const meeting = useMeeting(id).copy.value;
  const [showing, setShowing] = useState(false);
  const roll = snapshot.copy.value;
  const failure = snapshot.failure.value;
  const words = t().roll;
  const running = meeting?.state === 'in_progress' || meeting?.state === 'paused';
  return (
    <>
      <div class="page-head">
        <div>
          <a class="crumb" href={running ? `/meetings/${id}/live` : `/meetings/${id}`}>
            <ChevronLeft size={18} aria-hidden="true" />
            {meeting?.title ?? t().meeting.toMeeting}
          </a>
          <h1>{words.title}</h1>
        </div>
        {roll && (
          <div class="page-actions">
            <a class="button" href={`/api/meetings/${id}/attendance/file`} target="_blank" rel="noopener">
              <FileText size={20} aria-hidden="true" />
              {words.file}
            </a>
            {meeting && roll.open && (meeting.may.steer || meeting.may.start) && (
              <button type="button" class="button primary" onClick={() => setShowing(true)}>
                <QrCode size={20} aria-hidden="true" />
                {words.code}
              </button>
            )}
          </div>
        )}
      </div>
      {roll ? (
        <>
          <Summary roll={roll} meeting={id} onRoll={snapshot.put} />
          {!roll.open && meeting?.state === 'invited' && <p class="muted">{words.notOpen}</p>}
          <List roll={roll} meeting={id} item={running ? (meeting?.current_item_id ?? null) : null} running={running} onRoll={snapshot.put} />
        </>
      ) : (
        <section class="card">
          {failure ? <Failure problem={asProblem(failure)} retry={() => void snapshot.reload()} /> : <Skeleton lines={8} height={40} />}
        </section>
      )}
      {showing && <RollCode meeting={id} onClose={() => setShowing(false)} />}
    </>
  );
}
