// SPDX-License-Identifier: GPL-3.0-or-later
//
// A vote is prepared: on which item and paper, how one chooses, what is needed.
// After it has opened nothing of this can be changed, and the server says so.
import { useState } from 'preact/hooks';
import { SendKey, type Schemas } from '../api';
import { t } from '../i18n';
import { itemNumber, type AgendaItem, type Meeting } from '../meeting/data';
import { Dialog } from '../parts/dialog';
import { AreaField, Form, SelectField, TextField } from '../parts/form';
import { voteChange, voteCreate, type Vote, type VoteRow, type Votes } from './data';

interface EditProps {
  meeting: Meeting;
  votes: Votes;
  /** null: a new one, on this item. */
  vote: VoteRow | null;
  item: string | null;
  onDone: (vote: Vote) => void;
  onClose: () => void;
}

const METHODS = ['approve', 'choose_one', 'choose_several'] as const;
const WORDS = ['agree', 'approve'] as const;
const MAJORITIES = ['half', 'two_thirds', 'three_quarters', 'all'] as const;
const OF = ['members', 'present', 'voting'] as const;
const QUORUMS = ['half', 'two_thirds', 'three_quarters', 'none'] as const;

const one = <T extends string>(list: readonly T[], value: string, other: T): T => list.find((x) => x === value) ?? other;

interface Draft {
  item: string;
  title: string;
  method: VoteRow['method'];
  words: Votes['words'];
  options: string;
  most: string;
  majority: VoteRow['majority'];
  of: VoteRow['majority_of'];
  quorum: VoteRow['quorum'];
  live: boolean;
  secret: boolean;
  paper: string;
  page: string;
}

function draftOf({ meeting, votes, vote, item }: EditProps): Draft {
  if (vote) {
    return {
      item: vote.item_id,
      title: vote.title,
      method: vote.method,
      words: vote.words ?? votes.words,
      options: vote.method === 'approve' ? '' : vote.options.map((option) => option.label).join('\n'),
      most: String(vote.most_choices ?? 1),
      majority: vote.majority,
      of: vote.majority_of,
      quorum: vote.quorum,
      live: vote.live_counts,
      secret: vote.secret,
      paper: vote.paper?.id ?? '',
      page: vote.paper?.page ? String(vote.paper.page) : '',
    };
  }
  const on = meeting.agenda.find((entry) => entry.id === (item ?? meeting.current_item_id)) ?? meeting.agenda[0];
  return {
    item: on?.id ?? '',
    title: on ? t().vote.nameOf(on.title) : '',
    method: 'approve',
    words: votes.words,
    options: '',
    most: '2',
    majority: 'half',
    of: 'members',
    quorum: votes.quorum,
    live: false,
    secret: false,
    paper: on?.papers[0]?.id ?? '',
    page: '',
  };
}

function bodyOf(draft: Draft): Schemas['VoteChange'] {
  const { method } = draft;
  return {
    title: draft.title.trim(),
    method,
    majority: draft.majority,
    majority_of: draft.of,
    quorum: draft.quorum,
    live_counts: draft.live && !draft.secret,
    secret: draft.secret,
    paper_id: draft.paper || null,
    page: draft.paper && draft.page ? Number(draft.page) : null,
    ...(method === 'approve'
      ? { words: draft.words }
      : {
          options: draft.options
            .split('\n')
            .map((line) => line.trim())
            .filter(Boolean),
        }),
    ...(method === 'choose_several' && { most_choices: Number(draft.most) }),
  };
}

