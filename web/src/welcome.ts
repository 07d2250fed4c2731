// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the server says of itself to anybody: the organisation, its zone, how
// large a file may be, the sample accounts where there are any. Asked once.
import { signal } from '@preact/signals';
import { api, ask, type Schemas } from './api';
import { zone } from './i18n';

export const welcome = signal<Schemas['Welcome'] | null>(null);
let asked: Promise<void> | null = null;

export function welcomeLoad(): Promise<void> {
  asked ??= ask(api.GET('/api/welcome'))
    .then((found) => {
      welcome.value = found;
      zone.value = found.zone;
    })
    .catch(() => {
      asked = null;
    });
  return asked;
}
