// host.logs: did a running service write what no healthy one writes?
import { count, ok, unknown, warn } from '../../components/findings.js';
import { check } from '../../evidence/check.js';
import { facts } from '../../evidence/sources.js';
import type { Finding } from '../../model/check.js';
import type { Complaints } from '../../model/observed.js';
import { traces } from '../sources.js';

export const hostLogs = check({
  id: 'host.logs',
  title: 'Logs hold no cry for help',
  phase: 'running',
  needs: { facts, traces },
  limits: {},
  explain:
    'Lines that no healthy service writes (FATAL, OutOfMemoryError, No space left on device, Too many open files, Halting, a thread ' +
    'that died) near the end of the log of each service that runs, since its process was started. A warning, with the newest one: ' +
    'some limp on after it with a part of them dead.',
  judge: ({ facts, traces }, _want, placed) =>
    placed.flatMap(({ instance }) => {
      const { component, host } = instance;
      const seen = traces.get(host.name);
      const service = facts.get(host.name)?.services[component];
      return seen === undefined || service === undefined
        ? []
        : [judgeLog(`${host.name}/${component}`, seen.complaints[component], host.name)];
    }),
});

function judgeLog(target: string, complaints: Complaints | undefined, host: string): Finding {
  const component = target.slice(target.indexOf('/') + 1);
  if (complaints === undefined) return ok(target, null, 'does not run; what it wrote before is told by "fams-ops logs"');
  const { log, readable, count: lines, newest } = complaints;
  if (!readable) return unknown(target, `${log} is not there or cannot be read`, `See "ls -l ${log}" on ${host}.`);
  if (lines === 0) return ok(target, 0, 'nothing of weight in its log since it was started');
  return warn(
    target,
    lines,
    `${count(lines, 'line')} of weight since it was started, the newest: ${newest ?? ''}`,
    `See "fams-ops logs ${component} --limit ${host}" (${log}); once the cause is gone, "fams-ops restart ${component} --limit ${host}".`,
  );
}
