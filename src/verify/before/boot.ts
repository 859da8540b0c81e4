// host.boot: do services come back after a reboot?
import { check } from '../../evidence/check.js';
import { limits } from './sources.js';
import { advice, ok } from '../../components/findings.js';
import type { Finding } from '../../model/check.js';
import type { Host } from '../../model/cluster.js';
import type { HostLimits } from './host-limits.js';

export const hostBoot = check({
  id: 'host.boot',
  title: 'Services come back after a reboot',
  phase: 'before',
  needs: { limits },
  limits: {},
  explain:
    "Services come back by @reboot lines in the user's crontab. Without crontab, or without a cron daemon that runs, they stay off after a " +
    'reboot until fams-ops start: the cluster works without it, so this is said and is no warning. Services of connection: local are never ' +
    'put there.',
  judge: ({ limits }, { cluster }) =>
    cluster.hosts.flatMap((host) => {
      const known = limits.get(host.name);
      return known === undefined ? [] : [judgeBoot(host, known)];
    }),
});

function judgeBoot({ name, connection, ssh }: Host, { crontab, cronRuns }: HostLimits): Finding {
  if (connection === 'local') return ok(name, null, 'connection: local, its services are not to come back by themselves');
  const off = 'services stay off after a reboot';
  const after = `Else run fams-ops start after each reboot of ${name}.`;
  if (crontab === 'absent')
    return advice(name, crontab, `there is no crontab: ${off}`, `Install cron on ${name}, then provision again. ${after}`);
  if (crontab === 'refused')
    return advice(
      name,
      crontab,
      `${ssh.user} may not have a crontab: ${off}`,
      `Allow it in /etc/cron.allow or /etc/cron.deny on ${name}, then provision again. ${after}`,
    );
  if (!cronRuns) return advice(name, crontab, `no cron daemon was seen to run: ${off}`, `Start and enable cron on ${name}. ${after}`);
  return ok(name, crontab, 'the crontab brings services back after a reboot');
}
