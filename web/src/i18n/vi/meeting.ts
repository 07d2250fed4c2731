// SPDX-License-Identifier: GPL-3.0-or-later
//
// Words of the meeting pages. Only words.
export const meeting = {};
