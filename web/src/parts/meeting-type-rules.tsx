// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a type of meeting says of substitutes (rule 23) and of the words of votes, for administrators.
import { useState } from 'preact/hooks';
import { api, ask, ifMatch } from '../api';
import { entryName, type Entry } from '../catalogue';
import { t } from '../i18n';
import { rulesLoad, type TypeRules } from '../meeting/template-data';
import { Dialog } from './dialog';
import { Form, SelectField } from './form';
import { useLoad } from './load';
import { Failure, Skeleton } from './states';
import { toast } from './toast';

const FROM: readonly TypeRules['substitutes'][] = ['agency', 'unit', 'none'];

function Fields({ entry, first, onClose }: { entry: Entry; first: TypeRules; onClose: () => void }) {
  const words = t().template;
  const [substitutes, setSubstitutes] = useState(first.substitutes);
  const [votes, setVotes] = useState(first.substitute_votes);
  const [said, setSaid] = useState(first.vote_words);
  return (
    <Form
      submit={t().common.save}
      onCancel={onClose}
      onSubmit={async () => {
        const params = { path: { entry: entry.id }, header: ifMatch(first.edit_version) };
        await ask(api.PUT('/api/meeting-types/{entry}/rules', { params, body: { substitutes, substitute_votes: substitutes !== 'none' && votes, vote_words: said } }));
        toast(t().common.saved);
        onClose();
      }}
    >
      <SelectField
        name="substitutes"
        label={words.substitutes}
        value={substitutes}
        onValue={(from) => setSubstitutes(FROM.find((one) => one === from) ?? 'agency')}
        options={FROM.map((from) => ({ value: from, label: words.substituteFrom[from] }))}
      />
      {substitutes !== 'none' && (
        <label class="check">
          <input type="checkbox" checked={votes} onChange={(event) => setVotes(event.currentTarget.checked)} />
          {words.votesLabel}
        </label>
      )}
      <SelectField
        name="vote_words"
        label={t().vote.typeWords}
        value={said}
        onValue={(value) => setSaid(value === 'approve' ? 'approve' : 'agree')}
        options={(['agree', 'approve'] as const).map((value) => ({ value, label: t().vote.wordsOf[value] }))}
      />
    </Form>
  );
}

export function MeetingTypeRules({ entry, onClose }: { entry: Entry; onClose: () => void }) {
  const { data, problem, reload } = useLoad(() => rulesLoad(entry.id), [entry.id]);
  return (
    <Dialog title={t().template.rulesOf(entryName(entry))} onClose={onClose}>
      {data ? <Fields entry={entry} first={data} onClose={onClose} /> : problem ? <Failure problem={problem} retry={() => void reload()} /> : <Skeleton lines={3} />}
    </Dialog>
  );
}
