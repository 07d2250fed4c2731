// SPDX-License-Identifier: GPL-3.0-or-later
//
// Words of the reader pages. Only words.
import type { Words } from '../index';

export const reader: Words['reader'] = {};
