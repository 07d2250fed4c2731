// SPDX-License-Identifier: GPL-3.0-or-later
//
// All Vietnamese words, by area. What is here is the type that English satisfies.
import { account } from './account';
import { answer } from './answer';
import { changes } from './changes';
import { compare } from './compare';
import { documents } from './documents';
import { takeAway } from './export';
import { home } from './home';
import { meeting } from './meeting';
import { meetingPack } from './meeting-pack';
import { news } from './news';
import { notes } from './notes';
import { offline } from './offline';
import { outbox } from './outbox';
import { papers } from './papers';
import { catalogues, people } from './people';
import { problems } from './problems';
import { reader } from './reader';
import { common, shell } from './shell';
import { talk } from './talk';
import { units } from './units';

export const vi = { shell, common, problems, account, answer, changes, documents, home, people, catalogues, units, reader, meeting, news, notes, offline, outbox, papers, meetingPack, talk, compare, export: takeAway };
