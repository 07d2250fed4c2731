// SPDX-License-Identifier: GPL-3.0-or-later
//
// Words of the chat beside a meeting. Only words.
import type { Words } from '../index';

export const chat: Words['chat'] = {
  title: 'Chat',
  heading: 'Chat of the meeting',
  button: (n: number) => (n > 0 ? `Chat (${n})` : 'Chat'),
  isOpen: 'Open',
  isClosed: 'The chair has not opened the chat.',
  open: 'Open the chat',
  close: 'Close the chat',
  none: 'No messages yet.',
  write: 'Write to everybody in the meeting',
  send: 'Send',
  takeBack: 'Take back',
  takenBack: 'This message was taken back.',
  hide: 'Hide',
  show: 'Show again',
  hidden: 'The chair has hidden this message.',
  hiddenBy: (name: string) => `Hidden by ${name}`,
  onlyPresent: 'Only those who have checked in can write.',
  outsiders: 'Also read by those who are not in the circle of this restricted item.',
  tooFast: 'Please wait a moment before the next one.',
};
