// SPDX-License-Identifier: GPL-3.0-or-later
//
// What else one does with a meeting besides its steps: make another after it,
// keep it as a template, take away what was said before it, and what the page
// puts there. Nothing to do, no menu.
import { toChildArray, type ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Copy, Ellipsis, FileText, LayoutTemplate } from 'lucide-preact';
import { api, ask, ifMatch, SendKey } from '../api';
import { t } from '../i18n';
import { Dialog } from '../parts/dialog';
import { Form, SelectField, TextField } from '../parts/form';
import { useLoad } from '../parts/load';
import { toast } from '../parts/toast';
import { roles } from '../session';
import type { Meeting } from './data';
import { templateList } from './template-data';
import './template.css';

/** With some air beside it. */
const MENU_WIDTH = 290;

function SaveTemplate({ meeting, onClose }: { meeting: Meeting; onClose: () => void }) {
  const words = t().template;
  const [name, setName] = useState(meeting.title.slice(0, 200));
  const [into, setInto] = useState('');
  const [chair, setChair] = useState<'person' | 'position'>('person');
  const [key] = useState(() => new SendKey());
  const { data } = useLoad(templateList, []);
  const mine = data?.items.filter((one) => one.may_edit) ?? [];
  const over = mine.find((one) => one.id === into);
  return (
    <Dialog title={words.saveTitle} onClose={onClose}>
      <Form
        submit={t().common.save}
        onCancel={onClose}
        onSubmit={async () => {
          const body = { name, meeting_id: meeting.id, ...(meeting.chair && { chair }) };
          if (over) {
            const params = { path: { template: over.id }, header: ifMatch(over.edit_version) };
            await ask(api.PATCH('/api/meeting-templates/{template}', { params, body: { ...body, active: true } }));
          } else await ask(api.POST('/api/meeting-templates', { body, headers: key.for(body) }));
          toast(words.saved);
          onClose();
        }}
      >
        <p class="muted">{words.saveText}</p>
        {mine.length > 0 && (
          <SelectField
            name="into"
            label={words.into}
            value={into}
            onValue={(id) => {
              setInto(id);
              setName(mine.find((one) => one.id === id)?.name ?? meeting.title.slice(0, 200));
            }}
            options={mine.map((one) => ({ value: one.id, label: words.overwrite(one.name) }))}
            empty={words.intoNew}
          />
        )}
        <TextField name="name" label={words.name} required maxLength={200} value={name} onValue={setName} />
        {meeting.chair && (
          <SelectField
            name="chair"
            label={words.chairBy}
            value={chair}
            onValue={(by) => setChair(by === 'position' ? 'position' : 'person')}
            options={(['person', 'position'] as const).map((by) => ({ value: by, label: words.chairs[by] }))}
          />
        )}
      </Form>
    </Dialog>
  );
}

export function MoreMenu({ meeting, children }: { meeting: Meeting; children?: ComponentChildren }) {
  const [open, setOpen] = useState(false);
  // To the side where there is room: the button stands left or right as the page's head breaks.
  const [right, setRight] = useState(false);
  const [saving, setSaving] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const words = t().template;
  useEffect(() => {
    if (!open) return;
    const outside = (event: Event) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [open]);
  const again = roles.value.has('secretary') || roles.value.has('leader');
  const prepares = ['chair', 'secretary', 'author'].includes(meeting.my_role);
  if (!again && !prepares && toChildArray(children).length === 0) return null;
  return (
    <div
      class="more-menu"
      ref={root}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return;
        setOpen(false);
        root.current?.querySelector('button')?.focus();
      }}
    >
      <button
        type="button"
        class="icon-button more-button"
        aria-expanded={open}
        aria-label={words.more}
        title={words.more}
        onClick={(event) => {
          setRight(event.currentTarget.getBoundingClientRect().left + MENU_WIDTH < innerWidth);
          setOpen(!open);
        }}
      >
        <Ellipsis size={22} aria-hidden="true" />
      </button>
      {open && (
        <div class={right ? 'menu menu-right' : 'menu'}>
          {prepares && (
            <a class="menu-item" href={`/api/meetings/${meeting.id}/comments/file`} target="_blank" rel="noopener" onClick={() => setOpen(false)}>
              <FileText size={20} aria-hidden="true" />
              {t().talk.file}
            </a>
          )}
          {again && (
            <>
              <a class="menu-item" href={`/meetings/new?meeting=${meeting.id}`}>
                <Copy size={20} aria-hidden="true" />
                {words.copy}
              </a>
              <button
                type="button"
                class="menu-item"
                onClick={() => {
                  setOpen(false);
                  setSaving(true);
                }}
              >
                <LayoutTemplate size={20} aria-hidden="true" />
                {words.save}
              </button>
            </>
          )}
          {children}
        </div>
      )}
      {saving && <SaveTemplate meeting={meeting} onClose={() => setSaving(false)} />}
    </div>
  );
}
