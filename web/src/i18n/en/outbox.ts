// SPDX-License-Identifier: GPL-3.0-or-later
//
// Words of what was written and not yet sent. Only words.
import type { Words } from '../index';

export const outbox: Words['outbox'] = {
  waiting: 'Waiting to be sent',
  refused: 'Not taken by the server',
  none: 'Nothing waits to be sent.',
  notSent: 'not sent',
  thread: (page) => `Comment, page ${page}`,
  answer: 'Answer to a comment',
  removal: 'Deletion of a note',
  strokes: (n) => `${n} ${n === '1' ? 'stroke' : 'strokes'}`,
  wroteAt: (at) => `Written ${at}`,
  document: 'Document',
  open: 'Open the document',
  send: 'Send again',
  drop: 'Drop',
  dropTitle: 'Drop what was not sent?',
  dropText: 'The server does not have it; once dropped it cannot be brought back.',
  copy: 'Copy the words',
  copied: 'Words copied.',
  notCopied: 'The browser does not allow copying. Select and copy by hand.',
  changedThere: 'This note was changed on another device.',
  deletedThere: 'This note was deleted on another device.',
  mine: 'On this device',
  theirs: 'On the server',
  gone: 'Deleted',
  keepMine: 'Keep mine',
  keepTheirs: 'Keep the server’s',
  keepBoth: 'Keep both',
  noRight: 'You may no longer see this document, or it is not there any more.',
  noThread: 'This comment is not there any more, or you may no longer see it.',
  away: 'Offline. What you write is kept on this device and sent once you are back online.',
  awayActs: 'Offline: you can write and answer; this needs the server.',
  memory: 'The browser cannot keep anything on this device: what is not sent is lost when this page closes.',
  full: 'The device is full: this note is not kept yet. Free some space, and leave this page open until it is sent.',
};
