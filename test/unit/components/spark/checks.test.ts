// What the checks say of Spark: its masters, workers, cores, applications, executors and the options of their Java.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sparkApplication } from '../../../../src/components/spark-master/checks/application.js';
import { sparkCores } from '../../../../src/components/spark-master/checks/cores.js';
import { sparkMaster } from '../../../../src/components/spark-master/checks/master.js';
import { sparkExecutors } from '../../../../src/components/spark-worker/checks/executors.js';
import { sparkJavaOptions } from '../../../../src/components/spark-worker/checks/java-options.js';
import { sparkWorkers } from '../../../../src/components/spark-worker/checks/workers.js';
import { masterAnswer } from '../../../../src/components/spark/answers.js';
import { JAVA_8 } from '../../../support/cluster.js';
import { read, SOURCES, unread } from '../../../support/evidence.js';
import { APP, COUNTING, executor, masterPage, OPTIONS, said, want } from '../../../support/evidence-streaming.js';

const CHECKS = [sparkMaster, sparkCores, sparkApplication, sparkWorkers, sparkExecutors, sparkJavaOptions];
const STANDBY = read(masterPage({ status: 'STANDBY', workers: [], apps: [] }));
const [workerA, workerB] = masterPage().workers;
if (workerA === undefined || workerB === undefined) throw new Error('two workers');

it.each(CHECKS.map((check) => [check.id, check] as const))('%s is well where everything is', (_id, check) => {
  const lines = said(check);
  expect(lines.filter((line) => !line.startsWith('ok '))).toEqual([]);
  expect(lines.length).toBeGreaterThan(0);
});

it.each(CHECKS.filter(({ needs }) => needs.includes(SOURCES.master)).map((check) => [check.id, check] as const))(
  '%s is unknown where the master does not answer although it runs',
  (_id, check) => {
    const lines = said(check, { master: unread('no answer within 5 s') });
    expect(lines.some((line) => line.startsWith('unknown '))).toBe(true);
    expect(lines.every((line) => !line.startsWith('ok cluster'))).toBe(true);
  },
);

describe('spark.master', () => {
  it('is critical when none rules, and when the only one does not run', () => {
    expect(said(sparkMaster, { master: STANDBY })).toEqual(['crit a/spark-master says STANDBY, and no other master rules']);
    expect(said(sparkMaster, { master: read(captured('recovering')) })[0]).toMatch(/^crit /);
    const services = { a: { 'spark-master': { state: 'stopped', pid: null } } } as const;
    expect(said(sparkMaster, { master: unread('refused'), services })).toEqual([
      'crit a/spark-master does not run, and no other master rules: refused',
    ]);
  });

  it('warns of one that goes by another name', () => {
    expect(said(sparkMaster, { master: read(masterPage({ url: 'spark://a.lan:7077' })) })).toEqual([
      'warn a/spark-master says ALIVE, but calls itself spark://a.lan:7077; workers and jobs call it spark://a:7077',
    ]);
  });
});

describe('spark.workers', () => {
  it('warns of one that is missing and of one that nobody asked for, and is critical when all are missing', () => {
    const lone = read(masterPage({ workers: [workerA, { ...workerB, state: 'DEAD' }, { ...workerB, host: 'z' }] }));
    expect(said(sparkWorkers, { master: lone })).toEqual([
      'ok a/spark-worker is registered',
      'warn b/spark-worker the master does not have it as alive',
      'warn cluster a worker at z:7078 is registered that is not in the inventory',
    ]);
    expect(said(sparkWorkers, { master: read(masterPage({ workers: [] })) }).every((line) => line.startsWith('crit '))).toBe(true);
  });

  it('says that it does not know where no master rules', () => {
    for (const check of [sparkWorkers, sparkCores, sparkApplication])
      expect(said(check, { master: STANDBY })).toEqual(['unknown cluster no master rules that could say it']);
  });
});

describe('spark.cores', () => {
  const offered = (cores: number): readonly string[] =>
    said(sparkCores, { master: read(masterPage({ workers: [{ ...workerA, cores }] })) });

  it('warns when the calculator gets fewer than it asks for, and when the next one would have to wait', () => {
    expect(offered(0)).toEqual(['crit cluster no worker offers a core']);
    expect(offered(1)[0]).toMatch(/^warn cluster 1 of 1 core in use by 1 application; the calculator asks for 2$/);
    expect(offered(3)[0]).toMatch(/^warn cluster .*takes over from a frozen one needs 2 more/);
    expect(offered(4)[0]).toMatch(/^ok /);
  });
});

