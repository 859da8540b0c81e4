// A full disk, as the host's own tools tell it. A real one needs a file system of its own; here `cat` fails as it does there.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { localHost, operator, sessionTo } from '../support/operator.js';

it('shows the file system when it is full, and leaves nothing', async () => {
  const who = operator();
  const bin = join(who.home, 'bin');
  const dir = join(who.home, 'dir');
  mkdirSync(bin);
  mkdirSync(dir);
  writeFileSync(join(bin, 'cat'), '#!/bin/sh\nhead -c 10\necho "cat: write error: No space left on device" >&2\nexit 1\n', { mode: 0o755 });
  writeFileSync(join(who.home, 'local'), 'x'.repeat(100_000));
  const session = await sessionTo({ ...who, env: { ...who.env, PATH: `${bin}:${String(process.env['PATH'])}` } }, localHost);
  const sha256 = createHash('sha256').update('x').digest('hex');
  const putting = session.put(join(who.home, 'local'), join(dir, 'target'), { sha256, mode: 0o600, deadlineMs: 10_000 });
  await expect(putting).rejects.toMatchObject({
    code: 'UPLOAD_FAILED',
    message: expect.stringMatching(/No space left on device[^]*could not be written\n\S+ +\d+ +\d+ +\d+ +\d+% /) as string,
    todo: [expect.stringMatching(/Free space/) as string],
  });
  expect(readdirSync(dir)).toEqual([]);
  session.close();
  who.remove();
});
