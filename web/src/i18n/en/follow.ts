// SPDX-License-Identifier: GPL-3.0-or-later
import type { Words } from '../index';

export const follow: Words['follow'] = {
  title: 'Follow the presenter',
  present: 'Present',
  presentPaper: (name) => `Present ${name}`,
  presenting: 'You are presenting',
  presents: (name) => `${name} is presenting`,
  presentsPage: (name, page) => `${name} is presenting page ${page}`,
  stop: 'Stop presenting',
  pointer: 'Pointer',
  pointerHint: 'Touch or move over the page to point; switch the pointer off to scroll.',
  leave: 'Look elsewhere',
  join: 'Follow',
  followers: (n) => `${n} following`,
  pointed: "The presenter's pointer",
  nobody: 'Nobody is presenting.',
  how: 'Open a paper and choose Present: page, place, pointer and ink appear for those who follow. Private notes do not.',
  let: 'Who may present',
  letText: 'Chair, secretaries and the presenter of the current item always may.',
  letNamed: (name) => `Let ${name} present`,
  taken: 'Somebody else is presenting now.',
};
