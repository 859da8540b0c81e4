// host.tools: are the commands there that every script on a host uses?
import { crit, ok } from '../../components/findings.js';
import type { PreflightCheck } from './check.js';
import { eachHost } from './hosts.js';

export const hostTools: PreflightCheck<'facts'> = {
  id: 'host.tools',
  title: 'Shell and commands are there',
  needs: ['facts'],
  explain: 'Scripts run in /bin/sh and use coreutils (or busybox), tar and gzip; nothing else is needed on a host, and no root.',
  judge: ({ facts }, want) =>
    eachHost(facts, want, ({ host, missingTools }) => [
      missingTools.length > 0
        ? crit(
            host,
            missingTools.length,
            `needed commands are missing: ${missingTools.join(', ')}`,
            `Install coreutils, tar and gzip on ${host}.`,
          )
        : ok(host, 0, 'all needed commands are there'),
    ]),
};
