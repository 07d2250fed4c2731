// SPDX-License-Identifier: GPL-3.0-or-later
//
// Words of the meeting pages. Only words.
import type { Words } from '../index';

export const meeting: Words['meeting'] = {};
