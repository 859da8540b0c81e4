import { mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, readSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { replaceFile } from '../../../src/terminal/text-file.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'fams-file-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true });
});

it('replaces a file by another one, so that who reads the old one reads it to its end', async () => {
  const path = join(dir, 'fams.prom');
  writeFileSync(path, 'old old old', { mode: 0o600 });
  const reader = openSync(path, 'r');
  await replaceFile(path, 'new');
  const seen = Buffer.alloc(20);
  expect(seen.toString('utf8', 0, readSync(reader, seen))).toBe('old old old');
  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(statSync(path).mode & 0o777).toBe(0o644);
  expect(readdirSync(dir)).toEqual(['fams.prom']);
});

it('leaves nothing behind when it cannot', async () => {
  const path = join(dir, 'taken');
  mkdirSync(path);
  await expect(replaceFile(path, 'new')).rejects.toMatchObject({ code: 'COMMAND_FAILED', where: { file: path } });
  expect(readdirSync(dir)).toEqual(['taken']);
});

it('names the directory that is not there', async () => {
  const path = join(dir, 'absent', 'fams.prom');
  await expect(replaceFile(path, 'new')).rejects.toMatchObject({
    where: { file: path },
    todo: [expect.stringContaining(join(dir, 'absent'))],
  });
});
