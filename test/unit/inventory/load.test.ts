import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { toAppError } from '../../../src/errors/app-error.js';
import { loadInventory } from '../../../src/inventory/load.js';

const folder = mkdtempSync(join(tmpdir(), 'fams-ops-inventory-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, content: string | Buffer): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

const errorOf = async (path: string) => {
  const thrown: unknown = await loadInventory(path).then(
    () => undefined,
    (error: unknown) => error,
  );
  return toAppError(thrown);
};

describe('loadInventory', () => {
  it('reads a file, with the home directory of who runs it', async () => {
    const path = file('local.yaml', 'cluster: a\nconnection: local\nhosts: [b]\n');
    const { cluster } = await loadInventory(path);
    expect([cluster.file, cluster.hosts[0]?.home]).toEqual([path, homedir()]);
    expect((await loadInventory(path, { home: '/srv/me' })).cluster.hosts[0]?.home).toBe('/srv/me');
  });

  it('finds a bundle beside it', async () => {
    const { cluster } = await loadInventory(file('bundle.yaml', 'cluster: a\nhosts: [b]\nkafka: { bundle: archives/k.tgz }\n'));
    expect(cluster.software.kafka.bundle).toBe(join(folder, 'archives/k.tgz'));
  });

  it('says why a file cannot be read', async () => {
    const missing = await errorOf(join(folder, 'none.yaml'));
    expect([missing.code, missing.exitCode, missing.message, missing.where.file]).toEqual([
      'INVENTORY_MISSING',
      2,
      'The inventory cannot be read: there is none.',
      join(folder, 'none.yaml'),
    ]);
    expect((await errorOf(folder)).message).toContain('it is a directory');
  });

  it('refuses a home directory that scripts would split, by the host that has it', async () => {
    const path = file('blank.yaml', 'cluster: a\nconnection: local\nhosts: [b]\n');
    await expect(loadInventory(path, { home: '/home/my user' })).rejects.toMatchObject({
      problems: [{ line: 3, column: 9, path: 'hosts[0]', message: 'its home directory "/home/my user" holds " "' }],
    });
  });

  it.each([
    ['Latin-1', Buffer.from('cluster: fams\nhosts: [b]\n# Gr\xfc\xdfe\n', 'latin1'), [3, 5]],
    ['UTF-16', Buffer.from('\ufeffcluster: fams\n', 'utf16le'), [1, 1]],
  ])('points at the first byte that is not UTF-8: %s', async (_, content, [line, column]) => {
    const { code, problems } = await errorOf(file('bytes.yaml', content));
    expect(code).toBe('INVENTORY_INVALID');
    expect(problems).toMatchObject([{ line, column }]);
  });

  it('reads no more than it may of a file without an end', async () => {
    const { problems } = await errorOf('/dev/zero');
    expect(problems.map((one) => one.message)).toEqual(['the file is larger than 1 MiB']);
  });

  it('takes no part of a file that is too large, wherever its characters are cut', async () => {
    for (const pad of [0, 1, 2]) {
      const { problems } = await errorOf(file('large.yaml', `cluster: a\nhosts: [b]\n#${'x'.repeat(pad)}${'€'.repeat(400_000)}`));
      expect(problems.map((one) => one.message)).toEqual(['the file is larger than 1 MiB']);
    }
  });

  it('reads a pipe', async () => {
    const pipe = join(folder, 'pipe');
    await promisify(execFile)('mkfifo', [pipe]);
    const writing = promisify(execFile)('sh', ['-c', 'printf "cluster: a\\nhosts: [b]\\n" > "$1"', 'sh', pipe]);
    expect((await loadInventory(pipe)).cluster.name).toBe('a');
    await writing;
  });
});
