import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { create } from 'tar';
import { describe, expect, it } from 'vitest';
import { inspectArchive } from '../../../../src/bundle/archive/inspection.js';
import { kafka } from '../../../../src/bundle/products/kafka.js';
import { AppError } from '../../../../src/errors/app-error.js';
import { archiveOf, END, EXPECTED, GOOD, scratch, tarOf, TOP, type RawEntry } from '../archives.js';

const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');
const goodWith = (...more: readonly RawEntry[]): string => archiveOf([...GOOD, ...more]);

async function refusalOf(path: string, expected: Parameters<typeof inspectArchive>[2] = EXPECTED): Promise<string> {
  const thrown: unknown = await inspectArchive(kafka, path, expected).catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(AppError);
  const { code, exitCode, message, where, todo } = thrown as AppError;
  expect({ code, exitCode, where }).toEqual({ code: 'BUNDLE_REFUSED', exitCode: 5, where: { file: path } });
  expect(todo).not.toHaveLength(0);
  return message;
}

describe('a good archive', () => {
  it('is what its top directory says, with a digest that can be computed by hand', async () => {
    const path = archiveOf(GOOD);
    const lines = [
      `bin/kafka-run-class.sh 755 ${sha256('#!/bin/sh\n')}\n`,
      `config/server.properties 644 ${sha256('broker.id=0\n')}\n`,
      `libs/${TOP}.jar 644 ${sha256('not really a jar')}\n`,
    ];
    expect(await inspectArchive(kafka, path, EXPECTED)).toEqual({
      name: 'kafka',
      directory: TOP,
      scala: '2.10',
      version: '0.8.2.1',
      digest: sha256(lines.join('')),
      sha256: sha256(readFileSync(path)),
      bytes: statSync(path).size,
    });
  });

  it('has the same digest in whatever order and compression it was packed', async () => {
    const { digest } = await inspectArchive(kafka, archiveOf(GOOD), EXPECTED);
    for (const other of [tarOf([...GOOD].reverse()), gzipSync(tarOf(GOOD.slice(1)), { level: 1 }), tarOf(GOOD.map(dotted))])
      expect((await inspectArchive(kafka, archiveOf(other), EXPECTED)).digest).toBe(digest);
  });

  it('has another digest when a byte, a mode or a name changes', async () => {
    const digests = await Promise.all(
      [{}, { content: '#!/bin/sh\n\n' }, { mode: 0o711 }, { path: `${TOP}/bin/kafka-topics.sh`, content: '#!/bin/sh\n' }].map(
        async (change, i) => {
          const run = { ...GOOD[1], path: `${TOP}/bin/kafka-run-class.sh`, ...change };
          return (await inspectArchive(kafka, i < 3 ? archiveOf([run, ...GOOD.slice(2)]) : goodWith(run), EXPECTED)).digest;
        },
      ),
    );
    expect(new Set(digests).size).toBe(4);
  });

  it('may hold links that stay inside, in whatever order', async () => {
    const path = goodWith(
      { path: `${TOP}/libs/current.jar`, type: '2', link: '../bin/../libs/later/kafka.jar' },
      { path: `${TOP}/libs/later`, type: '2', link: '.' },
      { path: `${TOP}/libs/same.jar`, type: '1', link: `${TOP}/libs/${TOP}.jar` },
    );
    await expect(inspectArchive(kafka, path, EXPECTED)).resolves.toMatchObject({ directory: TOP });
  });

  it('is read as the tar library writes it, long names and all', async () => {
    const dir = scratch();
    for (const part of ['bin', 'libs', 'config']) mkdirSync(join(dir, TOP, part), { recursive: true });
    writeFileSync(join(dir, TOP, 'bin/kafka-run-class.sh'), '#!/bin/sh\n', { mode: 0o755 });
    writeFileSync(join(dir, TOP, `libs/${TOP}.jar`), Buffer.alloc(3_000_000, 7));
    writeFileSync(join(dir, TOP, `config/${'long-name-'.repeat(20)}`), 'x');
    symlinkSync(`${TOP}.jar`, join(dir, TOP, 'libs/kafka.jar'));
    const file = join(dir, 'a.tgz');
    await create({ file, cwd: dir, gzip: true }, [TOP]);
    const first = await inspectArchive(kafka, file, EXPECTED);
    await create({ file: join(dir, 'b.tar'), cwd: dir, portable: true }, [TOP]);
    expect((await inspectArchive(kafka, join(dir, 'b.tar'), EXPECTED)).digest).toBe(first.digest);
  });

  it('leaves nothing unpacked', async () => {
    const path = archiveOf(GOOD);
    await inspectArchive(kafka, path, EXPECTED);
    expect(existsSync(join(path, '..', TOP))).toBe(false);
  });
});

