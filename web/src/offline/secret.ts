// SPDX-License-Identifier: GPL-3.0-or-later
//
// What an answer holds of secret documents is not kept with it (B13): lists
// lose their rows. Their pages are never asked for to be kept.
const LIST = /^\/api\/documents\?/;

/** The answer as it may lie on the tablet. */
export function withoutSecret(path: string, body: string): string {
  if (!LIST.test(path)) return body;
  const list = JSON.parse(body) as { items?: { secrecy?: string | null }[] };
  if (!list.items?.some((row) => row.secrecy)) return body;
  return JSON.stringify({ ...list, items: list.items.filter((row) => !row.secrecy) });
}
