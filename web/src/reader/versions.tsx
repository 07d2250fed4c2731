// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which version is open, the others that may be opened, and the files of this
// one to take away.
import { Check, Download, GitCompareArrows } from 'lucide-preact';
import { api, ask, type Schemas } from '../api';
import { fmtBytes, fmtDateTime, t } from '../i18n';
import { compareAddress } from '../compare/address';
import { useLoad } from '../parts/load';
import { Failure, Skeleton } from '../parts/states';
import { TakeAway } from './take-away';

interface VersionsProps {
  document: string;
  version: Schemas['Version'] | null;
  secret: boolean;
  /** Notes that wait to be sent. */
  unsent: number;
  /** The address of another version, with the way back to a meeting kept. */
  addressOf: (version: number) => string;
}

export function Versions({ document, version, secret, unsent, addressOf }: VersionsProps) {
  const path = { document };
  const { data, problem, reload } = useLoad(
    () => ask(api.GET('/api/documents/{document}/versions', { params: { path } })),
    [document, version?.number],
  );
  if (problem) return <Failure problem={problem} retry={() => void reload()} />;
  if (!data) return <Skeleton lines={4} height={48} />;
  return (
    <div class="versions">
      <ol>
        {data.items.map((item, index) => {
          const open = item.number === version?.number;
          return (
            <li key={item.number}>
              <a href={addressOf(item.number)} aria-current={open ? 'page' : undefined}>
                <strong>
                  {t().reader.version(item.number)}
                  {index === 0 && <span class="muted"> ({t().reader.newest})</span>}
                </strong>
                {open && <Check size={18} aria-hidden="true" />}
                <span class="muted">{t().reader.versionBy(item.author.full_name, fmtDateTime(item.created_at))}</span>
                {item.note && <span>{item.note}</span>}
              </a>
              {version && !open && (
                <a class="compare-link" href={compareAddress(document, item.number, version.number)}>
                  <GitCompareArrows size={18} aria-hidden="true" />
                  {t().compare.compareWith(version.number)}
                </a>
              )}
            </li>
          );
        })}
      </ol>
      {version && (
        <>
          <TakeAway {...{ document, version, secret, unsent }} />
          {version.attachments.length > 0 && <h3>{t().reader.attachments}</h3>}
          {version.attachments.map((file) => (
            <a
              key={file.number}
              class="file-row"
              href={`/api/documents/${document}/versions/${version.number}/attachments/${file.number}/file`}
              download={file.filename}
            >
              <Download size={18} aria-hidden="true" />
              <span>{file.filename}</span>
              <span class="muted">{fmtBytes(file.bytes)}</span>
            </a>
          ))}
        </>
      )}
    </div>
  );
}
