// host.service: does every service run, watched over, without falling over again and again?
import { ok, warn } from '../../components/findings.js';
import type { Check, Finding } from '../../model/check.js';
import type { HostFacts, ServiceFacts } from '../../model/facts.js';
import type { Placed } from '../../model/resolved.js';

export const hostService: Check<'facts'> = {
  id: 'host.service',
  title: 'Services run',
  needs: ['facts'],
  of: 'hosts',
  slow: false,
  limits: { recentMinutes: 15 },
  explain:
    'The JVM of each component runs on each of its hosts, is not frozen, is watched over by its supervisor, and was not restarted by it ' +
    'within the last recentMinutes. A service that is off is a warning here; what that costs the clients is said by the other checks.',
  judge: ({ facts }, _want, placed, limits) =>
    placed.flatMap((one) => {
      const host = facts.get(one.instance.host.name);
      return host === undefined ? [] : [judgeService(one, host, (limits['recentMinutes'] ?? 0) * 60_000)];
    }),
};

function judgeService({ instance, layout }: Placed, host: HostFacts, recentMs: number): Finding {
  const { component } = instance;
  const target = `${host.host}/${component}`;
  const only = `${component} --limit ${host.host}`;
  const service = host.services[component];
  const logs = `See "fams-ops logs ${only}"`;
  if (service === undefined || service.state === 'absent') return warn(target, 'absent', 'is not installed', 'Run "fams-ops provision".');
  if (service.state === 'failed') {
    const why = service.failure === null ? '' : `: ${service.failure.trim()}`;
    return warn(target, 'failed', `its supervisor gave up${why}`, `${logs}, put that right, then "fams-ops start ${only}".`);
  }
  if (service.state === 'stopped') return warn(target, 'stopped', 'is stopped', `Start it: "fams-ops start ${only}".`);
  const running = (message: string, fix: string): Finding => warn(target, 'running', message, fix);
  const pid = String(service.pid ?? 'unknown');
  if (service.processState === 'T' || service.processState === 't')
    return running(`process ${pid} is frozen by a signal`, `Thaw it on ${host.host}: "kill -CONT ${pid}".`);
  if (service.supervisorPid === null)
    return running('runs, but nothing would start it again if it fell over', `Put it under its supervisor: "fams-ops restart ${only}".`);
  const restarts = restartedRecently(service, host, recentMs);
  if (restarts > 0)
    return running(
      `fell over and was started again (${String(restarts)} times), last at ${service.startedAt ?? 'an unknown time'}`,
      `${logs}: ${layout.service.logs[0] ?? ''}`,
    );
  return ok(target, 'running', `runs since ${service.startedAt ?? 'an unknown time'} as process ${pid}`);
}

/** Both times are of the host's own clock. A start at an unknown time counts as recent. */
function restartedRecently({ restarts, startedAt }: ServiceFacts, { clockMs }: HostFacts, recentMs: number): number {
  const started = startedAt === null ? clockMs : Date.parse(startedAt);
  return clockMs - started > recentMs ? 0 : restarts;
}
