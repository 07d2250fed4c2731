// SPDX-License-Identifier: GPL-3.0-or-later
//
// Words of copies to take away. Only words.
import type { Words } from '../index';

export const takeAway: Words['export'] = {
  title: 'Take away',
  original: 'Original file',
  withNotes: 'PDF with notes',
  burnt: 'Drawn into the pages',
  burntText: 'Shown by any program. What the notes say is listed on the last page.',
  burntSecretText: 'What the notes say is listed on the last page. Every page bears your name and the time.',
  annotations: 'As PDF annotations',
  annotationsText: 'Can be read, answered and deleted in a PDF program. The original file and its digital signatures stay as they are.',
  print: 'Print',
  printText: 'Opens in a new tab, without notes. Every page bears your name and the time.',
  secret: 'Secret document: every copy bears the name of who took it and the time on each page, and is written to the audit log. The original file is not given.',
  unsent: (n: number) => (n === 1 ? '1 note has not reached the server and is not in this copy.' : `${n} notes have not reached the server and are not in this copy.`),
  making: 'Making the PDF…',
  makingText: 'A file of many pages may take up to a minute and a half.',
  fetching: (percent: number) => `Downloading: ${percent}%`,
  stop: 'Stop',
  saved: (name: string) => `Saved on this device: ${name}`,
  problems: {
    busy: 'The server is making another copy. Please try again in a few minutes.',
    'pdf-encrypted': 'The file is locked with a password, so no annotations can be added. Choose “Drawn into the pages”, or take the original.',
    'pdf-damaged': 'The PDF is damaged and this copy cannot be made. Take the original.',
    'page-too-costly': 'The file is too heavy or has too many notes for this copy. Take the original.',
    'page-crashed': 'The PDF is faulty and this copy cannot be made. Take the original.',
  },
};
