import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { shellText } from '../../../../src/hosts/session/shell-text.js';

const shells = ['dash', 'bash', 'busybox'].filter((name) => spawnSync(name, ['--help']).error === undefined);
const sh = (name: string, input: string) => spawnSync(name, name === 'busybox' ? ['sh'] : [], { input, encoding: 'utf8' });

it.each(shells)('does nothing when it arrives cut short anywhere (%s)', (name) => {
  const text = shellText({ script: 'echo one\necho two\n', args: ["it's"], input: 'none' });
  expect(sh(name, text).stdout).toBe('one\ntwo\n');
  for (let length = 1; length < text.length - 1; length += name === 'dash' ? 7 : 61) {
    expect(sh(name, text.slice(0, length)), `${String(length)} characters`).toMatchObject({ stdout: '' });
  }
});

it.each(shells)('begins with a script that takes a payload only when it has read the whole text (%s)', async (name) => {
  const child = spawn(name, name === 'busybox' ? ['sh'] : [], { stdio: 'pipe' });
  child.stderr.on('data', (chunk: Buffer) => {
    if (chunk.toString() === 'fams-ops-begin\n') child.stdin.end('payload');
  });
  child.stdin.write(shellText({ script: 'cat', args: [], input: 'payload' }));
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdout) chunks.push(chunk as Buffer);
  expect(Buffer.concat(chunks).toString()).toBe('payload');
});

it.each(shells)('ends the script when its own standard input ends (%s)', async (name) => {
  const child = spawn(name, name === 'busybox' ? ['sh'] : [], { stdio: 'pipe', detached: true });
  child.stdin.write(shellText({ script: 'echo begun; sleep 300 & sleep 300', args: [], input: 'none' }));
  await once(child.stdout, 'data');
  child.stdin.end();
  expect(await once(child, 'close')).toEqual([null, 'SIGTERM']);
});
