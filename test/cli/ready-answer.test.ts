// Ready answers are what oclif itself prints, byte for byte.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readyAnswer } from '../../src/ready-answer.js';
import { onTerminal } from './on-terminal.js';
import { Desk } from './program.js';

const PACKAGE = new URL('../../', import.meta.url);
const { commands } = JSON.parse(readFileSync(new URL('oclif.manifest.json', PACKAGE), 'utf8')) as { commands: Record<string, unknown> };

let desk: Desk;
beforeAll(() => {
  desk = new Desk();
});
afterAll(() => {
  desk.remove();
});

/** With a width of its own it is always oclif that answers; 80 is the one that it takes for a pipe. */
const byOclif = (args: readonly string[]): ReturnType<Desk['run']> => desk.start(args, { OCLIF_COLUMNS: '80' }).ended;

describe('a ready answer is what oclif prints', () => {
  const forms = [[], ['--help'], ['help'], ['--version'], ['--version', 'plan'], ['autocomplete', '--help']];
  const helps = Object.keys(commands).flatMap((name) => [
    [name, '--help'],
    ['help', name],
  ]);
  it.each([...forms, ...helps].map((args) => ({ typed: args.join(' '), args })))('to $typed', async ({ args }) => {
    const answer = await readyAnswer(args, {}, PACKAGE);
    const [ready, ordinary] = await Promise.all([desk.run(...args), byOclif(args)]);
    expect(ready).toEqual(ordinary);
    expect(ready).toEqual({ code: 0, stdout: answer, stderr: '' });
    // POSIX: a pipe takes up to 4096 bytes at once or not at all, so that no answer is printed half and then again.
    expect(Buffer.byteLength(ready.stdout)).toBeLessThanOrEqual(4096);
  });
});

describe('only oclif answers', () => {
  it.each([
    [['nosuch', '--help'], {}],
    [['help', '../../../package.json'], {}],
    [['help', '--help'], {}],
    [['_help', '--help'], {}],
    [['help', 'help'], {}],
    [['plan', '--debug', '--help'], {}],
    [['plan', '--', '--help'], {}],
    [['plan', '--help'], { OCLIF_COLUMNS: '100' }],
    [['plan', '--help'], { FORCE_COLOR: '1' }],
  ])('%j with %j', async (args, env) => {
    expect(await readyAnswer(args, env, PACKAGE)).toBeNull();
  });

  it('on a terminal, which has a width and colours of its own', async () => {
    expect((await onTerminal(desk, ['plan', '--help'])).stdout).toContain('\u001b[1mUSAGE');
  });
});

it('a reader that has gone away is no error', async () => {
  expect(await desk.shell('"$@" | true; exit "${PIPESTATUS[0]}"', '--help')).toMatchObject({ code: 0, stderr: '' });
});
