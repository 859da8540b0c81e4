// host.tools: are the commands there that every script on a host uses?
import { check } from '../../evidence/check.js';
import { facts } from '../../evidence/sources.js';
import { crit, ok } from '../../components/findings.js';
import { eachHost } from './hosts.js';

export const hostTools = check({
  id: 'host.tools',
  title: 'Shell and commands are there',
  phase: 'before',
  needs: { facts },
  limits: {},
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
});
