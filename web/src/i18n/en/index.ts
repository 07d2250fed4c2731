// SPDX-License-Identifier: GPL-3.0-or-later
//
// All English words, by area.
import type { Words } from '../index';
import { account } from './account';
import { agenda } from './agenda';
import { answer } from './answer';
import { calendar } from './calendar';
import { changes } from './changes';
import { chat } from './chat';
import { compare } from './compare';
import { conclusion } from './conclusion';
import { documents } from './documents';
import { takeAway } from './export';
import { feed } from './feed';
import { floor } from './floor';
import { follow } from './follow';
import { home } from './home';
import { invitation } from './invitation';
import { meetingPack } from './meeting-pack';
import { meeting } from './meeting';
import { meetings } from './meetings';
import { minutes } from './minutes';
import { news } from './news';
import { notes } from './notes';
import { notices } from './notices';
import { offline } from './offline';
import { outbox } from './outbox';
import { papers } from './papers';
import { catalogues, people } from './people';
import { problems } from './problems';
import { proposals } from './proposals';
import { reader } from './reader';
import { record } from './record';
import { reports } from './reports';
import { roll } from './roll';
import { room } from './room';
import { secret } from './secret';
import { seats } from './seats';
import { common, shell } from './shell';
import { steering } from './steering';
import { talk } from './talk';
import { tasks } from './tasks';
import { template } from './template';
import { units } from './units';
import { vote } from './vote';
import { wall } from './wall';

export const en: Words = {
  account,
  agenda,
  answer,
  calendar,
  catalogues,
  changes,
  chat,
  common,
  compare,
  conclusion,
  documents,
  feed,
  floor,
  follow,
  home,
  invitation,
  meeting,
  meetingPack,
  meetings,
  minutes,
  news,
  notes,
  notices,
  offline,
  outbox,
  papers,
  people,
  problems,
  proposals,
  reader,
  record,
  reports,
  roll,
  room,
  seats,
  secret,
  shell,
  export: takeAway,
  steering,
  talk,
  tasks,
  template,
  units,
  vote,
  wall,
};
