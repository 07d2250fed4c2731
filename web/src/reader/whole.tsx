// SPDX-License-Identifier: GPL-3.0-or-later
//
// What stands where the paper would, when a version has no pages to show: why,
// and the file itself to take away.
import { Download, FileX } from 'lucide-preact';
import type { Problem, Schemas } from '../api';
import { fmtBytes, t } from '../i18n';
import { holder } from '../offline/holder';
import { slugText } from '../parts/problem';
import { Empty } from '../parts/states';

interface WholeProps {
  version: Schemas['Version'] | null;
  address: string;
  problem: Problem;
  retry: () => void;
}

export function Whole({ version, address, problem, retry }: WholeProps) {
  const office = problem.slug === 'no-pages';
  // No answer of the server, and none in the tablet's copy either.
  const notKept = problem.slug === 'offline' && holder.value !== null;
  const about = notKept ? t().offline.notKeptText : version ? t().reader.noPagesText(version.filename, fmtBytes(version.bytes)) : '';
  return (
    <div class="reader-whole" role="alert">
      <Empty title={office ? t().reader.noPages : notKept ? t().offline.notKept : slugText(problem.slug)} text={about} icon={<FileX size={28} aria-hidden="true" />}>
        {version && (
          <a class="button primary" href={address} download={version.filename}>
            <Download size={20} aria-hidden="true" />
            {t().reader.original}
          </a>
        )}
        {!office && (
          <button type="button" class="button" onClick={retry}>
            {t().common.retry}
          </button>
        )}
      </Empty>
    </div>
  );
}
