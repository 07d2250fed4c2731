// SPDX-License-Identifier: GPL-3.0-or-later
//
// My answer to an invitation (E6): confirm, decline with a reason, send a
// substitute; and, for those who speak for a unit, whom it sends. Shown only
// while answers are taken.
import { useState } from 'preact/hooks';
import { Check, UserRoundPlus, UserRoundX, UsersRound } from 'lucide-preact';
import { api, ask, type Schemas } from '../api';
import { fmtDateTime, t } from '../i18n';
import { Dialog } from '../parts/dialog';
import { AreaField, Field, Form } from '../parts/form';
import { Notice } from '../parts/states';
import { toast, toastProblem } from '../parts/toast';
import { session } from '../session';
import { Colleagues, type Colleague } from './colleagues';
import type { Meeting } from './data';
import { NamePeople } from './name-people';
import { useTypeRules } from './template-data';
import './answer.css';

type Body = Schemas['InvitationAnswer'];
interface AnswerProps {
  meeting: Meeting;
  onMeeting: (meeting: Meeting) => void;
}

const send = (meeting: string, body: Body) => ask(api.PUT('/api/meetings/{meeting}/answer', { params: { path: { meeting } }, body }));

function Decline({ meeting, onMeeting, onClose }: AnswerProps & { onClose: () => void }) {
  const [reason, setReason] = useState('');
  const words = t().answer;
  return (
    <Dialog title={words.declineTitle} onClose={onClose}>
      <Form
        submit={words.decline}
        danger
        onCancel={onClose}
        onSubmit={async () => {
          onMeeting(await send(meeting.id, { answer: 'declined', reason }));
          toast(words.sent);
          onClose();
        }}
      >
        <AreaField name="reason" label={words.reason} hint={words.reasonHint} required autofocus maxLength={500} value={reason} onValue={setReason} />
      </Form>
    </Dialog>
  );
}

function Substitute({ meeting, onMeeting, onClose }: AnswerProps & { onClose: () => void }) {
  const votes = useTypeRules(meeting.type_id)?.substitute_votes ?? false;
  const [chosen, setChosen] = useState<Colleague[]>([]);
  const words = t().answer;
  return (
    <Dialog title={words.substituteTitle} onClose={onClose} wide>
      <Form
        submit={words.substitute}
        onCancel={onClose}
        onSubmit={async () => {
          onMeeting(await send(meeting.id, { answer: 'substituted', substitute_id: chosen[0]?.id ?? null }));
          toast(words.sent);
          onClose();
        }}
      >
        <p class="muted">
          {words.substituteText} <strong>{votes ? t().template.votes : t().template.votesNot}</strong>
        </p>
        <Field name="substitute_id" label={words.substitute} wide>
          {() => <Colleagues meeting={meeting.id} unit={null} many={false} chosen={chosen} onChosen={setChosen} />}
        </Field>
      </Form>
    </Dialog>
  );
}

/** The card at the head of the meeting's page for one who is expected. */
export function MyAnswer({ meeting, onMeeting }: AnswerProps) {
  const [open, setOpen] = useState<'decline' | 'substitute' | null>(null);
  const [changing, setChanging] = useState(false);
  const [busy, setBusy] = useState(false);
  const words = t().answer;
  const standsIn = meeting.my_role === 'substitute';
  const rules = useTypeRules(meeting.may.answer || standsIn ? meeting.type_id : null);
  const votes = rules?.substitute_votes ? t().template.votes : t().template.votesNot;
  const nobody = rules?.substitutes === 'none';
  if (standsIn) return <Notice>{`${t().template.standsIn} ${votes}`}</Notice>;
  if (!meeting.may.answer) return null;
  const mine = meeting.expected.find((one) => one.person?.id === session.value?.person.id);
  const taken = (next: Meeting) => {
    setChanging(false);
    onMeeting(next);
  };
  const confirm = async () => {
    setBusy(true);
    try {
      taken(await send(meeting.id, { answer: 'confirmed' }));
      toast(words.sent);
    } catch (error) {
      toastProblem(error);
    }
    setBusy(false);
  };
  const close = () => setOpen(null);
  const answered = mine?.answer && !changing;
  return (
    <section class={`card answer${mine?.answer ? '' : ' answer-asked'}`} aria-labelledby="my-answer">
      <div class="answer-words">
        <h2 id="my-answer">{mine?.answer ? words.said[mine.answer] : words.title}</h2>
        {mine?.substitute && <p>{words.saidBy(mine.substitute.full_name)}</p>}
        {mine?.answer === 'declined' && mine.reason && <p class="answer-reason">{mine.reason}</p>}
        {nobody && mine?.answer !== 'substituted' && <p class="muted">{t().template.noSubstitute}</p>}
        {mine?.substitute && <p class="muted">{votes}</p>}
        <p class="muted">{mine?.answered_at ? words.saidAt(fmtDateTime(mine.answered_at)) : words.asked}</p>
      </div>
      <div class="answer-acts">
        {answered ? (
          <button type="button" class="button" onClick={() => setChanging(true)}>
            {words.change}
          </button>
        ) : (
          <>
            <button type="button" class="button primary" disabled={busy} onClick={() => void confirm()}>
              <Check size={20} aria-hidden="true" />
              {words.confirm}
            </button>
            {!nobody && (
              <button type="button" class="button" disabled={busy} onClick={() => setOpen('substitute')}>
                <UserRoundPlus size={20} aria-hidden="true" />
                {words.substitute}
              </button>
            )}
            <button type="button" class="button" disabled={busy} onClick={() => setOpen('decline')}>
              <UserRoundX size={20} aria-hidden="true" />
              {words.decline}
            </button>
          </>
        )}
      </div>
      {open === 'decline' && <Decline meeting={meeting} onMeeting={taken} onClose={close} />}
      {open === 'substitute' && <Substitute meeting={meeting} onMeeting={taken} onClose={close} />}
    </section>
  );
}

/** For those who say whom their unit sends. */
export function MyUnits({ meeting, onMeeting }: AnswerProps) {
  const [open, setOpen] = useState<string | null>(null);
  const words = t().answer;
  return (
    <>
      {meeting.my_units.map((sends) => (
        <section key={sends.unit.id} class={`card answer${sends.people.length ? '' : ' answer-asked'}`} aria-label={words.unitTitle(sends.unit.name)}>
          <div class="answer-words">
            <h2>{words.unitTitle(sends.unit.name)}</h2>
            <p class={sends.people.length ? '' : 'muted'}>{sends.people.map((one) => one.full_name).join(', ') || words.unitNone}</p>
          </div>
          <div class="answer-acts">
            <button type="button" class={sends.people.length ? 'button' : 'button primary'} onClick={() => setOpen(sends.unit.id)}>
              <UsersRound size={20} aria-hidden="true" />
              {sends.people.length ? words.unitChange : words.unitName}
            </button>
          </div>
          {open === sends.unit.id && <NamePeople meeting={meeting.id} unit={sends.unit} people={sends.people} onMeeting={onMeeting} onClose={() => setOpen(null)} />}
        </section>
      ))}
    </>
  );
}
