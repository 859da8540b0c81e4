import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeArchive } from '../../../../src/bundle/archive/writing.js';
import { scratch } from '../archives.js';

const AT = new Date('2026-03-04T05:06:07Z');

describe('writeArchive', () => {
  it('makes what tar unpacks to the same texts, readable by the owner alone', async () => {
    const dir = scratch();
    const to = join(dir, 'out.tar.gz');
    const entries = [
      { path: 'README.txt', text: 'hello\n' },
      { path: 'hosts/n1/log/empty', text: '' },
      { path: 'hosts/n1/log/热点.log', text: '今日热点\n'.repeat(1000) },
      { path: `hosts/${'a.long.name.'.repeat(15)}/facts.json`, text: 'far' },
    ];
    const bytes = await writeArchive(to, 'top-1', entries, AT);
    expect([bytes, statSync(to).mode & 0o777, readdirSync(dir)]).toEqual([statSync(to).size, 0o600, ['out.tar.gz']]);
    const unpacked = join(dir, 'un');
    mkdirSync(unpacked);
    execFileSync('tar', ['-xzpf', to, '-C', unpacked]);
    for (const { path, text } of entries) {
      const file = join(unpacked, 'top-1', path);
      expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777, statSync(file).mtimeMs]).toEqual([text, 0o600, AT.getTime()]);
    }
    expect(statSync(join(unpacked, 'top-1/hosts/n1')).mode & 0o777).toBe(0o700);
  });

  it('leaves nothing behind, and what was there untouched, where it cannot be written', async () => {
    const dir = scratch();
    const to = join(dir, 'taken');
    mkdirSync(to);
    writeFileSync(join(to, 'mine'), 'mine');
    await expect(writeArchive(to, 'top', [{ path: 'a', text: 'a' }], AT)).rejects.toThrow();
    expect([readdirSync(dir), readdirSync(to)]).toEqual([['taken'], ['mine']]);
    await expect(writeArchive(join(dir, 'no', 'where'), 'top', [], AT)).rejects.toThrow(/ENOENT/);
  });
});
