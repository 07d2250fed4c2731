// SPDX-License-Identifier: GPL-3.0-or-later
//
// The roles granted to a person, everywhere or inside one unit. Only a system
// administrator changes them.
import { useState } from 'preact/hooks';
import { Plus, X } from 'lucide-preact';
import { api, ask, type Schemas } from '../api';
import { t } from '../i18n';
import { type Role } from '../session';
import { Dialog } from './dialog';
import { Field, Form, SelectField } from './form';
import { OnePrincipal } from './principals';
import { toast, toastProblem } from './toast';

type Person = Schemas['Person'];
const all: readonly Role[] = ['system_admin', 'unit_admin', 'registry_clerk', 'secretary', 'leader', 'officer'];

export function PersonRoles({ person: p, mayChange, onSaved }: { person: Person; mayChange: boolean; onSaved: (p: Person) => void }) {
  const [open, setOpen] = useState(false);
  const [role, setRole] = useState<Role>('officer');
  const [unit, setUnit] = useState<{ id: string; name: string } | null>(null);
  const w = t().people;
  const put = async (roles: { role: Role; unit_id: string | null }[]) => {
    onSaved(await ask(api.PUT('/api/people/{person}/roles', { params: { path: { person: p.id } }, body: { roles } })));
    toast(t().common.saved);
  };
  const held = p.roles.map(({ role: r, unit_id }) => ({ role: r, unit_id }));
  return (
    <section class="card" aria-labelledby="roles">
      <div class="card-head">
        <h2 id="roles">{w.roles}</h2>
        {mayChange && (
          <button type="button" class="button" onClick={() => setOpen(true)}>
            <Plus size={20} aria-hidden="true" />
            {w.addRole}
          </button>
        )}
      </div>
      <p class="muted">{w.rolesText}</p>
      {p.roles.length === 0 ? (
        <p class="sharing-none">{w.noRoles}</p>
      ) : (
        <ul class="grants">
          {p.roles.map((r, i) => (
            <li key={`${r.role}/${r.unit_id ?? ''}`}>
              <span class="row-words">
                <strong>{w.role[r.role]}</strong>
                <small>{r.unit_name ?? w.everywhere}</small>
              </span>
              {mayChange && (
                <button
                  type="button"
                  class="icon-button"
                  aria-label={t().common.removeNamed(w.role[r.role])}
                  onClick={() => void put(held.filter((_, k) => k !== i)).catch(toastProblem)}
                >
                  <X size={20} aria-hidden="true" />
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {open && (
        <Dialog title={w.addRole} onClose={() => setOpen(false)}>
          <Form
            submit={w.addRole}
            onCancel={() => setOpen(false)}
            onSubmit={async () => {
              await put([...held.filter((h) => h.role !== role || h.unit_id !== (unit?.id ?? null)), { role, unit_id: unit?.id ?? null }]);
              setOpen(false);
            }}
          >
            <SelectField name="role" label={w.roleOf} value={role} onValue={(v) => setRole(v as Role)} options={all.map((r) => ({ value: r, label: w.role[r] }))} />
            <Field name="unit_id" label={w.scope} hint={unit ? '' : w.everywhere}>
              {({ id }) => <OnePrincipal id={id} label={w.scope} kinds={['unit']} value={unit} onValue={setUnit} />}
            </Field>
          </Form>
        </Dialog>
      )}
    </section>
  );
}
