// SPDX-License-Identifier: GPL-3.0-or-later
//
// All English words, by area.
import type { Words } from '../index';
import { account } from './account';
import { meeting } from './meeting';
import { problems } from './problems';
import { reader } from './reader';
import { common, shell } from './shell';

export const en: Words = { shell, common, problems, account, reader, meeting };
