// host.file-limit: how many files may one process of this user hold open?
import { check } from '../../evidence/check.js';
import { limits } from './sources.js';
import { crit, ok, warn } from '../../components/findings.js';
import type { Finding } from '../../model/check.js';
import type { HostName } from '../../model/cluster.js';
import type { HostLimits } from './host-limits.js';

const CRIT = 4096;
const WARN = 16_384;

export const hostFileLimit = check({
  id: 'host.file-limit',
  title: 'Enough open files are allowed',
  phase: 'before',
  needs: { limits },
  limits: {},
  explain:
    'A broker holds two open files for each log segment and one for each connection; at its limit it refuses clients and may halt. The ' +
    'services raise their soft limit up to the hard one, so it is the hard limit of the login that counts.',
  judge: ({ limits }) => [...limits].map(([host, one]) => judgeLimit(host, one)),
});

function judgeLimit(host: HostName, { openFiles }: HostLimits): Finding {
  const fix = `Raise it in /etc/security/limits.conf on ${host} ("<user> hard nofile 100000"), and log in anew.`;
  if (openFiles === null) return warn(host, null, 'the limit of open files could not be read', `See "ulimit -Hn" on ${host}.`);
  if (openFiles === Infinity) return ok(host, null, 'a process may hold any number of files open');
  const message = `a process may hold ${String(openFiles)} files open`;
  if (openFiles < CRIT) return crit(host, openFiles, `${message}, at least ${String(CRIT)} are needed`, fix);
  return openFiles < WARN ? warn(host, openFiles, `${message}, few for a broker`, fix) : ok(host, openFiles, message);
}
