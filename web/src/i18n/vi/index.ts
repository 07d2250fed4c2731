// SPDX-License-Identifier: GPL-3.0-or-later
//
// All Vietnamese words, by area. What is here is the type that English satisfies.
import { account } from './account';
import { meeting } from './meeting';
import { problems } from './problems';
import { reader } from './reader';
import { common, shell } from './shell';

export const vi = { shell, common, problems, account, reader, meeting };
