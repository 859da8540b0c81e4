import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { templatesOf } from '../../../src/bundle/lock.js';
import { kafka } from '../../../src/bundle/products/kafka.js';
import { scratch } from './archives.js';
import { lines, scriptsOf, SHELLS } from './own-scripts.js';

describe.each(SHELLS)('in %s', (...shell) => {
  it('a tool gets its arguments as they were typed', () => {
    const { home, env } = scriptsOf(kafka);
    const args = ['--topic', 'a b', '*', '', '-daemon', "it's $HOME"];
    expect(lines(shell, join(home, 'bin/kafka-topics.sh'), args, env)).toEqual([
      '-Xmx256M',
      '-server',
      '-XX:+UseG1GC',
      '-Djava.awt.headless=true',
      `-Dlog4j.configuration=file:${home}/config/tools-log4j.properties`,
      `-Dkafka.logs.dir=${home}/logs`,
      '-Dkafka.logs.name=TopicCommand',
      '-cp',
      `${home}/libs/*`,
      'kafka.admin.TopicCommand',
      ...args,
    ]);
    expect(readdirSync(home).sort()).toEqual(['bin', 'java']);
  });

  it('the variables of the original scripts count', () => {
    const { home, env } = scriptsOf(kafka);
    const set = {
      KAFKA_HEAP_OPTS: '-Xmx2G -Xms1G',
      KAFKA_OPTS: '-Da=1 -Db=*',
      KAFKA_JVM_PERFORMANCE_OPTS: '-Dperformance',
      KAFKA_GC_LOG_OPTS: '-Xlog:gc',
      KAFKA_LOG4J_OPTS: '-Dlog4j.configuration=file:/elsewhere',
      LOG_DIR: '/var/log/k k',
      JMX_PORT: '9999',
      KAFKA_JMX_OPTS: '-Djmx',
      CLASSPATH: '/more.jar',
    };
    expect(lines(shell, join(home, 'bin/kafka-server-start.sh'), ['my server.properties'], { ...env, ...set })).toEqual([
      '-Xmx2G',
      '-Xms1G',
      '-Dperformance',
      '-Da=1',
      '-Db=*',
      '-Xlog:gc',
      '-Djmx',
      '-Dcom.sun.management.jmxremote.port=9999',
      '-Dlog4j.configuration=file:/elsewhere',
      '-Dkafka.logs.dir=/var/log/k k',
      '-Dkafka.logs.name=kafkaServer',
      '-cp',
      `/more.jar:${home}/libs/*`,
      'kafka.Kafka',
      'my server.properties',
    ]);
  });

  it('a script finds its directory through a symbolic link', () => {
    const { home, env } = scriptsOf(kafka);
    const link = join(scratch(), 'topics');
    symlinkSync(join(home, 'bin/kafka-topics.sh'), link);
    expect(lines(shell, link, ['--list'], env)).toContain(`${home}/libs/*`);
  });
});

it('needs a Java, says where it looked, and does nothing without a class', () => {
  const { home } = scriptsOf(kafka);
  const run = (env: NodeJS.ProcessEnv, ...args: string[]) =>
    spawnSync(join(home, 'bin/kafka-run-class.sh'), args, { env, encoding: 'utf8' });
  expect(run({ PATH: process.env['PATH'], JAVA_HOME: '/nowhere' }, 'X')).toMatchObject({
    status: 1,
    stderr: 'kafka-run-class.sh: there is no /nowhere/bin/java: install a Java runtime (8 or later) or set JAVA_HOME\n',
  });
  expect(run({ PATH: process.env['PATH'] }).stderr).toContain('usage: kafka-run-class.sh');
  expect(spawnSync(join(home, 'bin/kafka-server-start.sh'), ['-daemon']).status).toBe(1);
  expect(existsSync(join(home, 'logs'))).toBe(false);
});

it('has every script under its official name, executable in the checkout too', () => {
  const names = readdirSync(new URL('bin/', templatesOf(kafka))).sort();
  expect(names).toMatchInlineSnapshot(`
    [
      "kafka-console-consumer.sh",
      "kafka-console-producer.sh",
      "kafka-consumer-offset-checker.sh",
      "kafka-preferred-replica-election.sh",
      "kafka-reassign-partitions.sh",
      "kafka-replica-verification.sh",
      "kafka-run-class.sh",
      "kafka-server-start.sh",
      "kafka-server-stop.sh",
      "kafka-simple-consumer-shell.sh",
      "kafka-stop-class.sh",
      "kafka-topics.sh",
      "zookeeper-server-start.sh",
      "zookeeper-server-stop.sh",
      "zookeeper-shell.sh",
    ]
  `);
  // The mode in the archive is set by us; this one is for whoever reads the checkout.
  for (const name of names) execFileSync('test', ['-x', new URL(`bin/${name}`, templatesOf(kafka)).pathname]);
  for (const name of names) expect(readFileSync(new URL(`bin/${name}`, templatesOf(kafka)), 'utf8')).toMatch(/^#!\/bin\/sh\n# /);
});