export function VoteEdit(props: EditProps) {
  const { meeting, vote, onDone, onClose } = props;
  const words = t().vote;
  const [first] = useState(() => draftOf(props));
  const [draft, setDraft] = useState(first);
  const [key] = useState(() => new SendKey());
  const set = (fields: Partial<Draft>) => setDraft({ ...draft, ...fields });
  const item: AgendaItem | undefined = meeting.agenda.find((entry) => entry.id === draft.item);
  const moveTo = (id: string) => {
    const to = meeting.agenda.find((entry) => entry.id === id);
    // The name follows the item until somebody has written their own.
    const own = draft.title !== (item ? words.nameOf(item.title) : '');
    set({ item: id, paper: to?.papers[0]?.id ?? '', page: '', ...(!own && to && { title: words.nameOf(to.title) }) });
  };
  return (
    <Dialog title={vote ? words.edit : words.add} onClose={onClose} wide>
      <Form
        submit={t().common.save}
        onCancel={onClose}
        dirty={draft !== first}
        onSubmit={async () => {
          const body = bodyOf(draft);
          const create = { ...body, item_id: draft.item, title: draft.title.trim() };
          onDone(await (vote ? voteChange(vote, body) : voteCreate(meeting.id, create, key)));
          onClose();
        }}
      >
        {!vote && (
          <SelectField
            name="item_id"
            label={words.item}
            required
            wide
            value={draft.item}
            onValue={moveTo}
            options={meeting.agenda.map((entry) => ({ value: entry.id, label: `${itemNumber(entry)}. ${entry.title}` }))}
          />
        )}
        <TextField name="title" label={words.name} required wide maxLength={500} value={draft.title} onValue={(title) => set({ title })} />
        <SelectField
          name="method"
          label={words.method}
          value={draft.method}
          onValue={(method) => set({ method: one(METHODS, method, 'approve') })}
          options={METHODS.map((method) => ({ value: method, label: words.methods[method] }))}
        />
        {draft.method === 'approve' && (
          <SelectField
            name="words"
            label={words.words}
            value={draft.words}
            onValue={(value) => set({ words: one(WORDS, value, 'agree') })}
            options={WORDS.map((value) => ({ value, label: words.wordsOf[value] }))}
          />
        )}
        {draft.method === 'choose_several' && (
          <TextField name="most_choices" label={words.most} type="number" min="1" max="60" required value={draft.most} onValue={(most) => set({ most })} />
        )}
        {draft.method !== 'approve' && <AreaField name="options" label={words.options} required wide rows={4} value={draft.options} onValue={(options) => set({ options })} />}
        <SelectField
          name="majority"
          label={words.majorityLabel}
          value={draft.majority}
          onValue={(value) => set({ majority: one(MAJORITIES, value, 'half') })}
          options={MAJORITIES.map((value) => ({ value, label: words.majority[value] }))}
        />
        <SelectField
          name="majority_of"
          label={words.majorityOfLabel}
          value={draft.of}
          onValue={(value) => set({ of: one(OF, value, 'members') })}
          options={OF.map((value) => ({ value, label: words.majorityOf[value] }))}
        />
        <SelectField
          name="quorum"
          label={words.quorumLabel}
          value={draft.quorum}
          onValue={(value) => set({ quorum: one(QUORUMS, value, 'half') })}
          options={QUORUMS.map((value) => ({ value, label: words.quorum[value] }))}
        />
        <SelectField
          name="paper_id"
          label={words.paperLabel}
          value={draft.paper}
          empty={words.noPaper}
          onValue={(paper) => set({ paper, page: '' })}
          options={(item?.papers ?? []).map((paper) => ({ value: paper.id, label: words.paper(paper.subject, paper.version, null) }))}
        />
        {draft.paper && <TextField name="page" label={words.page} type="number" min="1" max="20000" value={draft.page} onValue={(page) => set({ page })} />}
        <label class="check field-wide">
          <input type="checkbox" name="secret" checked={draft.secret} onChange={(event) => set({ secret: event.currentTarget.checked })} />
          <span>{t().secret.make}</span>
        </label>
        {!draft.secret && (
          <label class="check field-wide">
            <input type="checkbox" name="live_counts" checked={draft.live} onChange={(event) => set({ live: event.currentTarget.checked })} />
            <span>{words.live}</span>
          </label>
        )}
      </Form>
    </Dialog>
  );
}
