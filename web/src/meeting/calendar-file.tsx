// SPDX-License-Identifier: GPL-3.0-or-later
//
// A meeting into the reader's own calendar: a link to its iCalendar file.
import { CalendarPlus } from 'lucide-preact';
import { language, t } from '../i18n';
import '../parts/feed.css';

export const CalendarFile = ({ meeting }: { meeting: string }) => (
  <a class="button calendar-file" href={`/api/meetings/${meeting}/calendar.ics?language=${language.value}`} download>
    <CalendarPlus size={20} aria-hidden="true" />
    {t().feed.file}
  </a>
);
