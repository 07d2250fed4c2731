// SPDX-License-Identifier: GPL-3.0-or-later
//
// Words of what is said of an agenda item before the meeting. Only words.
import type { Words } from '../index';

export const talk: Words['talk'] = {
  open: (n: number) => (n === 0 ? 'Comment' : `Comments (${n})`),
  file: 'Export comments (PDF)',
  openOf: (item: string) => `Comments on item ${item}`,
  ofItem: (item: string) => `item ${item}`,
  kind: { comment: 'Comment', question: 'Question' },
  kindLabel: 'Send as',
  audience: { all: 'Everybody in the meeting', preparers: 'Only chair and secretaries' },
  audienceLabel: 'Readers',
  onlyPreparers: 'Read by chair and secretaries only',
  none: 'No comments yet.',
  write: 'Your words',
  send: 'Send',
  edited: 'edited',
  takenBack: 'These words were taken back.',
  change: 'Change',
  takeBack: 'Take back',
  takeBackTitle: 'Take these words back?',
  takeBackText: 'Others will see that they were taken back.',
  note: 'Private note',
  noteHint: 'Only you can read it.',
  noteSaving: 'Saving…',
  noteSaved: 'Saved',
  noteFailed: 'The server does not take this note.',
  noteHeld: 'Kept on this device, sent when the network is back.',
};
