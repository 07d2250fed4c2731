// SPDX-License-Identifier: GPL-3.0-or-later
//
// Preparing a meeting: facts, agenda with papers, who is invited; saved
// together, then published. What was typed stays until it is saved or thrown
// away by hand.
import { useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso';
import { ChevronLeft, Send } from 'lucide-preact';
import { asProblem } from '../api';
import { t } from '../i18n';
import { confirmFirst } from '../parts/dialog';
import { Form } from '../parts/form';
import { useLoad } from '../parts/load';
import { MeetingState } from '../parts/meeting-state';
import { Failure, Notice, Skeleton } from '../parts/states';
import { toast, toastProblem } from '../parts/toast';
import { AgendaEditor } from '../meeting/agenda-editor';
import { meetingLoad, meetingStep, type Meeting } from '../meeting/data';
import { momentOf, same } from '../meeting/draft';
import { FactsFields } from '../meeting/facts-fields';
import { InvitationCard } from '../meeting/invitation';
import { InviteesEditor } from '../meeting/invitees-editor';
import { LeftOut } from '../meeting/left-out';
import { roomProblem, tellRefusal, useTaken } from '../meeting/taken';
import { draftOf, meetingSave, rebased, type MeetingDraft } from '../meeting/save';
import '../meeting/meeting.css';

function Prepare({ first }: { first: Meeting }) {
  const { route } = useLocation();
  const [base, setBase] = useState(first);
  const [draft, setDraft] = useState(() => draftOf(first));
  const [raced, setRaced] = useState(false);
  const words = t().meeting;
  const taken = useTaken(draft.facts, draft.invitees, base);
  const frozen = base.state !== 'draft';
  const dirty = !same(draft, draftOf(base));
  const set = (part: Partial<MeetingDraft>) => setDraft({ ...draft, ...part });
  const take = (meeting: Meeting) => {
    setBase(meeting);
    setDraft(draftOf(meeting));
    setRaced(false);
    return meeting;
  };
  const save = async (against = base, typed = draft) => {
    try {
      const saved = take(await meetingSave(against, typed));
      toast(t().common.saved);
      return saved;
    } catch (error) {
      if (asProblem(error).slug === 'lost-race') setRaced(true);
      // Steps before the one refused are saved: the next try starts from there, with what was typed.
      else setBase(await meetingLoad(base.id).catch(() => base));
      throw roomProblem(error);
    }
  };
  const overwrite = async () => {
    try {
      const theirs = await meetingLoad(base.id);
      await save(theirs, rebased(draft, theirs));
    } catch (error) {
      toastProblem(error);
    }
  };
  const publish = async () => {
    try {
      const meeting = dirty ? await save() : base;
      const sure = await confirmFirst({
        title: words.publishTitle,
        text: words.publishText(meeting.agenda.length, meeting.papers, meeting.invitees.length),
        yes: words.publish,
      });
      if (!sure) return;
      await meetingStep(meeting.id, 'publish');
      toast(words.published);
      route(`/meetings/${meeting.id}`);
    } catch (error) {
      tellRefusal(error);
    }
  };
  return (
    <>
      <div class="page-head">
        <div>
          <a class="crumb" href={`/meetings/${base.id}`}>
            <ChevronLeft size={18} aria-hidden="true" />
            {words.toMeeting}
          </a>
          <h1>{base.title}</h1>
          <MeetingState state={base.state} />
        </div>
        {base.may.publish && (
          <div class="page-actions">
            <button type="button" class="button act" onClick={() => void publish()}>
              <Send size={20} aria-hidden="true" />
              {words.publish}
            </button>
          </div>
        )}
      </div>
      <LeftOut meeting={base.id} />
      {raced && (
        <div class="raced" role="alert">
          <p>
            <strong>{words.lostRace}</strong>
          </p>
          <p>{words.lostRaceText}</p>
          <div class="page-actions">
            <button type="button" class="button danger" onClick={() => void overwrite()}>
              {words.overwrite}
            </button>
            <button type="button" class="button" onClick={() => void meetingLoad(base.id).then(take, toastProblem)}>
              {words.takeTheirs}
            </button>
          </div>
        </div>
      )}
      <Form class="prepare" submit={words.saveAll} dirty={dirty} onSubmit={async () => void (await save())}>
        <section class="card">
          <div class="card-head">
            <h2>{words.facts}</h2>
          </div>
          <FactsFields facts={draft.facts} taken={taken} onFacts={(facts) => set({ facts })} />
        </section>
        <section class="card">
          <div class="card-head">
            <h2>{words.agenda}</h2>
          </div>
          {frozen && <Notice>{words.frozen}</Notice>}
          <AgendaEditor
            items={draft.items}
            startsAt={momentOf(draft.facts.day, draft.facts.from)}
            endsAt={draft.facts.to ? momentOf(draft.facts.day, draft.facts.to) : null}
            frozen={frozen}
            onItems={(items) => set({ items })}
          />
        </section>
        <section class="card">
          <div class="card-head">
            <h2>{words.invitees}</h2>
          </div>
          <InviteesEditor invitees={draft.invitees} taken={taken} onInvitees={(invitees) => set({ invitees })} />
        </section>
      </Form>
      <InvitationCard meeting={base} />
    </>
  );
}

export default function MeetingEditPage() {
  const { params } = useRoute();
  const id = params['id'] ?? '';
  const { data, problem, reload } = useLoad(() => meetingLoad(id), [id]);
  if (data?.id === id && !data.may.edit) {
    return (
      <Notice kind="warn">
        <span>{t().problems['not-allowed']}</span> <a href={`/meetings/${id}`}>{t().meeting.toMeeting}</a>
      </Notice>
    );
  }
  if (data) return <Prepare key={data.id} first={data} />;
  return <section class="card">{problem ? <Failure problem={problem} retry={() => void reload()} /> : <Skeleton lines={8} height={36} />}</section>;
}
