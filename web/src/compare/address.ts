// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where two versions are compared: the older first, whichever was named first.
export const compareAddress = (document: string, a: number, b: number) => `/documents/${document}/compare/${Math.min(a, b)}/${Math.max(a, b)}`;