const captured = (name: string) => masterAnswer(JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8')));

describe('spark.application', () => {
  const other = { id: 'app-2', name: 'Other', state: 'WAITING', coresAsked: 1 };
  const waiting = read(masterPage({ apps: [{ id: APP, name: 'Calculator', state: 'WAITING', coresAsked: 2 }] }));

  it('takes what runs for what it is after the recovery of a master', () => {
    expect(said(sparkApplication, { master: waiting })).toEqual([
      `ok cluster ${APP} (Calculator) runs with 2 cores; WAITING is what a recovered master calls that`,
    ]);
  });

  it('warns of one that waits without any executor, and does not know while a worker is not seen', () => {
    const services = { a: { 'spark-worker': { children: [] } }, b: { 'spark-worker': { children: [] } } };
    expect(said(sparkApplication, { master: waiting, services })[0]).toBe(
      `warn cluster ${APP} (Calculator) waits: it has no executor and asks for 2; 2 of 4 cores are in use`,
    );
    const lines = said(sparkApplication, { master: waiting, services: { a: services.a }, blind: ['b'] });
    expect(lines).toContainEqual(expect.stringMatching(/^unknown cluster whether .* depends on b/));
  });

  it('names who holds the cores', () => {
    const both = read(masterPage({ apps: [...masterPage().apps, other] }));
    expect(said(sparkApplication, { master: both })[1]).toMatch(
      /^warn cluster app-2 \(Other\) waits: .* beside it by app-20261123100000-0000$/,
    );
  });

  it('warns of a calculator that the master has forgotten', () => {
    expect(said(sparkApplication, { master: read(masterPage({ apps: [] })) })[0]).toMatch(
      /^warn a\/calculator counts as app-.* does not know/,
    );
  });
});

describe('spark.executors', () => {
  const children = (b: readonly ReturnType<typeof executor>[]) => ({ b: { 'spark-worker': { children: b } } });

  it('counts those of the application that counts, and warns of fewer than asked for', () => {
    expect(said(sparkExecutors)).toEqual(['ok a/calculator has 2 of the 2 cores that it asks for (a 1, b 1)']);
    expect(said(sparkExecutors, { services: children([executor(1, { app: 'app-2' })]) })).toEqual([
      'warn a/calculator has 1 of the 2 cores that it asks for (a 1)',
    ]);
  });

  it('does not know what a worker has that cannot be seen', () => {
    expect(said(sparkExecutors, { blind: ['b'] })).toContainEqual(
      expect.stringMatching(/^unknown a\/calculator .*what it has on b cannot/),
    );
  });

  it('leaves it to calculator.counts where nobody counts', () => {
    expect(said(sparkExecutors, { jobs: { a: { ...COUNTING, pid: 1 } } })[0]).toMatch(/^ok cluster no calculator counts/);
  });
});

describe('spark.java-options', () => {
  it('looks at master, workers, drivers and executors', () => {
    expect(said(sparkJavaOptions).map((line) => line.replace(/ \(pid.*/, ''))).toEqual([
      'ok a/spark-master its process',
      'ok a/spark-worker its process',
      `ok a/spark-worker its executor of ${APP}`,
      'ok b/spark-worker its process',
      `ok b/spark-worker its executor of ${APP}`,
      'ok a/calculator its process',
      'ok b/calculator its process',
    ]);
  });

  const bad = (services: Parameters<typeof said>[1]) => said(sparkJavaOptions, services).filter((line) => !line.startsWith('ok '));

  it('is critical where options are missing, in a service or in an executor, and unknown where they cannot be read', () => {
    expect(bad({ services: { a: { 'spark-master': { javaOptions: '' } } } })).toEqual([
      'crit a/spark-master its process (pid 101) lacks -XX:+IgnoreUnrecognizedVMOptions, --add-opens=java.base/java.lang=ALL-UNNAMED and 23 more'.replace(
        '23',
        String(OPTIONS.split(' ').length - 2),
      ),
    ]);
    const cut = OPTIONS.replace(' --add-opens=java.base/java.nio=ALL-UNNAMED', '');
    expect(bad({ services: { b: { 'spark-worker': { children: [executor(1, { javaOptions: cut })] } } } })).toEqual([
      `crit b/spark-worker its executor of ${APP} (pid 900) lacks --add-opens=java.base/java.nio=ALL-UNNAMED`,
    ]);
    expect(bad({ services: { a: { calculator: { javaOptions: null } } } })).toEqual([
      'unknown a/calculator the environment of its process (pid 103) cannot be read',
    ]);
    expect(bad({ services: { a: { calculator: { runtime: null } } } })[0]).toMatch(/^unknown a\/calculator the Java/);
    expect(bad({ blind: ['b'] })).toEqual(['unknown b the state of the host could not be read: it is gone']);
  });

  it('asks for nothing on Java 8', () => {
    const old = { runtime: { ...JAVA_8, replaced: false }, javaOptions: '', children: [executor(1, { javaOptions: '' })] };
    const services = { a: { 'spark-master': old, 'spark-worker': old, calculator: old } };
    expect(bad({ services })).toEqual([]);
  });
});

it('a cluster without Spark is left out', () => {
  const none = { ...want, placed: want.placed.filter(({ instance }) => ['zookeeper', 'kafka'].includes(instance.component)) };
  expect(said(sparkJavaOptions, { want: none })).toEqual(['skip cluster no host has the role spark-master or spark-worker or calculator']);
});
