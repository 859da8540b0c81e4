import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { extract } from 'tar';
import { describe, expect, it } from 'vitest';
import { assemble, assembledIdentity } from '../../../src/bundle/assembly.js';
import { inspectArchive } from '../../../src/bundle/archive/inspection.js';
import { cacheDirectory } from '../../../src/bundle/cache.js';
import { lockOf, type Lock } from '../../../src/bundle/lock.js';
import { obtainBundle } from '../../../src/bundle/obtain.js';
import { kafka } from '../../../src/bundle/products/kafka.js';
import { archiveOf, BYTES, EXPECTED, GOOD, scratch, TOP } from './archives.js';
import { failure, fakeMaven, obtain } from './obtaining.js';

const SHARED_CACHE = cacheDirectory(process.env);

async function lock(): Promise<Lock> {
  const found = await lockOf(kafka, EXPECTED);
  if (found === undefined) throw new Error('no lock file');
  return found;
}

describe('a path', () => {
  it('is read once and remembered until the file changes', async () => {
    const [cache, archive] = [scratch(), archiveOf(GOOD)];
    utimesSync(archive, 1, 1);
    const first = await obtain(archive, cache);
    expect(first.bundle).toMatchObject({ name: 'kafka', version: '0.8.2.1', directory: TOP, archive, source: archive });
    // The file is new, so nothing was kept of it; as an old one it is.
    expect(existsSync(join(cache, 'inspections'))).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    await obtain(archive, cache);
    const [record = ''] = readdirSync(join(cache, 'inspections'));
    const file = join(cache, 'inspections', record);
    const kept = JSON.parse(readFileSync(file, 'utf8')) as { inspection: { digest: string } };
    expect(kept.inspection.digest).toBe(first.bundle.digest);
    writeFileSync(file, JSON.stringify({ ...kept, inspection: { ...kept.inspection, digest: 'remembered' } }));
    expect((await obtain(archive, cache)).bundle.digest).toBe('remembered');
    await expect(obtain(archive, cache, { version: '0.8.2.2' })).rejects.toMatchObject({ code: 'BUNDLE_REFUSED' });
    await expect(obtain(archive, cache, { sha256: '0'.repeat(64) })).rejects.toMatchObject({ code: 'BUNDLE_REFUSED' });
    // Same size and the same times as before: only the time of the last change gives it away.
    const bytes = readFileSync(archive);
    bytes.writeUInt8(bytes.readUInt8(40) ^ 1, 40);
    writeFileSync(archive, bytes);
    utimesSync(archive, 1, 1);
    await expect(obtain(archive, cache)).rejects.toMatchObject({ code: 'BUNDLE_REFUSED' });
  });

  it('does without a cache that cannot be written, and with records that are damaged', async () => {
    const cache = join(scratch(), 'file');
    writeFileSync(cache, '');
    expect((await obtain(archiveOf(GOOD), cache)).bundle.directory).toBe(TOP);
  });

  it('may be a file URL, and may be used offline', async () => {
    const archive = archiveOf(GOOD);
    expect((await obtain(pathToFileURL(archive).href, scratch(), { offline: true })).bundle.archive).toBe(archive);
  });

  it.each([
    ['/nowhere/kafka.tgz', 'no such file'],
    ['/', 'it is not a file'],
    ['file://elsewhere/kafka.tgz', 'no URL of a file on this machine'],
    ['ftp://127.0.0.1/kafka.tgz', 'ftp: is not supported'],
    ['http://', 'no valid URL'],
  ])('%s is missing, with what to do', async (bundle, why) => {
    const { code, message, todo } = await failure(obtain(bundle, scratch()));
    expect(code).toBe('BUNDLE_MISSING');
    expect(message).toContain(why);
    expect(todo.length).toBeGreaterThan(0);
  });
});

