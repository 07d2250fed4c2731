// SPDX-License-Identifier: GPL-3.0-or-later
//
// A problem in a person's words.
import { asProblem } from '../api';
import { t } from '../i18n';

export function slugText(slug: string): string {
  const words: Record<string, string> = t().problems;
  return words[slug] ?? t().problems.internal;
}

export function problemText(error: unknown): string {
  return slugText(asProblem(error).slug);
}
