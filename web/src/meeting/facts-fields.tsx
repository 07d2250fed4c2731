// SPDX-License-Identifier: GPL-3.0-or-later
//
// The fields of a meeting's facts (E2), for a new one and for preparing one.
import { entryName, useCatalogue } from '../catalogue';
import { t } from '../i18n';
import { DateField } from '../parts/date-field';
import { AreaField, Field, SelectField, TextField } from '../parts/form';
import { OnePrincipal, PrincipalChip, PrincipalPicker } from '../parts/principals';
import { TimeField } from '../parts/time-field';
import type { FactsDraft } from './draft';
import { PersonTaken, RoomTaken, type Taken } from './taken';

export function FactsFields({ facts, onFacts, taken }: { facts: FactsDraft; onFacts: (facts: FactsDraft) => void; taken: Taken }) {
  const words = t().meeting;
  const types = useCatalogue('meeting-type');
  const rooms = useCatalogue('room');
  const room = rooms.find((one) => one.id === facts.room);
  const set = (part: Partial<FactsDraft>) => onFacts({ ...facts, ...part });
  const options = (entries: typeof types) => entries.map((entry) => ({ value: entry.id, label: entryName(entry) }));
  return (
    <div class="form-grid">
      <TextField name="title" label={words.name} required wide maxLength={300} value={facts.title} onValue={(title) => set({ title })} />
      <DateField name="day" label={words.day} required value={facts.day} onValue={(day) => set({ day })} />
      <div class="time-pair">
        <TimeField name="starts_at" label={words.startsAt} required value={facts.from} onValue={(from) => set({ from })} />
        <TimeField name="ends_at" label={words.endsAt} value={facts.to} onValue={(to) => set({ to })} />
      </div>
      <SelectField
        name="type_id"
        label={words.type}
        value={facts.type}
        onValue={(type) => set({ type })}
        options={options(types)}
        empty={t().common.unknown}
      />
      <div>
        <SelectField
          name="room_id"
          label={words.room}
          value={facts.room}
          onValue={(chosen) => set({ room: chosen })}
          options={options(rooms)}
          empty={words.noRoom}
        />
        {room && <RoomTaken taken={taken} name={entryName(room)} seats={room.seats} />}
      </div>
      <TextField name="place" label={words.place} maxLength={200} value={facts.place} onValue={(place) => set({ place })} />
      <label class="check online-check">
        <input type="checkbox" checked={facts.online} onChange={(event) => set({ online: event.currentTarget.checked })} />
        <span>{words.onlineToo}</span>
      </label>
      <Field name="host_unit_id" label={words.hostUnit}>
        {({ id }) => (
          <OnePrincipal
            id={id}
            label={words.hostUnit}
            kinds={['unit']}
            value={facts.hostUnit}
            onValue={(found) => set({ hostUnit: found && { id: found.id, name: found.name } })}
          />
        )}
      </Field>
      <Field name="chair_id" label={words.chair}>
        {({ id }) => (
          <>
            <OnePrincipal
              id={id}
              label={words.chair}
              kinds={['person']}
              value={facts.chair}
              onValue={(found) => set({ chair: found && { id: found.id, name: found.name } })}
            />
            {facts.chair && <PersonTaken taken={taken} person={facts.chair} />}
          </>
        )}
      </Field>
      <Field name="secretary_ids" label={words.secretaries} wide>
        {({ id }) => (
          <>
            <div class="chips">
              {facts.secretaries.map((person) => (
                <PrincipalChip
                  key={person.id}
                  name={person.name}
                  kind="person"
                  onRemove={() => set({ secretaries: facts.secretaries.filter((other) => other.id !== person.id) })}
                />
              ))}
              <PrincipalPicker
                id={id}
                label={words.secretaries}
                kinds={['person']}
                except={facts.secretaries.map((person) => person.id)}
                onPick={(found) => set({ secretaries: [...facts.secretaries, { id: found.id, name: found.name }] })}
              />
            </div>
            {facts.secretaries.map((person) => (
              <PersonTaken key={person.id} taken={taken} person={person} />
            ))}
          </>
        )}
      </Field>
      <AreaField
        name="description"
        label={words.description}
        wide
        maxLength={2000}
        value={facts.description}
        onValue={(description) => set({ description })}
      />
    </div>
  );
}
