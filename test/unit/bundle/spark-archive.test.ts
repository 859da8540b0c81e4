import { readFileSync, utimesSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { extract, list } from 'tar';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inspectArchive } from '../../../src/bundle/archive/inspection.js';
import { assembledIdentity } from '../../../src/bundle/assembly.js';
import { cacheDirectory } from '../../../src/bundle/cache.js';
import { lockOf } from '../../../src/bundle/lock.js';
import { obtainBundle, type Bundle, type Chosen } from '../../../src/bundle/obtain.js';
import { kafka } from '../../../src/bundle/products/kafka.js';
import { spark } from '../../../src/bundle/products/spark.js';
import { archiveOf, GOOD, scratch, type RawEntry } from './archives.js';
import { failure, fakeMaven } from './obtaining.js';

const WANTED = { version: '1.3.1', sha256: null };
const OFFICIAL_TOP = 'spark-1.3.1-bin-hadoop2.4';

/** The layout that Spark's project published, as far as it tells what is in it. */
const OFFICIAL: readonly RawEntry[] = [
  { path: `${OFFICIAL_TOP}/`, type: '5', mode: 0o755 },
  { path: `${OFFICIAL_TOP}/RELEASE`, content: 'Spark 1.3.1 built for Hadoop 2.4.0\n' },
  ...['bin/compute-classpath.sh', 'bin/spark-class', 'bin/spark-submit', 'sbin/start-all.sh'].map((script) => ({
    path: `${OFFICIAL_TOP}/${script}`,
    mode: 0o775,
    content: '#!/usr/bin/env bash\n',
  })),
  { path: `${OFFICIAL_TOP}/conf/spark-env.sh.template`, content: '#!/usr/bin/env bash\n' },
  ...['datanucleus-core-3.2.10', 'spark-1.3.1-yarn-shuffle', 'spark-examples-1.3.1-hadoop2.4.0', 'spark-assembly-1.3.1-hadoop2.4.0'].map(
    (jar) => ({ path: `${OFFICIAL_TOP}/lib/${jar}.jar`, content: jar }),
  ),
];
const changed = (from: string | RegExp, to: string): readonly RawEntry[] =>
  OFFICIAL.map((entry) => ({ ...entry, path: entry.path.replace(from, to) }));

const options = (cacheDir: string, offline = false) => ({ offline, cacheDir, progress: () => undefined });
const obtain = (chosen: Partial<Chosen>, cacheDir = scratch(), offline = false): Promise<Bundle> =>
  obtainBundle(spark, { ...WANTED, bundle: 'auto', ...chosen }, options(cacheDir, offline));

describe('the archive of the project', () => {
  it('is taken as it is, and tells that it has the old Scala and no connector', async () => {
    const archive = archiveOf(OFFICIAL);
    const sha256 = createHash('sha256').update(readFileSync(archive)).digest('hex');
    expect(await obtain({ bundle: archive, sha256 })).toMatchObject({
      name: 'spark',
      version: '1.3.1',
      directory: OFFICIAL_TOP,
      scala: '2.10.4',
      connector: false,
      archive,
      source: archive,
    });
    expect((await failure(obtain({ bundle: archive, sha256: '0'.repeat(64) }))).todo.join()).toContain('spark.sha256');
  });

  it.each<[string, readonly RawEntry[], string]>([
    ['Kafka', GOOD, 'the directory at its top is "kafka_2.10-0.8.2.1", not spark-<version> or spark-<version>-bin-<name>'],
    ['sources', changed(OFFICIAL_TOP, 'spark-1.3.1.src'), 'the directory at its top is "spark-1.3.1.src"'],
    [
      'a top that lies about its version',
      changed(/^spark-1\.3\.1-bin/, 'spark-1.3.0-bin'),
      'spark-assembly-1.3.1-hadoop2.4.0.jar is not of',
    ],
    ['a longer version', changed('assembly-1.3.1-', 'assembly-1.3.10-'), 'spark-assembly-1.3.10-hadoop2.4.0.jar is not of version 1.3.1'],
    ['no engine', changed('spark-assembly', 'assembly'), 'lib has neither a spark-assembly nor a spark-core jar'],
    ['an engine elsewhere', changed('lib/spark-assembly', 'lib/old/spark-assembly'), 'lib has neither a spark-assembly nor a spark-core'],
    ['no class path for executors', changed('compute-classpath', 'x'), `${OFFICIAL_TOP}/bin/compute-classpath.sh is missing`],
    [
      'scripts that nobody may run',
      OFFICIAL.map((entry) => ({ ...entry, mode: entry.type === '5' ? 0o755 : 0o644 })),
      'bin/compute-classpath.sh is not executable',
    ],
    ['a way out', [...OFFICIAL, { path: `${OFFICIAL_TOP}/../x` }], 'its path leads out by ..'],
    ['a link out', [...OFFICIAL, { path: `${OFFICIAL_TOP}/conf/x`, type: '2', link: '/etc/passwd' }], 'an absolute path'],
  ])('is refused: %s', async (_what, entries, why) => {
    const { code, message } = await failure(inspectArchive(spark, archiveOf(entries), WANTED));
    expect(code).toBe('BUNDLE_REFUSED');
    expect(message).toContain(why);
  });

  it('of another version is refused, with the key that would ask for it', async () => {
    const other = archiveOf(OFFICIAL.map((entry) => ({ ...entry, path: entry.path.replaceAll('1.3.1', '1.6.3') })));
    const { message, todo } = await failure(obtain({ bundle: other }));
    expect(message).toContain('it holds spark-1.6.3-bin-hadoop2.4, the inventory asks for spark-1.3.1');
    expect(todo.join()).toContain('set spark.version: 1.6.3');
  });

  it('cut off is refused', async () => {
    const whole = readFileSync(archiveOf(OFFICIAL));
    const { message } = await failure(obtain({ bundle: archiveOf(whole.subarray(0, whole.length - 30)) }));
    expect(message).toContain('its gzip data is damaged');
  });

  it('named as the archive of another software is not taken for what that was seen to be', async () => {
    const [cache, archive] = [scratch(), archiveOf(GOOD)];
    utimesSync(archive, 1, 1);
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    const version = '0.8.2.1';
    await obtainBundle(kafka, { version, scala: '2.10', sha256: null, bundle: archive }, options(cache));
    expect((await failure(obtain({ bundle: archive, version }, cache))).message).toContain('not spark-<version>');
  });

  it.each([
    [{ bundle: '/nowhere/spark.tgz' }, 'spark.bundle to the path or URL of the official archive (spark-1.3.1-bin-hadoop2.4.tgz)'],
    [{ bundle: 'ftp://127.0.0.1/spark.tgz' }, 'set spark.bundle to its path'],
    [{ version: '1.6.3' }, 'the official archive spark-1.6.3-bin-hadoop2.4.tgz'],
  ])('%o that is not to be had is asked for by its own key', async (chosen, advice) => {
    const { code, message, todo } = await failure(obtain(chosen));
    expect(code).toBe('BUNDLE_MISSING');
    expect(todo.join('\n')).toContain(advice);
    expect(message + todo.join()).not.toContain('kafka');
  });
});

