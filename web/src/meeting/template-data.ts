// SPDX-License-Identifier: GPL-3.0-or-later
//
// Templates, series and the rules of meeting types as the server has them, and
// what it said of meetings just made, until the first of them is looked at.
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { api, ask, type Schemas } from '../api';

export type TemplateRow = Schemas['TemplateRow'];
export type Series = Schemas['Series'];
export type Every = NonNullable<Series['every']>;
export type Made = Schemas['MadeMeetings'];
export type TypeRules = Schemas['MeetingTypeRules'];

export const EVERY: readonly Every[] = ['week', 'two_weeks', 'month_same_day', 'month_same_weekday'];

export const templateList = () => ask(api.GET('/api/meeting-templates'));
export const seriesLoad = (meeting: string) => ask(api.GET('/api/meetings/{meeting}/series', { params: { path: { meeting } } }));
export const rulesLoad = (entry: string) => ask(api.GET('/api/meeting-types/{entry}/rules', { params: { path: { entry } } }));

/** Of the meetings made last on this page. */
export const lastMade = signal<Made | null>(null);

const rules = signal<Readonly<Record<string, TypeRules>>>({});
/** What the type of a meeting says of substitutes; null while it is not known, or where there is no type. */
export function useTypeRules(type: string | null): TypeRules | null {
  useEffect(() => {
    if (type) void rulesLoad(type).then((found) => (rules.value = { ...rules.value, [type]: found }), () => undefined);
  }, [type]);
  return (type && rules.value[type]) || null;
}