const dotted = (entry: RawEntry): RawEntry => ({ ...entry, path: `./${entry.path}` });

describe('refused: what could land outside or overwrite', () => {
  const evil: readonly (readonly [string, readonly RawEntry[], string])[] = [
    ['..', [{ path: `${TOP}/../../etc/cron` }], `entry "${TOP}/../../etc/cron": its path leads out by ..`],
    ['absolute', [{ path: '/etc/passwd' }], 'entry "/etc/passwd": its path is absolute'],
    ['dots inside', [{ path: `${TOP}/bin/./x` }], 'its path is not in plain form'],
    ['a newline', [{ path: `${TOP}/bin/a\nb` }], String.raw`entry "${TOP}/bin/a\nb": its name has a blank`],
    ['an escape sequence', [{ path: `${TOP}/\u001b[2J` }], String.raw`entry "${TOP}/\u001b[2J": its name`],
    ['two tops', [{ path: 'other/x' }], `entry "other/x": a bundle has one directory at its top, and this one began with ${TOP}`],
    ['a file at the top', [{ path: 'README' }], 'entry "README": a bundle has one directory at its top'],
    ['a device', [{ path: `${TOP}/null`, type: '3' }], `entry "${TOP}/null": it is a character device`],
    ['a block device', [{ path: `${TOP}/disk`, type: '4' }], `entry "${TOP}/disk": it is a block device`],
    ['a pipe', [{ path: `${TOP}/pipe`, type: '6' }], `entry "${TOP}/pipe": it is a named pipe`],
    ['an unknown type', [{ path: `${TOP}/x`, type: 'Q' }], 'of the unexpected type'],
    ['a sparse file', [{ path: `${TOP}/x`, type: 'S' }], 'of the unexpected type'],
    [
      'a link outside',
      [{ path: `${TOP}/out`, type: '2', link: '../../etc' }],
      `entry "${TOP}/out": it is a symbolic link to "../../etc", which leads outside`,
    ],
    ['a link beside', [{ path: `${TOP}/out`, type: '2', link: '../other' }], 'which leads outside'],
    ['an absolute link', [{ path: `${TOP}/out`, type: '2', link: '/etc' }], 'it is a symbolic link to "/etc", an absolute path'],
    [
      'a chain of links',
      [
        { path: `${TOP}/a/b/up`, type: '2', link: '../..' },
        { path: `${TOP}/chain`, type: '2', link: 'a/b/up/../x' },
      ],
      `entry "${TOP}/chain": it is a symbolic link to "a/b/up/../x", which leads outside`,
    ],
    [
      'a loop of links',
      [
        { path: `${TOP}/a`, type: '2', link: 'b' },
        { path: `${TOP}/b`, type: '2', link: 'a' },
      ],
      'leads through too many others, or to itself',
    ],
    [
      'a file through a link',
      [{ path: `${TOP}/d`, type: '2', link: 'bin' }, { path: `${TOP}/d/kafka-run-class.sh` }],
      `${TOP}/d is a symbolic link, nothing can lie below it`,
    ],
    ['a hard link outside', [{ path: `${TOP}/h`, type: '1', link: '/etc/passwd' }], 'it is a hard link to "/etc/passwd"'],
    ['a hard link up', [{ path: `${TOP}/h`, type: '1', link: `${TOP}/../../x` }], 'it is a hard link to'],
    [
      'a hard link to what comes later',
      [{ path: `${TOP}/h`, type: '1', link: `${TOP}/z` }, { path: `${TOP}/z` }],
      'no file of this archive before it',
    ],
    [
      'a hard link to a link',
      [
        { path: `${TOP}/s`, type: '2', link: 'bin' },
        { path: `${TOP}/h`, type: '1', link: `${TOP}/s` },
      ],
      'no file of this archive before it',
    ],
    ['a hard link with content', [{ path: `${TOP}/h`, type: '1', link: `${TOP}/libs/${TOP}.jar`, content: 'x' }], 'and yet has content'],
    ['the same file twice', [{ path: `${TOP}/config/server.properties` }], 'it is there twice and would overwrite the file'],
    ['a directory over a file', [{ path: `${TOP}/config/server.properties/`, type: '5', mode: 0o755 }], 'it is there twice'],
    ['a link over a file', [{ path: `${TOP}/config/server.properties`, type: '2', link: 'x' }], 'it is there twice'],
    ['set-user-id', [{ path: `${TOP}/bin/su`, mode: 0o4755 }], `entry "${TOP}/bin/su": it is set-user-id`],
    ['an unreadable file', [{ path: `${TOP}/bin/x`, mode: 0o200 }], 'its owner could not read it (mode 200)'],
    [
      'attributes that hide a sparse file',
      [{ path: 'x', type: 'x', content: '22 GNU.sparse.name=a\n' }, { path: `${TOP}/x` }],
      'it holds a sparse file',
    ],
    [
      'a path in attributes',
      [{ path: 'x', type: 'x', content: '18 path=/etc/cron\n' }, { path: `${TOP}/x` }],
      'entry "/etc/cron": its path is absolute',
    ],
  ];
  it.each(evil)('%s', async (_what, entries, message) => {
    expect(await refusalOf(goodWith(...entries))).toContain(message);
  });

  it('more entries than any bundle has', async () => {
    const many = Array.from({ length: 20_001 }, (_, i) => ({ path: `${TOP}/f${i}` }));
    expect(await refusalOf(goodWith(...many))).toContain('more than 20000 entries');
  });
});

