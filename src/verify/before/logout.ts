// host.logout: do services live on when the login that started them ends?
import { check } from '../../evidence/check.js';
import { facts } from '../../evidence/sources.js';
import { limits } from './sources.js';
import { crit, ok, warn } from '../../components/findings.js';
import type { Finding } from '../../model/check.js';
import type { HostFacts } from '../../model/facts.js';
import type { HostLimits } from './host-limits.js';

export const hostLogout = check({
  id: 'host.logout',
  title: 'Services outlive the login',
  phase: 'before',
  needs: { facts, limits },
  limits: {},
  explain:
    'With KillUserProcesses=yes systemd-logind ends everything that a login leaves behind, also what runs in a session of its own: the ' +
    "services would die seconds after provision ended. For a user who lingers, fams-ops starts them in that user's own service manager " +
    'instead, which logind leaves alone.',
  judge: ({ facts, limits }) =>
    [...facts.values()].flatMap((host) => {
      const known = limits.get(host.host);
      return known === undefined ? [] : [judgeLogout(host, known)];
    }),
});

function judgeLogout({ host, user }: HostFacts, { logout }: HostLimits): Finding {
  const fix = `On ${host}: "loginctl enable-linger ${user}" (as root; where that is allowed, as ${user}), then run the same command again.`;
  if (logout === null || logout.ends === 'no') return ok(host, null, 'nothing ends what a login leaves behind');
  if (logout.lingers) return ok(host, 'lingers', `${user} lingers: services outlive the login in a service manager of their own`);
  if (logout.ends === 'unknown')
    return warn(
      host,
      null,
      'whether systemd-logind ends what a login leaves behind (KillUserProcesses) could not be read',
      `See "loginctl show-session" and /etc/systemd/logind.conf on ${host}. To be sure: "loginctl enable-linger ${user}" there.`,
    );
  return crit(host, 'KillUserProcesses', `systemd-logind ends every process of ${user} at logout (KillUserProcesses=yes)`, fix);
}
