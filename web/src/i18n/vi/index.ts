// SPDX-License-Identifier: GPL-3.0-or-later
//
// Vietnamese words, by area, of the frame and of the reader: what must be here before a paper
// shows. The other areas are in later.ts; together they are the type that English satisfies.
import { account } from './account';
import { compare } from './compare';
import { takeAway } from './export';
import { home } from './home';
import { invitation } from './invitation';
import { meeting } from './meeting';
import { news } from './news';
import { notes } from './notes';
import { notices } from './notices';
import { offline } from './offline';
import { outbox } from './outbox';
import { problems } from './problems';
import { reader } from './reader';
import { reports } from './reports';
import { common, shell } from './shell';
import { tasks } from './tasks';

export const vi = {
  account,
  common,
  compare,
  home,
  invitation,
  meeting,
  news,
  notes,
  notices,
  offline,
  outbox,
  problems,
  reader,
  reports,
  shell,
  export: takeAway,
  tasks,
};