describe('refused: what is not the software asked for', () => {
  const without = (name: string): string => archiveOf(GOOD.filter(({ path }) => !path.includes(name)));
  const renamed = (top: string): string => archiveOf(GOOD.map((entry) => ({ ...entry, path: entry.path.replaceAll(TOP, top) })));

  it('says what it holds when that is another version or Scala', async () => {
    const message = await refusalOf(renamed('kafka_2.11-0.8.2.2'));
    expect(message).toContain('it holds kafka_2.11-0.8.2.2, the inventory asks for kafka_2.10-0.8.2.1');
    await expect(
      inspectArchive(kafka, renamed('kafka_2.11-0.8.2.2'), { ...EXPECTED, scala: '2.11', version: '0.8.2.2' }),
    ).resolves.toMatchObject({
      scala: '2.11',
      version: '0.8.2.2',
    });
  });

  it('says which jar is there when it is not the one that the directory promises', async () => {
    const swapped = GOOD.map((entry) => ({ ...entry, path: entry.path.replace(`libs/${TOP}.jar`, 'libs/kafka_2.10-0.8.1.1.jar') }));
    expect(await refusalOf(archiveOf(swapped))).toContain(`${TOP}/libs/${TOP}.jar is missing, and kafka_2.10-0.8.1.1.jar is there instead`);
  });

  it.each([
    ['kafka-run-class.sh', `${TOP}/bin/kafka-run-class.sh is missing`],
    ['libs/', `${TOP}/libs with its jars is missing`],
  ])('misses %s', async (name, message) => expect(await refusalOf(without(name))).toContain(message));

  it('has a kafka-run-class.sh that cannot be run', async () => {
    const plain = GOOD.map((entry) => ({ ...entry, mode: entry.type === '5' ? 0o755 : 0o644 }));
    expect(await refusalOf(archiveOf(plain))).toContain('bin/kafka-run-class.sh is not executable');
  });

  it('has another directory at its top', async () => {
    expect(await refusalOf(renamed('kafka-0.8.2.1-src'))).toContain(
      'the directory at its top is "kafka-0.8.2.1-src", not kafka_<scala>-<version>',
    );
  });

  it('has another SHA-256, which is said before anything that may be wrong inside', async () => {
    const message = await refusalOf(archiveOf(Buffer.from('x')), { ...EXPECTED, sha256: 'A'.repeat(64) });
    expect(message).toContain(`its SHA-256 is ${sha256('x')}, the inventory says ${'A'.repeat(64)}`);
    const good = archiveOf(GOOD);
    await inspectArchive(kafka, good, { ...EXPECTED, sha256: sha256(readFileSync(good)).toUpperCase() });
  });
});

