// SPDX-License-Identifier: GPL-3.0-or-later
//
// Who may see a document: people and units, to read or to edit, one version or
// all. What a meeting grants stands here too, and only the meeting changes it.
import { useState } from 'preact/hooks';
import { UserPlus, X } from 'lucide-preact';
import { api, ask, Problem, type Schemas } from '../api';
import { t } from '../i18n';
import { confirmFirst, Dialog } from './dialog';
import { Form, SelectField } from './form';
import { useLoad } from './load';
import { type Principal, PrincipalChip, PrincipalIcon, PrincipalPicker } from './principals';
import { Failure, Skeleton } from './states';
import { toast, toastProblem } from './toast';

type Grant = Schemas['Grants']['grants'][number];
type GrantIn = Schemas['GrantsChange']['grants'][number];

function plainGrants(grants: readonly Grant[]): GrantIn[] {
  return grants.filter((g) => !g.fixed).map(({ principal_id, version, right }) => ({ principal_id, version, right }));
}

function Share({ document: d, grants, onClose, onSaved }: { document: Schemas['Document']; grants: readonly Grant[]; onClose: () => void; onSaved: (g: Schemas['Grants']) => void }) {
  const [chosen, setChosen] = useState<Principal[]>([]);
  const [right, setRight] = useState('read');
  const [version, setVersion] = useState('');
  const w = t().documents;
  return (
    <Dialog title={w.shareTitle} onClose={onClose}>
      <Form
        submit={w.share}
        onCancel={onClose}
        onSubmit={async () => {
          if (!chosen.length) throw new Problem('missing-field', 0, 'principals');
          const more = chosen.map((p) => ({ principal_id: p.id, version: version ? Number(version) : null, right: right as GrantIn['right'] }));
          const same = (g: GrantIn) => more.some((m) => m.principal_id === g.principal_id && m.version === (g.version ?? null));
          const body = { grants: [...plainGrants(grants).filter((g) => !same(g)), ...more] };
          const saved = await ask(api.PUT('/api/documents/{document}/grants', { params: { path: { document: d.id } }, body }));
          toast(w.shared);
          onSaved(saved);
        }}
      >
        <div class="field">
          <label for="share-with">{w.shareWith}</label>
          <div class="chips">
            {chosen.map((p) => (
              <PrincipalChip key={p.id} name={p.name} kind={p.kind} onRemove={() => setChosen(chosen.filter((x) => x.id !== p.id))} />
            ))}
          </div>
          <PrincipalPicker id="share-with" label={w.shareWith} kinds={['person', 'unit']} except={chosen.map((p) => p.id)} onPick={(p) => setChosen([...chosen, p])} />
        </div>
        <div class="form-grid">
          <SelectField
            name="right"
            label={w.right}
            value={right}
            onValue={setRight}
            options={[
              { value: 'read', label: w.rightRead },
              { value: 'edit', label: w.rightEdit },
            ]}
          />
          <SelectField
            name="version"
            label={w.whichVersion}
            value={version}
            onValue={setVersion}
            empty={w.allVersions}
            options={Array.from({ length: d.latest_version }, (_, i) => d.latest_version - i).map((n) => ({ value: String(n), label: w.versionN(n) }))}
          />
        </div>
      </Form>
    </Dialog>
  );
}

export function DocumentSharing({ document: d }: { document: Schemas['Document'] }) {
  const path = { document: d.id };
  const { data, problem, reload, set } = useLoad(() => ask(api.GET('/api/documents/{document}/grants', { params: { path } })), [d.id]);
  const [open, setOpen] = useState(false);
  const w = t().documents;
  const drop = async (grant: Grant) => {
    if (!data || !(await confirmFirst({ title: w.unshareTitle, text: w.unshareText(grant.name), yes: w.unshareTitle, danger: true }))) return;
    try {
      const rest = data.grants.filter((g) => g !== grant);
      set(await ask(api.PUT('/api/documents/{document}/grants', { params: { path }, body: { grants: plainGrants(rest) } })));
      toast(w.shared);
    } catch (error) {
      toastProblem(error);
    }
  };
  return (
    <section class="card" aria-labelledby="sharing">
      <div class="card-head">
        <h2 id="sharing">{w.sharing}</h2>
        {d.may_edit && data && (
          <button type="button" class="button" onClick={() => setOpen(true)}>
            <UserPlus size={20} aria-hidden="true" />
            {w.share}
          </button>
        )}
      </div>
      <p class="muted">{w.sharingText}</p>
      {!data ? (
        problem ? (
          <Failure problem={problem} retry={() => void reload()} />
        ) : (
          <Skeleton lines={3} />
        )
      ) : data.grants.length === 0 ? (
        <p class="sharing-none">{w.sharingNone}</p>
      ) : (
        <ul class="grants">
          {data.grants.map((g) => (
            <li key={`${g.principal_id}/${g.version ?? ''}/${g.right}/${g.fixed ? 1 : 0}`}>
              <span class="row-icon">
                <PrincipalIcon kind={g.kind} />
              </span>
              <span class="row-words">
                <strong>{g.name}</strong>
                <small>{[g.right === 'edit' ? w.rightEdit : w.rightRead, g.version ? w.versionN(g.version) : w.allVersions, g.fixed && (g.principal_id === d.author.id ? w.author : w.fixed)].filter(Boolean).join(' · ')}</small>
              </span>
              {d.may_edit && !g.fixed && (
                <button type="button" class="icon-button" aria-label={`${w.unshareTitle}: ${g.name}`} onClick={() => void drop(g)}>
                  <X size={20} aria-hidden="true" />
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {open && data && (
        <Share
          document={d}
          grants={data.grants}
          onClose={() => setOpen(false)}
          onSaved={(saved) => {
            set(saved);
            setOpen(false);
          }}
        />
      )}
    </section>
  );
}
