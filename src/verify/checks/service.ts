// host.service: does every service run, watched over, without falling over again and again?
import { count, ok, warn } from '../../components/findings.js';
import { bringsUp } from '../../components/specs.js';
import { check } from '../../evidence/check.js';
import { facts } from '../../evidence/sources.js';
import type { Finding } from '../../model/check.js';
import type { HostFacts, ServiceFacts } from '../../model/facts.js';
import type { Placed } from '../../model/resolved.js';

const LIMITS = { recentMinutes: 15, warnRestarts: 2, steadySeconds: 30 };

export const hostService = check({
  id: 'host.service',
  title: 'Services run',
  phase: 'running',
  needs: { facts },
  limits: LIMITS,
  explain:
    'The JVM of each component runs on each of its hosts, is not frozen, and is watched over by its supervisor. A service that fell over ' +
    'is a warning for steadySeconds after its supervisor started it again, and for recentMinutes where that happened warnRestarts times. ' +
    'One that its supervisor is about to start, or that waits for something before it starts, does not run. A service that is off is a ' +
    'warning here; what that costs the clients is said by the other checks.',
  judge: ({ facts }, _want, placed, limits) =>
    placed.flatMap((one) => {
      const host = facts.get(one.instance.host.name);
      return host === undefined ? [] : [judgeService(one, host, limits)];
    }),
});

function judgeService({ instance, layout }: Placed, host: HostFacts, limits: typeof LIMITS): Finding {
  const { component } = instance;
  const target = `${host.host}/${component}`;
  const only = `${component} --limit ${host.host}`;
  const service = host.services[component];
  const logs = `See "fams-ops logs ${only}"`;
  if (service === undefined || service.state === 'absent')
    return warn(target, 'absent', 'is not installed', `Run "fams-ops ${bringsUp(component)}".`);
  if (service.state === 'failed') {
    const why = service.failure === null ? '' : `: ${service.failure.trim()}`;
    return warn(target, 'failed', `its supervisor gave up${why}`, `${logs}, put that right, then "fams-ops start ${only}".`);
  }
  if (service.state === 'stopped') return warn(target, 'stopped', 'is stopped', `Start it: "fams-ops start ${only}".`);
  if (service.state === 'starting') {
    const restarts = service.restarts === 0 ? '' : `, after ${count(service.restarts, 'restart')}`;
    return warn(
      target,
      'starting',
      `does not run yet${restarts}: ${service.failure ?? 'its supervisor is about to start it'}`,
      `${logs}, put right what it says; "fams-ops start ${only}" starts it without a pause.`,
    );
  }
  const running = (message: string, fix: string): Finding => warn(target, 'running', message, fix);
  const pid = String(service.pid ?? 'unknown');
  if (service.processState === 'T' || service.processState === 't')
    return running(`process ${pid} is frozen by a signal`, `Thaw it on ${host.host}: "kill -CONT ${pid}".`);
  if (service.supervisorPid === null)
    return running('runs, but nothing would start it again if it fell over', `Put it under its supervisor: "fams-ops restart ${only}".`);
  const since = `runs since ${service.startedAt ?? 'an unknown time'} as process ${pid}`;
  if (service.restarts === 0) return ok(target, 'running', since);
  const times = `started again ${count(service.restarts, 'time')} by its supervisor`;
  if (unsteady(service, host, limits))
    return running(
      `fell over and was ${times}, last at ${service.startedAt ?? 'an unknown time'}`,
      `${logs} for the reason (${layout.service.logs[0] ?? ''}); "fams-ops restart ${only}" begins the count anew.`,
    );
  return ok(target, 'running', `${since}; before that it fell over and was ${times}`);
}

/** Both times are of the host's own clock. A start at an unknown time counts as recent. */
function unsteady({ restarts, startedAt }: ServiceFacts, { clockMs }: HostFacts, limits: typeof LIMITS): boolean {
  const livedSeconds = startedAt === null ? 0 : (clockMs - Date.parse(startedAt)) / 1000;
  const often = restarts >= limits.warnRestarts && livedSeconds <= limits.recentMinutes * 60;
  return often || livedSeconds <= limits.steadySeconds;
}
