// SPDX-License-Identifier: GPL-3.0-or-later
//
// Layouts a room's map may begin with: four kinds, two numbers each.
import { useState } from 'preact/hooks';
import { t } from '../i18n';
import { Dialog } from '../parts/dialog';
import { Form, SelectField, TextField } from '../parts/form';
import { horseshoe, rounds, rows, theatre, type RoomPlan } from './map';

const PRESETS = {
  theatre: { make: theatre, first: 8, second: 10, most: [25, 40] },
  rows: { make: rows, first: 1, second: 10, most: [20, 40] },
  horseshoe: { make: horseshoe, first: 5, second: 8, most: [30, 60] },
  rounds: { make: rounds, first: 6, second: 8, most: [60, 12] },
} as const;
type Preset = keyof typeof PRESETS;

export function PresetDialog({ onPlan, onClose }: { onPlan: (plan: RoomPlan) => void; onClose: () => void }) {
  const [kind, setKind] = useState<Preset>('horseshoe');
  const [counts, setCounts] = useState(['5', '8']);
  const words = t().seats;
  const preset = PRESETS[kind];
  const fields = words.counts[kind];
  return (
    <Dialog title={words.presets} onClose={onClose}>
      <Form submit={words.apply} onCancel={onClose} onSubmit={async () => onPlan(preset.make(Number(counts[0]), Number(counts[1])))}>
        <p class="muted">{words.presetText}</p>
        <SelectField
          name="preset"
          label={words.preset}
          value={kind}
          onValue={(value) => {
            const next = value as Preset;
            setKind(next);
            setCounts([String(PRESETS[next].first), String(PRESETS[next].second)]);
          }}
          options={(Object.keys(PRESETS) as Preset[]).map((value) => ({ value, label: words.presetKinds[value] }))}
        />
        <div class="form-grid">
          {[0, 1].map((i) => (
            <TextField key={i} name={`count${i}`} label={fields[i] ?? ''} type="number" required min={1} max={preset.most[i] ?? 1} value={counts[i] ?? ''} onValue={(value) => setCounts(counts.map((old, at) => (at === i ? value : old)))} />
          ))}
        </div>
      </Form>
    </Dialog>
  );
}
