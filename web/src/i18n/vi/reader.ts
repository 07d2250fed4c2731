// SPDX-License-Identifier: GPL-3.0-or-later
//
// Words of the reader pages. Only words.
export const reader = {};
