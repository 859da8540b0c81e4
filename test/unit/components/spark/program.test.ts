// How the driver of a submitted program is started: every word of it is data.
import { describe, expect, it } from 'vitest';
import { instancesOf } from '../../../../src/components/instances.js';
import { driverCommand, splitWords, type Program } from '../../../../src/components/spark/program.js';
import type { ComponentName } from '../../../../src/model/cluster.js';
import { JAVA_17, JAVA_8, resolvedFor } from '../../../support/cluster.js';

const PROGRAM: Program = {
  jar: '/home/fams/.fams-ops/fams/submitted/jars/5f/app.jar',
  mainClass: 'a.Top',
  arguments: ['a b', '--class', "it's $(id)"],
  name: 'my name',
  cores: 3,
  driverMemory: '600m',
  executorMemory: '700m',
  conf: new Map(),
  run: '/home/fams/.fams-ops/fams/submitted/run/1',
};

describe('the command of a driver', () => {
  const resolved = (java = JAVA_17) =>
    resolvedFor({
      java,
      hosts: [
        {
          address: '10.0.0.1',
          roles: ['kafka', 'zookeeper', 'spark-master', 'calculator'],
          settings: { calculator: { ports: { driverWeb: 5000 } } },
        },
        { address: '10.0.0.2', roles: ['spark-master', 'spark-worker'] },
      ],
    });
  const command = (conf: Readonly<Record<string, string>> = {}, component: ComponentName = 'calculator', java = JAVA_17) => {
    const cluster = resolved(java);
    const [instance] = instancesOf(cluster, component);
    if (instance === undefined) throw new Error('no instance');
    return driverCommand(instance, cluster, { ...PROGRAM, conf: new Map(Object.entries(conf)) });
  };
  const after = (words: readonly string[], flag: string): readonly string[] =>
    words.flatMap((word, i) => (word === flag ? [words[i + 1] ?? ''] : []));

  it('names all masters, its share, its own pages, and ends with the program and its arguments as they are', () => {
    const { words } = command();
    expect(after(words, '--master')).toEqual(['spark://10.0.0.1:7077,10.0.0.2:7077']);
    expect(after(words, '--total-executor-cores')).toEqual(['3']);
    expect(words.slice(-4)).toEqual([PROGRAM.jar, 'a b', '--class', "it's $(id)"]);
    expect(after(words, '--conf')).toEqual([
      'spark.driver.host=10.0.0.1',
      'spark.ui.port=5001',
      'spark.ui.showConsoleProgress=false',
      'spark.extraListeners=fams.streaming.ProgramListener',
    ]);
    expect(after(words, '-cp')).toEqual([`${PROGRAM.run}:/home/fams/.fams-ops/fams/jobs/fams-jobs.jar:/home/fams/spark-1.3.1/lib/*`]);
    expect(after(command({}, 'spark-worker').words, '--conf')[1]).toBe('spark.ui.port=4041');
  });

  it('has what its Java needs on the line itself, and nothing of it for Java 8', () => {
    const { words, environment } = command();
    expect(words).toContain('--add-opens=java.base/java.lang=ALL-UNNAMED');
    expect(words).toContain('-Xmx600m');
    expect(environment).toMatchObject({ SPARK_LOCAL_IP: '10.0.0.1', JAVA_HOME: JAVA_17.home });
    expect(environment).not.toHaveProperty('JDK_JAVA_OPTIONS');
    expect(command({}, 'calculator', JAVA_8).words.filter((word) => word.startsWith('--add-opens'))).toEqual([]);
  });

  it('takes the properties of a person over its own, and those that only a JVM can heed to the JVM', () => {
    const { words } = command({
      'spark.ui.port': '0',
      'spark.extraListeners': 'a.Mine',
      'spark.driver.extraJavaOptions': '-XX:+UseSerialGC -Dtold="so and so"',
      'spark.driver.extraClassPath': '/opt/more.jar',
    });
    const main = words.indexOf('fams.streaming.SubmittedProgram');
    expect(words.slice(0, main)).toEqual(expect.arrayContaining(['-XX:+UseSerialGC', '-Dtold=so and so']));
    expect(after(words, '-cp')[0]?.endsWith(':/opt/more.jar')).toBe(true);
    expect(after(words, '--conf')).toEqual(
      expect.arrayContaining(['spark.ui.port=0', 'spark.extraListeners=fams.streaming.ProgramListener,a.Mine']),
    );
  });

  it.each([
    ['', []],
    ['  -a   -b ', ['-a', '-b']],
    [`-Da="x y" -Db='it is' -Dc=a\\ b`, ['-Da=x y', '-Db=it is', '-Dc=a b']],
    [String.raw`-Dq="say \"hi\"" *`, ['-Dq=say "hi"', '*']],
  ])('splits %j as Spark does', (text, words) => {
    expect(splitWords(text)).toEqual(words);
  });
});
