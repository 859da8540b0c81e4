import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { templatesOf } from '../../../src/bundle/lock.js';
import { spark } from '../../../src/bundle/products/spark.js';
import { scratch } from './archives.js';
import { lines, scriptsOf, SHELLS } from './own-scripts.js';

const SUBMIT = 'org.apache.spark.deploy.SparkSubmit';

describe.each(SHELLS)('in %s', (...shell) => {
  const submit = (args: readonly string[], more: NodeJS.ProcessEnv = {}): readonly string[] => {
    const { home, env } = scriptsOf(spark);
    chmodSync(join(home, 'bin/spark-class'), 0o755);
    const [logging, ...rest] = lines(shell, join(home, 'bin/spark-submit'), args, { ...env, ...more });
    expect(logging).toBe(`-Dlog4j.configuration=file:${home}/conf/log4j.properties`);
    expect(rest.slice(0, 2)).toEqual(['-cp', `${home}/lib/*`]);
    return rest.slice(2).map((word) => word.replace(home, '<home>'));
  };

  it('an application gets its arguments as they were typed', () => {
    const args = ['--class', 'a.B', '--master', 'spark://h:7077', 'my app.jar', 'a b', '*', '', '--driver-memory', '9g', "it's $HOME"];
    expect(submit(args)).toEqual(['-Xmx512m', SUBMIT, ...args]);
  });

  it('what the JVM of the driver needs is put where it counts, and stays where it was', () => {
    const args = ['--driver-memory', '2g', '--driver-java-options=-Da=1 -Db=*', '--driver-class-path', '/m ore/*', '--verbose', 'x.jar'];
    expect(submit(args)).toEqual(['-Xmx2g', '-Da=1', '-Db=*', '-cp', '/m ore/*:<home>/lib/*', SUBMIT, ...args]);
  });

  it.each([
    ['the value of another option', ['--name', '--driver-memory', '--jars', 'a.jar', '--driver-memory', '3g', 'x.jar'], '-Xmx3g'],
    ['after the application', ['x.jar', '--driver-memory', '3g'], '-Xmx512m'],
    ['after a flag', ['-v', '--supervise', '--driver-memory=3g', 'x.py'], '-Xmx3g'],
    ['nothing follows', ['--driver-memory'], '-Xmx512m'],
  ])('--driver-memory is told from what only looks like it: %s', (_what, args, memory) => {
    expect(submit(args)).toEqual([memory, SUBMIT, ...args]);
  });

  it('the variable for its memory counts, and Spark in the driver sees no variable that it did not see before', () => {
    expect(submit(['x.jar'], { SPARK_DRIVER_MEMORY: '4g' })).toEqual(['-Xmx4g', SUBMIT, 'x.jar']);
    const { home, env } = scriptsOf(spark);
    chmodSync(join(home, 'java/bin/java'), 0o755);
    execFileSync('sh', ['-c', `printf '#!/bin/sh\nenv | grep ^SPARK' > java/bin/java`], { cwd: home });
    const args = ['--driver-java-options', '-Da=1', '--driver-class-path', '/x', 'x.jar'];
    const seen = lines(shell, join(home, 'bin/spark-submit'), args, { ...env, SPARK_HOME: '/another', SPARK_LOCAL_IP: '127.0.0.2' });
    expect(seen.sort()).toEqual([`SPARK_HOME=${home}`, 'SPARK_LOCAL_IP=127.0.0.2']);
  });

  it('spark-class takes options of the JVM in front of the class', () => {
    const { home, env } = scriptsOf(spark);
    const link = join(scratch(), 'class');
    symlinkSync(join(home, 'bin/spark-class'), link);
    expect(lines(shell, link, ['-Xmx1g', 'a.B', 'c d'], env)).toEqual([
      `-Dlog4j.configuration=file:${home}/conf/log4j.properties`,
      '-cp',
      `${home}/lib/*`,
      '-Xmx1g',
      'a.B',
      'c d',
    ]);
  });

  it('executors get the jars of this very directory', () => {
    const { home, env } = scriptsOf(spark);
    expect(lines(shell, join(home, 'bin/compute-classpath.sh'), [], { ...env, SPARK_HOME: '/another' })).toEqual([`${home}/lib/*`]);
  });
});

it('needs a Java, says where it looked, and does nothing without a class', () => {
  const { home } = scriptsOf(spark);
  const run = (env: NodeJS.ProcessEnv, ...args: string[]) => spawnSync(join(home, 'bin/spark-class'), args, { env, encoding: 'utf8' });
  const why = 'there is no /nowhere/bin/java: install a Java runtime (8 to 23) or set JAVA_HOME';
  expect(run({ PATH: process.env['PATH'], JAVA_HOME: '/nowhere' }, 'X')).toMatchObject({ status: 1, stderr: `spark-class: ${why}\n` });
  expect(run({ PATH: process.env['PATH'] }).stderr).toContain('usage: spark-class');
});

it('has each script executable in the checkout too, with what it does in its head', () => {
  const names = readdirSync(new URL('bin/', templatesOf(spark))).sort();
  expect(names).toEqual(['compute-classpath.sh', 'spark-class', 'spark-submit']);
  for (const name of names) {
    const url = new URL(`bin/${name}`, templatesOf(spark));
    execFileSync('test', ['-x', url.pathname]);
    expect(readFileSync(url, 'utf8')).toMatch(/^#!\/bin\/sh\n# /);
  }
});
