import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { extract } from 'tar';
import { expect, it } from 'vitest';
import { obtainJobs, obtainJobsJar } from '../../../src/bundle/jobs-jar.js';
import { scratch } from './archives.js';
import { failure, fakeMaven } from './obtaining.js';

/** A "jar" that is the text of its source, and a line in the log for each build. */
const MAVEN = (log: string) => `echo "$*" >> '${log}'; mkdir target && cat pom.xml src/main/java/Job.java > target/fams-jobs.jar`;

interface Module {
  readonly dir: string;
  readonly cacheDir: string;
  readonly said: string[];
  builds(): number;
  write(source: string): void;
  options(offline?: boolean): Parameters<typeof obtainJobs>[0];
}

function module(script?: string): Module {
  const dir = `${join(scratch(), 'jobs')}/`;
  mkdirSync(join(dir, 'src/main/java'), { recursive: true });
  writeFileSync(join(dir, 'pom.xml'), '<project/>\n');
  const [log, cacheDir] = [join(dir, '../builds'), scratch()];
  const said: string[] = [];
  const write = (source: string): void => writeFileSync(join(dir, 'src/main/java/Job.java'), source);
  write('class Job {}\n');
  fakeMaven(script ?? MAVEN(log));
  return {
    dir,
    cacheDir,
    said,
    write,
    builds: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').length : 0),
    options: (offline = false) => ({ offline, cacheDir, progress: (text) => said.push(text) }),
  };
}

it('is built once, and again when a source, or the jar itself, is another', async () => {
  const jobs = module();
  const first = await obtainJobsJar(jobs.options(), jobs.dir);
  const sha256 = createHash('sha256').update('<project/>\nclass Job {}\n').digest('hex');
  expect(first).toEqual({ path: join(jobs.dir, 'target/fams-jobs.jar'), sha256, bytes: 24 });
  expect(readFileSync(first.path, 'utf8')).toBe('<project/>\nclass Job {}\n');
  expect(await obtainJobsJar(jobs.options(true), jobs.dir)).toEqual(first);
  expect([jobs.builds(), jobs.said]).toEqual([1, ['Building the jar of the jobs']]);

  jobs.write('class Job { int a; }\n');
  expect((await obtainJobsJar(jobs.options(), jobs.dir)).sha256).not.toBe(sha256);
  writeFileSync(join(jobs.dir, 'pom.xml'), '<project><!-- --></project>\n');
  await obtainJobsJar(jobs.options(), jobs.dir);
  writeFileSync(first.path, 'made by hand from something else');
  await obtainJobsJar(jobs.options(), jobs.dir);
  expect(readFileSync(first.path, 'utf8')).toBe('<project><!-- --></project>\nclass Job { int a; }\n');
  expect(jobs.builds()).toBe(4);
  // Nothing is left but the jar and what it was built from.
  expect(readdirSync(join(jobs.dir, 'target')).sort()).toEqual(['fams-jobs.jar', 'fams-jobs.jar.built-from']);
  expect(readdirSync(jobs.cacheDir)).toEqual([]);
});

it('comes to a host as an archive whose identity is that of the jar alone, and which is made anew when it is damaged', async () => {
  const jobs = module();
  const bundle = await obtainJobs(jobs.options(), jobs.dir);
  const jar = await obtainJobsJar(jobs.options(), jobs.dir);
  expect(bundle).toEqual({
    name: 'jobs',
    version: '1',
    directory: 'fams-jobs',
    digest: createHash('sha256').update(`fams-jobs.jar 644 ${jar.sha256}\n`).digest('hex'),
    archive: bundle.archive,
    sha256: createHash('sha256').update(readFileSync(bundle.archive)).digest('hex'),
    bytes: readFileSync(bundle.archive).length,
    source: jar.path,
  });
  const dir = scratch();
  await extract({ file: bundle.archive, cwd: dir });
  expect(readFileSync(join(dir, 'fams-jobs/fams-jobs.jar')).equals(readFileSync(jar.path))).toBe(true);
  writeFileSync(bundle.archive, 'damaged');
  expect(await obtainJobs(jobs.options(true), jobs.dir)).toEqual(bundle);
  expect(createHash('sha256').update(readFileSync(bundle.archive)).digest('hex')).toBe(bundle.sha256);
});

it('may be built by two runs at once', async () => {
  const jobs = module();
  const [one, two] = await Promise.all([obtainJobs(jobs.options(), jobs.dir), obtainJobs(jobs.options(), jobs.dir)]);
  expect(one).toEqual(two);
  expect(await obtainJobs(jobs.options(true), jobs.dir)).toEqual(one);
});

it.each([
  [
    'exec 2>&1; echo "[ERROR] COMPILATION ERROR :"; echo "[ERROR] $PWD/src/Job.java:[3,5] missing"; exit 1',
    'build the jar of the jobs (exit 1): COMPILATION ERROR : src/Job.java:[3,5]',
  ],
  ['echo "[ERROR] No compiler is provided in this environment. Perhaps you are running on a JRE?"; exit 1', 'needs a JDK'],
  ['exit 0', 'fams-jobs.jar'],
])('says what is wrong when it cannot be built: %s', async (script, why) => {
  const jobs = module(script);
  const { code, message, todo } = await failure(obtainJobs(jobs.options(), jobs.dir));
  expect({ code, message }).toEqual({ code: 'BUNDLE_MISSING', message: expect.stringContaining(why) as string });
  expect(todo.length).toBeGreaterThan(0);
  expect(existsSync(join(jobs.dir, 'target'))).toBe(false);
});

it('is not built offline, without Maven, or without its sources, and an old jar is not taken for it', async () => {
  const jobs = module();
  const { path } = await obtainJobsJar(jobs.options(), jobs.dir);
  jobs.write('class Job { int a; }\n');
  expect((await failure(obtainJobs(jobs.options(true), jobs.dir))).message).toContain(
    `There is no jar of the jobs as they are now (${path})`,
  );
  fakeMaven(undefined);
  const { message, todo } = await failure(obtainJobs(jobs.options(), jobs.dir));
  expect(message).toBe('The Maven client (mvn) is not installed; it is needed to build the jar of the jobs');
  expect(todo.join()).toContain('npm run build');
  expect((await failure(obtainJobs(jobs.options(), join(scratch(), 'jobs/')))).message).toContain('The sources of the jobs cannot be read');
});
