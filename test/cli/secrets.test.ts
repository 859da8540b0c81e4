// Promise 8: no password appears in an error, and nothing that is started here inherits one.
import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Desk, document } from './program.js';

let desk: Desk;
beforeAll(() => {
  desk = new Desk();
  mkdirSync(join(desk.dir, 'bin'));
  desk.write('bin/mvn', '#!/bin/sh\nenv > "$HOME/environment"\nprintf "[ERROR] no mirror\\n"\nexit 1\n');
  chmodSync(join(desk.dir, 'bin/mvn'), 0o755);
  const hosts = ['passwordEnv: FIRST_SECRET', 'passphraseEnv: SECOND_SECRET'].map(
    (ssh, i) => `  - { address: 10.0.0.${String(i + 1)}, ssh: { ${ssh} } }\n`,
  );
  desk.write('cluster.yaml', `cluster: fams\nhosts:\n${hosts.join('')}`);
});
afterAll(() => {
  desk.remove();
});

it('Maven does not inherit the variables that the inventory names, and all others', async () => {
  const secrets = { FIRST_SECRET: 'hunter2', SECOND_SECRET: 'hunter3', MAVEN_ARGS: '-q' };
  const path = `${join(desk.dir, 'bin')}:${process.env['PATH'] ?? ''}`;
  const { code, stderr } = await desk.start(['bundle', '-i', 'cluster.yaml'], { ...secrets, PATH: path }).ended;
  expect([code, stderr]).toEqual([1, expect.stringContaining('no mirror')]);
  const inherited = readFileSync(join(desk.dir, 'environment'), 'utf8');
  expect(inherited).toContain('MAVEN_ARGS=-q');
  expect(inherited).toContain(`HOME=${desk.dir}`);
  expect(inherited).not.toMatch(/hunter|_SECRET/);
});

it('a secret that is typed where it does not belong is not repeated either', async () => {
  for (const args of [['plan', 'db.password=hunter2'], ['db.password=hunter2'], ['plan', '--db-password=hunter2']]) {
    const { code, stdout, stderr } = await desk.run(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).not.toContain('hunter2');
  }
});

it.each([
  ['my.db.password=hunter2', '--conf my.db.password=... is no property of Spark.'],
  ['password hunter2', 'The value of --conf number 1 is no property of Spark.'],
  ['=hunter2', 'The value of --conf number 1 is no property of Spark.'],
])('submit --conf %s is not repeated in the error', async (conf, what) => {
  const ended = await desk.run('submit', 'a.jar', '--class', 'A', '--conf', conf, '-i', 'cluster.yaml');
  expect([ended.code, ended.stderr]).toEqual([2, expect.stringContaining(`error: ${what}\n`)]);
  expect(ended.stdout + ended.stderr).not.toContain('hunter2');
  const machine = await desk.run('submit', 'a.jar', '--class', 'A', '--conf', conf, '-i', 'cluster.yaml', '--json');
  expect(document(machine).error?.what).toBe(what);
  expect(machine.stdout + machine.stderr).not.toContain('hunter2');
});
