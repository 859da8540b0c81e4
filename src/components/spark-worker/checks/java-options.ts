// spark.java-options: do the running processes of Spark have the options that their Java needs?
import { check } from '../../../evidence/check.js';
import { facts } from '../../../evidence/sources.js';
import type { Finding } from '../../../model/check.js';
import type { HostFacts } from '../../../model/facts.js';
import type { Placed } from '../../../model/resolved.js';
import { CALCULATOR } from '../../calculator/spec.js';
import { crit, ok, some, unknown } from '../../findings.js';
import { executorsOn } from '../../spark/executors.js';
import { javaOptions } from '../../spark/java.js';
import { SPARK_MASTER, SPARK_WORKER } from '../../spark/places.js';

export const sparkJavaOptions = check({
  id: 'spark.java-options',
  title: 'JDK_JAVA_OPTIONS is in force for Spark',
  phase: 'running',
  needs: { facts },
  of: [SPARK_MASTER, SPARK_WORKER, CALCULATOR],
  limits: {},
  explain:
    'Spark 1.3.1 is older than the Java that it runs on: from Java 9 on its processes need options that open the JDK to it, and that let ' +
    'a JVM ignore the old ones which a worker gives to its executors. They come by the variable JDK_JAVA_OPTIONS, which executors inherit ' +
    'from their worker. It is read from the running processes: master, worker, driver and executors. One that lacks an option is ' +
    'critical: executors do not start, or jobs fail in the middle. Java 8 needs none.',
  judge: ({ facts }, _want, placed) =>
    placed.flatMap((one) => {
      const host = facts.get(one.instance.host.name);
      return host === undefined ? [] : judgeService(one, host);
    }),
});

interface Process {
  readonly what: string;
  readonly pid: number;
  readonly javaOptions: string | null;
}

function judgeService({ instance }: Placed, host: HostFacts): readonly Finding[] {
  const { component } = instance;
  const target = `${host.host}/${component}`;
  const service = host.services[component];
  const pid = service?.pid ?? null;
  if (service === undefined || pid === null) return [ok(target, null, 'does not run, so it has no options')];
  if (service.runtime === null)
    return [unknown(target, 'the Java of its process could not be seen', `See "ls -l /proc/${String(pid)}/exe" on ${host.host}.`)];
  const wanted = javaOptions(service.runtime);
  if (wanted === null) return [ok(target, 8, 'runs on Java 8, which needs no options')];
  const executors = component === SPARK_WORKER ? executorsOn(host) : [];
  const processes: readonly Process[] = [
    { what: 'its process', pid, javaOptions: service.javaOptions },
    ...executors.map((one) => ({ what: `its executor of ${one.appId ?? 'an unknown application'}`, ...one })),
  ];
  return processes.map((one) => judgeProcess(target, one, wanted, host.host, component));
}

function judgeProcess(target: string, process: Process, wanted: string, host: string, component: string): Finding {
  const pid = String(process.pid);
  if (process.javaOptions === null)
    return unknown(
      target,
      `the environment of ${process.what} (pid ${pid}) cannot be read`,
      `See "ls -l /proc/${pid}/environ" on ${host}.`,
    );
  const given = process.javaOptions.split(/\s+/);
  const lacking = wanted.split(' ').filter((option) => !given.includes(option));
  if (lacking.length === 0) return ok(target, 0, `${process.what} (pid ${pid}) has every option`);
  return crit(
    target,
    lacking.length,
    `${process.what} (pid ${pid}) lacks ${some(lacking, 2)}`,
    `Run "fams-ops launch", then "fams-ops restart ${component} --limit ${host}" if it says that nothing is to be changed.`,
  );
}