describe('auto', () => {
  it('makes the bundle that the lock file and our scripts promise, the same bytes each time', async () => {
    const { bundle } = await obtain('auto', SHARED_CACHE);
    expect(bundle).toMatchObject({ ...(await assembledIdentity(kafka, await lock())), source: 'maven' });
    const dir = scratch();
    await extract({ file: bundle.archive, cwd: dir });
    const libs = join(dir, TOP, 'libs');
    await assemble(kafka, await lock(), libs, join(dir, 'one.tgz'));
    for (const jar of readdirSync(libs)) chmodSync(join(libs, jar), 0o600);
    utimesSync(libs, 1, 1);
    await assemble(kafka, await lock(), libs, join(dir, 'two.tgz'));
    expect(readFileSync(join(dir, 'one.tgz')).equals(readFileSync(join(dir, 'two.tgz')))).toBe(true);
    expect((await inspectArchive(kafka, join(dir, 'one.tgz'), EXPECTED)).digest).toBe(bundle.digest);
  }, 900_000);

  it('notices a damaged copy in the cache, and one that is sound but other than it was made, and makes it anew', async () => {
    const { bundle } = await obtain('auto', SHARED_CACHE);
    const cache = scratch();
    const copy = join(cache, bundle.archive.slice(SHARED_CACHE.length));
    const dir = scratch();
    await extract({ file: bundle.archive, cwd: dir });
    fakeMaven(`cp '${join(dir, TOP, 'libs')}'/*.jar .`);
    for (const [bad, why] of [
      [Buffer.from('damaged'), 'The archive is refused'],
      [BYTES, 'its files are not those that it was made with'],
    ] as const) {
      writeFileSync(copy, bad);
      const offline = await failure(obtain('auto', cache, { offline: true }));
      expect(offline.message).toContain('--offline');
      const { said, bundle: made } = await obtain('auto', cache);
      expect(said).toEqual([expect.stringContaining(why), expect.stringContaining('Assembling kafka_2.10-0.8.2.1 from 12 jars')]);
      expect(made).toEqual({ ...bundle, archive: copy });
    }
  }, 900_000);

  it('may be made by two runs at once', async () => {
    const { bundle } = await obtain('auto', SHARED_CACHE);
    const dir = scratch();
    await extract({ file: bundle.archive, cwd: dir });
    fakeMaven(`cp '${join(dir, TOP, 'libs')}'/*.jar .`);
    const cache = scratch();
    const made = await Promise.all([obtain('auto', cache), obtain('auto', cache)]);
    for (const one of made) expect(one.bundle.sha256).toBe(bundle.sha256);
    expect(readdirSync(cache)).toEqual([bundle.archive.slice(SHARED_CACHE.length + 1)]);
  }, 900_000);

  it('refuses a jar that is not the locked one', async () => {
    const cache = scratch();
    const names = (await lock()).jars.map(({ file }) => file);
    fakeMaven(`for jar in ${names.join(' ')}; do echo evil > "$jar"; done`);
    const { code, message } = await failure(obtain('auto', cache));
    expect(code).toBe('BUNDLE_REFUSED');
    expect(message).toContain('scala-library-2.10.4.jar has SHA-256');
    expect(readdirSync(cache)).toEqual([]);
  });

  it.each([
    [undefined, 'The Maven client (mvn) is not installed; it is needed to fetch the jars of the bundle', 'apt-get install maven'],
    ['echo "[ERROR] Could not transfer from http://me:hush@mirror/: refused"; exit 1', 'refused', 'settings.xml'],
    ['echo the JAVA_HOME variable is wrong >&2; exit 1', 'the JAVA_HOME variable is wrong', 'settings.xml'],
    ['exit 0', 'The file cannot be read', 'kafka.bundle'],
    ['echo "[ERROR] No compiler is provided in this environment. Perhaps"; exit 1', 'it needs a JDK', 'JAVA_HOME'],
  ])('says what is wrong with Maven: %s', async (script, why, advice) => {
    fakeMaven(script);
    const { code, message, todo } = await failure(obtain('auto', scratch()));
    expect(code).toBe('BUNDLE_MISSING');
    expect(message).toContain(why);
    expect(message).not.toContain('hush');
    expect(todo.join('\n')).toContain(advice);
  });

  it('can be interrupted while Maven runs', async () => {
    fakeMaven('exec sleep 60');
    const options = { offline: false, cacheDir: scratch(), progress: () => undefined, signal: AbortSignal.timeout(300) };
    expect((await failure(obtainBundle(kafka, { ...EXPECTED, bundle: 'auto' }, options))).code).toBe('INTERRUPTED');
  });

  it('says what it can make when it is asked for something else', async () => {
    const { code, message } = await failure(obtain('auto', scratch(), { version: '0.8.2.2' }));
    expect({ code, message }).toEqual({
      code: 'BUNDLE_MISSING',
      message: 'kafka.bundle: auto cannot make kafka_2.10-0.8.2.2, only kafka_2.10-0.8.2.1',
    });
  });

  it('sweeps away what killed runs left long ago, and nothing younger', async () => {
    const cache = scratch();
    for (const name of ['work-old', 'work-new']) mkdirSync(join(cache, name));
    utimesSync(join(cache, 'work-old'), 1, 1);
    fakeMaven('exit 1');
    await failure(obtain('auto', cache));
    expect(readdirSync(cache)).toEqual(['work-new']);
  });
});
