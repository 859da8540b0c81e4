// host.java: does each service run on a Java that it can run on, and all on the same?
import { specOf } from '../../components/specs.js';
import { ok, unknown, warn } from '../../components/findings.js';
import type { ComponentName } from '../../model/cluster.js';
import type { Check, Finding } from '../../model/check.js';
import type { HostFacts, ServiceFacts } from '../../model/facts.js';
import type { Placed } from '../../model/resolved.js';

export const hostJava: Check<'facts'> = {
  id: 'host.java',
  title: 'Services run on a Java that fits',
  needs: ['facts'],
  of: 'hosts',
  slow: false,
  limits: {},
  explain:
    'The Java of the running process, seen through /proc, not the one that is found on the path. Older than the component needs, ' +
    'replaced under the process by an update, or another major version than on the other hosts is a warning: what holds on one host ' +
    'does not hold on the next.',
  judge: ({ facts }, _want, placed) => {
    const majors = commonMajors(facts, placed);
    return placed.flatMap((one) => {
      const { component, host } = one.instance;
      const service = facts.get(host.name)?.services[component];
      return service === undefined ? [] : [judgeService(one, service, majors.get(component))];
    });
  },
};

/** By component, the major version that most of its processes run on; of several as frequent ones, the newest. */
function commonMajors(facts: ReadonlyMap<string, HostFacts>, placed: readonly Placed[]): ReadonlyMap<string, number> {
  const majorsOf = (component: ComponentName): readonly number[] =>
    placed.flatMap(({ instance }) => {
      const major = facts.get(instance.host.name)?.services[component]?.runtime?.major;
      return instance.component === component && major !== undefined ? [major] : [];
    });
  return new Map(
    [...new Set(placed.map(({ instance }) => instance.component))].map((component) => {
      const majors = majorsOf(component);
      const times = (major: number): number => majors.filter((one) => one === major).length;
      return [component, majors.toSorted((a, b) => times(b) - times(a) || b - a)[0] ?? 0];
    }),
  );
}

function judgeService({ instance }: Placed, { state, pid, runtime }: ServiceFacts, common = 0): Finding {
  const { component, host } = instance;
  const target = `${host.name}/${component}`;
  if (state !== 'running' || pid === null) return ok(target, null, 'does not run, so it uses no Java');
  if (runtime === null)
    return unknown(target, 'the Java of its process could not be seen', `See "ls -l /proc/${String(pid)}/exe" on ${host.name}.`);
  const { home, version, major, replaced } = runtime;
  const message = `runs on Java ${version} in ${home}`;
  const fix = `Set "java.home" of ${host.name} in the inventory to another one, then "fams-ops provision".`;
  const { minJava, title } = specOf(component);
  if (major < minJava) return warn(target, version, `${message}, ${title} needs ${String(minJava)}`, fix);
  if (major !== common) return warn(target, version, `${message}, other hosts on Java ${String(common)}`, fix);
  if (replaced)
    return warn(
      target,
      version,
      `${message}, whose files were replaced since`,
      `Restart it: "fams-ops restart ${component} --limit ${host.name}".`,
    );
  return ok(target, version, message);
}
