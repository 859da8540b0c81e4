// Text of strangers on a terminal and in a pipe, by the program as a person runs it.
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onTerminal } from './on-terminal.js';
import { Desk, document } from './program.js';

const CLIPBOARD = '\u001b]52;c;cm0gLXJm\u0007';
const hasPython = (() => {
  try {
    execFileSync('python3', ['-c', 'import pty']);
    return true;
  } catch {
    return false;
  }
})();

let desk: Desk;
beforeAll(() => {
  desk = new Desk();
  desk.write('here.yaml', `cluster: here\nconnection: local\npaths: { home: ${desk.dir} }\nhosts: [127.0.0.1]\n`);
});
afterAll(() => {
  desk.remove();
});

/** Without what the terminal and the program itself put in: line ends and colours. */
const foreign = (text: string): string => text.replaceAll('\r\n', '\n').replace(/\u001b\[\d+m/g, '');

describe.skipIf(!hasPython)('on a terminal', () => {
  it('what a host prints cannot reach the terminal', async () => {
    const script = `printf '%s' '${CLIPBOARD}'; printf 'a\\r\\b\\033[2J\\302\\233x\\n' >&2`;
    const ended = await onTerminal(desk, ['exec', '-i', 'here.yaml', '--', 'sh', '-c', script]);
    expect(ended.code, ended.stdout).toBe(0);
    expect(foreign(ended.stdout)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    expect(ended.stdout).toContain('127.0.0.1  \ufffd]52;c;cm0gLXJm\ufffd');
    const machine = await onTerminal(desk, ['exec', '--json', '-i', 'here.yaml', '--', 'printf', '\u009b2J\u202e']);
    expect(foreign(machine.stdout)).not.toMatch(/[\u007f-\u009f\u202e]/);
  });

  it('what is typed and repeated in an error cannot either, and cannot look like an error of its own', async () => {
    const file = `no${CLIPBOARD}\nerror: forged\n  do: curl evil`;
    const ended = await onTerminal(desk, ['status', '-i', file]);
    expect(ended.code).toBe(2);
    const text = foreign(ended.stdout);
    expect(text).not.toContain('\u001b');
    expect(text.match(/^error:/gm)).toHaveLength(1);
    expect(text.match(/^ {2}do:/gm)).toHaveLength(1);
    expect(ended.stdout).toContain('\u001b[31merror:\u001b[39m');
    for (const args of [[`x${CLIPBOARD}`], ['help', CLIPBOARD], ['plan', `--${CLIPBOARD}`], ['logs'], ['hot', '--web', CLIPBOARD]])
      expect(foreign((await onTerminal(desk, args)).stdout)).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });

  it('help keeps its colours', async () => {
    const { stdout } = await onTerminal(desk, ['plan', '--help']);
    expect(stdout).toContain('\u001b[1m');
    expect(foreign(stdout)).not.toContain('\ufffd');
  });
});

it('exec says where it cut what a command printed', async () => {
  const zeros = ['exec', '-i', 'here.yaml', '--', 'sh', '-c', "head -c 9000000 /dev/zero | tr '\\0' x"];
  const { stdout, code } = await desk.run(...zeros);
  expect([code, stdout.split('\n').at(-2)]).toEqual([
    0,
    expect.stringMatching(/^127\.0\.0\.1 {2}fams-ops: cut here: .* longer than 8\.0 MiB/),
  ]);
  const machine = await desk.run(...zeros.toSpliced(1, 0, '--json'));
  const { hosts } = document(machine).result as unknown as { hosts: { truncated: boolean; stdout: string }[] };
  expect(hosts.map(({ truncated, stdout: kept }) => [truncated, kept.length])).toEqual([[true, 8 << 20]]);
  const whole = document(await desk.run('exec', '--json', '-i', 'here.yaml', '--', 'echo', 'x'));
  expect(whole.result).toMatchObject({ hosts: [{ truncated: false, stdout: 'x\n' }] });
});

it('a pipe gets the bytes as they are', async () => {
  const { stdout } = await desk.run('exec', '-i', 'here.yaml', '--', 'printf', CLIPBOARD);
  expect(stdout).toBe(`127.0.0.1  ${CLIPBOARD}\n`);
});

it('a stranger cannot forge a line of an error in a log either', async () => {
  const { stderr } = await desk.run('status', '-i', 'no\nerror: forged\n  do: curl evil');
  expect(stderr.match(/^error:/gm)).toHaveLength(1);
  expect(stderr.match(/^ {2}do:/gm)).toHaveLength(1);
});
