// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whom a unit sends: named before the meeting by who speaks for it; while the
// meeting is on also by the secretary, who writes down who came, and by the
// one at the door for themselves.
import { useState } from 'preact/hooks';
import { UserRoundCheck, UsersRound } from 'lucide-preact';
import { api, ask } from '../api';
import { t } from '../i18n';
import { Dialog } from '../parts/dialog';
import { Field, Form } from '../parts/form';
import { PrincipalChip } from '../parts/principals';
import { toast, toastProblem } from '../parts/toast';
import { session } from '../session';
import { Colleagues, type Colleague } from './colleagues';
import type { Meeting } from './data';
import './answer.css';
import './roll.css';

const send = (meeting: string, unit: string, people: readonly string[]) =>
  ask(api.PUT('/api/meetings/{meeting}/units/{unit}/attendees', { params: { path: { meeting, unit } }, body: { person_ids: [...people] } }));

interface NameProps {
  meeting: string;
  unit: { id: string; name: string };
  people: readonly Colleague[];
  onMeeting?: (meeting: Meeting) => void;
  onClose: () => void;
}

export function NamePeople({ meeting, unit, people, onMeeting, onClose }: NameProps) {
  const [chosen, setChosen] = useState<Colleague[]>([...people]);
  const words = t().answer;
  return (
    <Dialog title={words.unitTitle(unit.name)} onClose={onClose} wide>
      <Form
        submit={words.save}
        onCancel={onClose}
        onSubmit={async () => {
          const next = await send(meeting, unit.id, chosen.map((one) => one.id));
          onMeeting?.(next);
          toast(words.unitSaved(chosen.length));
          onClose();
        }}
      >
        <Field name="person_ids" label={words.chosen(chosen.length)} wide>
          {() => (
            <>
              {chosen.length > 0 && (
                <div class="chips">
                  {chosen.map((one) => (
                    <PrincipalChip key={one.id} kind="person" name={one.full_name} onRemove={() => setChosen(chosen.filter((c) => c.id !== one.id))} />
                  ))}
                </div>
              )}
              <Colleagues meeting={meeting} unit={unit.id} many chosen={chosen} onChosen={setChosen} />
            </>
          )}
        </Field>
      </Form>
    </Dialog>
  );
}

/** At the door: the unit was invited and has named nobody. Shown to who speaks for it. */
export function NameLate({ meeting, onMeeting }: { meeting: Meeting; onMeeting: (meeting: Meeting) => void }) {
  const [busy, setBusy] = useState(false);
  const [open, setOpen] = useState(false);
  const words = t().answer;
  const me = session.value?.person;
  const sends = meeting.my_units.find((one) => one.people.length === 0);
  if (!sends || !me || meeting.my_units.some((one) => one.people.some((person) => person.id === me.id))) return null;
  const come = async () => {
    setBusy(true);
    await send(meeting.id, sends.unit.id, [me.id]).then(onMeeting, toastProblem);
    setBusy(false);
  };
  return (
    <section class="check-in check-in-asked" aria-label={words.lateTitle(sends.unit.name)}>
      <div>
        <h2>{words.lateTitle(sends.unit.name)}</h2>
        <p>{words.lateText}</p>
      </div>
      <div class="check-in-acts">
        <button type="button" class="button primary big" disabled={busy} onClick={() => void come()}>
          <UserRoundCheck size={22} aria-hidden="true" />
          {words.lateMe}
        </button>
        <button type="button" class="button big" disabled={busy} onClick={() => setOpen(true)}>
          <UsersRound size={22} aria-hidden="true" />
          {words.lateOthers}
        </button>
      </div>
      {open && <NamePeople meeting={meeting.id} unit={sends.unit} people={[]} onMeeting={onMeeting} onClose={() => setOpen(false)} />}
    </section>
  );
}
