// SPDX-License-Identifier: GPL-3.0-or-later
//
// Vietnamese words of the pages that are fetched when they are opened, by area.
import { agenda } from './agenda';
import { answer } from './answer';
import { calendar } from './calendar';
import { changes } from './changes';
import { chat } from './chat';
import { conclusion } from './conclusion';
import { documents } from './documents';
import { feed } from './feed';
import { floor } from './floor';
import { follow } from './follow';
import { meetingPack } from './meeting-pack';
import { meetings } from './meetings';
import { minutes } from './minutes';
import { papers } from './papers';
import { catalogues, people } from './people';
import { proposals } from './proposals';
import { record } from './record';
import { roll } from './roll';
import { room } from './room';
import { secret } from './secret';
import { seats } from './seats';
import { steering } from './steering';
import { talk } from './talk';
import { template } from './template';
import { units } from './units';
import { vote } from './vote';
import { wall } from './wall';

export const later = {
  agenda,
  answer,
  calendar,
  catalogues,
  changes,
  chat,
  conclusion,
  documents,
  feed,
  floor,
  follow,
  meetingPack,
  meetings,
  minutes,
  papers,
  people,
  proposals,
  record,
  roll,
  room,
  seats,
  secret,
  steering,
  talk,
  template,
  units,
  vote,
  wall,
};