describe('auto', () => {
  it('has the Scala that newer Javas need, the connector, the jars of our brokers, and no library twice', async () => {
    const lock = await lockOf(spark, WANTED);
    const jars = lock?.jars ?? [];
    const versions = (artifact: string): readonly string[] => jars.filter((jar) => jar.artifact === artifact).map(({ version }) => version);
    for (const name of ['scala-library', 'scala-reflect', 'scala-compiler', 'scalap']) expect(versions(name)).toEqual(['2.10.7']);
    for (const name of ['kafka_2.10', 'kafka-clients']) expect(versions(name)).toEqual(['0.8.2.1']);
    for (const name of ['spark-core_2.10', 'spark-streaming_2.10', 'spark-streaming-kafka_2.10']) expect(versions(name)).toEqual(['1.3.1']);
    expect(new Set(jars.map(({ file }) => file)).size).toBe(jars.length);
    expect(new Set(jars.map(({ group, artifact, classifier }) => [group, artifact, classifier].join(':'))).size).toBe(jars.length);
    for (const { sha256 } of jars) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is what the lock file and our scripts promise, at the second time without any work', async () => {
    const cache = cacheDirectory(process.env);
    const bundle = await obtain({}, cache);
    const lock = await lockOf(spark, WANTED);
    if (lock === undefined) throw new Error('no lock file');
    expect(bundle).toMatchObject({ ...(await assembledIdentity(spark, lock)), source: 'maven', scala: '2.10.7', connector: true });
    const modes = new Map<string, number | undefined>();
    await list({ file: bundle.archive, onReadEntry: ({ path, mode }) => modes.set(path, mode) });
    for (const script of ['compute-classpath.sh', 'spark-class', 'spark-submit'])
      expect(modes.get(`spark-1.3.1/bin/${script}`)).toBe(0o755);
    expect(modes.get('spark-1.3.1/conf/log4j.properties')).toBe(0o644);
    fakeMaven(undefined);
    expect(await obtain({}, cache, true)).toEqual(bundle);
    expect((await failure(obtain({}, scratch(), true))).message).toContain(
      'spark-1.3.1 is not in the cache, and nothing may be downloaded',
    );
  }, 900_000);

  it('refuses a jar that is not the locked one', async () => {
    const { archive } = await obtain({}, cacheDirectory(process.env));
    const dir = scratch();
    await extract({ file: archive, cwd: dir });
    fakeMaven(`cp '${join(dir, 'spark-1.3.1/lib')}'/*.jar . && echo evil > scala-library-2.10.7.jar`);
    const { code, message } = await failure(obtain({}));
    expect(code).toBe('BUNDLE_REFUSED');
    expect(message).toMatch(/scala-library-2\.10\.7\.jar has SHA-256 [0-9a-f]{64}, not [0-9a-f]{64}$/);
  }, 900_000);
});