describe('refused: what is damaged', () => {
  const whole = gzipSync(tarOf(GOOD));
  const flipped = Buffer.from(whole);
  flipped.writeUInt8((flipped[60] ?? 0) ^ 0xff, 60);
  const badHeader = tarOf(GOOD);
  badHeader.write('X', 512);

  it.each<[string, Buffer, string]>([
    ['empty', Buffer.alloc(0), 'it is neither a .tar nor a gzip-compressed one'],
    ['a web page', Buffer.from('<html>Not found</html>'.repeat(100)), 'it is an HTML page, not an archive'],
    ['a compressed web page', gzipSync('<html>Not found</html>'.repeat(100)), 'it is neither a .tar nor a gzip-compressed one'],
    ['gzip cut off', whole.subarray(0, whole.length - 20), 'its gzip data is damaged'],
    ['gzip changed', flipped, 'its gzip data is damaged'],
    ['gzip with a tail', Buffer.concat([whole, Buffer.from('tail')]), 'its gzip data is damaged'],
    ['gzip with zeros behind it', Buffer.concat([whole, Buffer.alloc(4)]), '4 bytes follow the end of its gzip data'],
    ['compressed twice', gzipSync(whole), 'it is compressed twice'],
    ['tar cut off inside a file', tarOf(GOOD).subarray(0, 1024 + 300), 'it is damaged: Truncated input'],
    ['tar cut off between files', tarOf(GOOD, Buffer.alloc(0)), 'it is cut off: its end mark is missing'],
    ['tar with half an end mark', tarOf(GOOD, Buffer.alloc(512)), 'it is cut off: its end mark is missing'],
    ['a changed header', badHeader, 'it is damaged: checksum failure'],
    [
      'an entry behind half an end mark',
      Buffer.concat([tarOf(GOOD, Buffer.alloc(512)), tarOf([{ path: `${TOP}/late` }])]),
      'it comes after the end mark',
    ],
    ['only an end mark', END, 'it is neither a .tar nor a gzip-compressed one'],
  ])('%s', async (_what, bytes, message) => {
    expect(await refusalOf(archiveOf(bytes))).toContain(message);
  });

  it('of an absurd size, by what its headers say', async () => {
    const entries = tarOf([...GOOD, { path: `${TOP}/huge`, size: 3 * 1024 ** 3 }]);
    expect(await refusalOf(archiveOf(entries))).toContain('it unpacks to more than 2 GiB');
  });

  it('of an absurd size, by what comes out of it', async () => {
    const zeros = gzipSync(Buffer.alloc(1 << 26));
    const bomb = Buffer.concat([whole, ...Array.from({ length: 40 }, () => zeros)]);
    expect(bomb.length).toBeLessThan(4 << 20);
    expect(await refusalOf(archiveOf(bomb))).toContain('it unpacks to more than 2 GiB');
  }, 60_000);
});

it('stops when it is told to', async () => {
  const thrown: unknown = await inspectArchive(kafka, archiveOf(GOOD), EXPECTED, { signal: AbortSignal.abort() }).catch(
    (error: unknown) => error,
  );
  expect(thrown).toMatchObject({ code: 'INTERRUPTED', exitCode: 130 });
});
