// host.open-files: a JVM that runs out of file descriptors stops serving without dying.
import { crit, ok, unknown, warn } from '../../components/findings.js';
import { check } from '../../evidence/check.js';
import { facts } from '../../evidence/sources.js';

export const hostOpenFiles = check({
  id: 'host.open-files',
  title: 'Services have file descriptors left',
  phase: 'running',
  needs: { facts },
  limits: { warnPercent: 80, critPercent: 95 },
  explain:
    'A broker holds a few open files for each segment of each partition, and one for each connection. At its limit it refuses clients and ' +
    'may halt. The limit is that of the running process.',
  judge: ({ facts }, _want, placed, limits) =>
    placed.flatMap(({ instance }) => {
      const name = instance.host.name;
      const service = facts.get(name)?.services[instance.component];
      const target = `${name}/${instance.component}`;
      if (service === undefined) return [];
      const { openFiles, openFilesLimit, state } = service;
      if (state !== 'running') return [ok(target, null, 'does not run, so it holds no files')];
      const fix = `Raise "ulimit -n" for the user on ${name}, then "fams-ops restart ${instance.component} --limit ${name}".`;
      if (openFiles === null || openFilesLimit === null)
        return [unknown(target, 'its number of open files could not be read', `See /proc/${String(service.pid)}/limits on ${name}.`)];
      const percent = Math.round((openFiles / openFilesLimit) * 100);
      const message = `${String(openFiles)} of ${String(openFilesLimit)} files open (${String(percent)} %)`;
      if (percent >= limits.critPercent) return [crit(target, percent, message, fix)];
      return [percent >= limits.warnPercent ? warn(target, percent, message, fix) : ok(target, percent, message)];
    }),
});
