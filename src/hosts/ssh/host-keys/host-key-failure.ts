// A server whose host key is not the one on record: the words for it.
import { AppError } from '../../../errors/app-error.js';
import { hopLabel, recordedAs, type Hop } from '../route.js';
import { fingerprint, keyType, lookupName, type HostKeyVerdict, type KnownKey } from './known-hosts.js';
import { shortPath } from '../../paths.js';
import { notFollowed } from '../config/unfollowed.js';

interface ShownKey {
  readonly blob: Buffer;
  readonly verdict: HostKeyVerdict;
}

const shown = (blob: Buffer): string => `${keyType(blob)} ${fingerprint(blob)}`;

/** @param subject how the server is called in the sentence: `web1 (fams@10.0.0.1:22)` */
export function hostKeyFailure(host: string, subject: string, hop: Hop, { blob, verdict }: ShownKey, home: string): AppError {
  const place = (key: KnownKey): string => `${shortPath(key.file, home)}:${String(key.line)}`;
  const [first] = verdict.lines;
  const at = { host, ...(first !== undefined && { file: first.file, line: first.line }) };
  if (verdict.kind === 'revoked') {
    return new AppError('HOST_KEY_CHANGED', `${subject} shows a host key that is revoked: ${shown(blob)}`, {
      where: at,
      todo: ['Do not log in to it. Find out from its administrator why the key was revoked and which one is right.'],
    });
  }
  if (verdict.kind === 'changed') {
    const recorded = verdict.lines.map((key) => `${shown(key.blob)} (${place(key)})`).join(', ');
    return new AppError(
      'HOST_KEY_CHANGED',
      `${subject} shows another host key than the one on record. On record: ${recorded}. Shown now: ${shown(blob)}`,
      {
        where: at,
        todo: [
          'Find out why: the machine was set up anew, or somebody stands in between.',
          `Only when you know that the new key is right: ssh-keygen -R '${lookupName(recordedAs(hop).host, recordedAs(hop).port)}'${first === undefined ? '' : ` -f ${shortPath(first.file, home)}`}, then log in once with ssh.`,
        ],
      },
    );
  }
  const file = hop.knownHostsFiles[0] ?? '~/.ssh/known_hosts';
  const authority =
    verdict.authority === undefined
      ? []
      : [`${place(verdict.authority)} names a certificate authority for it; fams-ops cannot check certificates and needs the plain key.`];
  return new AppError('HOST_KEY_UNKNOWN', `The host key of ${subject} is not on record: ${shown(blob)}`, {
    where: { host, file },
    todo: [
      ...notFollowed(hop, 'host-key'),
      ...(hop.proxyCommand === null
        ? []
        : [`The key is looked up as ${recordedAs(hop).host}; HostKeyAlias beside the ProxyCommand names another record.`]),
      ...authority,
      `Compare it on the machine itself (ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub), then log in once by hand: ssh ${loginWords(hop)}`,
      'Or, where nobody can stand in between: knownHosts: accept-new under ssh: in the inventory.',
    ],
  });
}

/** For the messages of this file and others: what a person would type after `ssh`. */
export function loginWords(hop: Hop): string {
  return hop.port === 22 ? `${hop.user}@${hop.name}` : `-p ${String(hop.port)} ${hop.user}@${hop.name}`;
}

/** `web1 (fams@10.0.0.1:22)`, or `the jump host fams@b:22`. */
export function subjectOf(host: string, hop: Hop): string {
  const label = hop.proxyCommand === null ? hopLabel(hop) : `${hopLabel(hop)} by the ProxyCommand of ${hop.proxyCommand.place}`;
  return hop.isJump ? `the jump host ${label}` : `${host} (${label})`;
}
