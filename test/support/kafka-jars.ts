// The jars that test clusters run from: those of the bundle that fams-ops itself makes, unpacked once per machine.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { obtainJobs } from '../../src/bundle/jobs-jar.js';
import { obtainBundle } from '../../src/bundle/obtain.js';
import { kafka } from '../../src/bundle/products/kafka.js';
import { spark } from '../../src/bundle/products/spark.js';

const SOFTWARE = { version: '0.8.2.1', scala: '2.10', bundle: 'auto', sha256: null };

const options = () => ({
  offline: false,
  cacheDir: join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'fams-ops'),
  progress: () => undefined,
});

/** Puts Kafka, Spark and the jobs where a bed finds them: there is no way to any repository from inside one. */
export async function fillCache(): Promise<void> {
  await softwareJars();
  await obtainBundle(spark, { version: '1.3.1', bundle: 'auto', sha256: null }, options());
  await obtainJobs(options());
}

/** The directory that holds them. */
export async function softwareJars(): Promise<string> {
  const bundle = await obtainBundle(kafka, SOFTWARE, options());
  const unpacked = join(tmpdir(), `fams-ops-software-${bundle.digest.slice(0, 16)}`);
  if (!existsSync(unpacked)) {
    const dir = await mkdtemp(join(tmpdir(), 'fams-ops-unpacking-'));
    await promisify(execFile)('tar', ['-xzf', bundle.archive, '-C', dir]);
    // Another suite may have been faster: then its copy is as good.
    await rename(dir, unpacked).catch(() => rm(dir, { recursive: true }));
  }
  return join(unpacked, bundle.directory, 'libs');
}
