// One table for the lock: what templates/scripts/lock.sh answers on a real host, and what its model in the simulated world answers.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { SHELLS, TestHost, type ShellName } from '../support/test-shells.js';
import { lockAnswer } from './lock-model.js';
import { Machine } from './machine.js';

const SCRIPT = fileURLToPath(new URL('../../templates/scripts/lock.sh', import.meta.url));
const STALE_SECONDS = 30;
/** Between a call of the real script and its look at the time. */
const SLOW_SECONDS = 10;

/** A host with a lock, simulated or real. */
interface Site {
  call(verb: string, ...rest: readonly string[]): string;
  /** As if so many seconds had gone by without a beat. */
  wait(seconds: number): void;
  reboot(): void;
  remove(): void;
}

function simulated(): Site {
  const machine = new Machine('h1');
  let now = 1_000_000;
  return {
    call: (verb, ...rest) => lockAnswer(machine, [verb, '/base', ...rest], now),
    wait: (seconds) => void (now += seconds * 1000),
    reboot: () => void Object.assign(machine, { boot: machine.boot + 1, bootedAt: now }),
    remove: () => undefined,
  };
}

function real(shell: ShellName): Site {
  const host = new TestHost(shell);
  const lock = join(host.base, 'lock');
  const owners = (): readonly string[] => (existsSync(lock) ? readdirSync(lock).map((name) => join(lock, name)) : []);
  return {
    call: (verb, ...rest) =>
      execFileSync(join(host.tools, 'sh'), [SCRIPT, verb, host.base, ...rest], { env: host.env, encoding: 'utf8' }).trim(),
    wait: (seconds) => {
      for (const file of owners()) {
        const beat = statSync(file).mtimeMs / 1000 - seconds;
        utimesSync(file, beat, beat);
      }
    },
    reboot: () => {
      for (const file of owners()) {
        const { mtimeMs } = statSync(file);
        writeFileSync(file, `${readFileSync(file, 'utf8').split('\n')[0] ?? ''}\nan-earlier-boot\n`);
        utimesSync(file, mtimeMs / 1000, mtimeMs / 1000);
      }
    },
    remove: () => host.remove(),
  };
}

const holder = (name: string): string => Buffer.from(`{"user":"${name}"}`).toString('base64');

/** `take b` , `take b over a` with a as a dead owner, `beat a`, `release a`, `read`, `wait 20`, `reboot`; and what is answered. */
type Row = readonly [string, string?];

const TABLE: Readonly<Record<string, readonly Row[]>> = {
  'a free lock is taken, kept, and given back': [
    ['read', ''],
    ['take a', 'mine'],
    ['beat a', 'mine'],
    ['read', 'held a 0'],
    ['release a', 'gone'],
    ['read', ''],
    ['take b', 'mine'],
  ],
  'whoever has it takes it again': [
    ['take a', 'mine'],
    ['take a', 'mine'],
    ['read', 'held a 0'],
  ],
  'a second contender is told who has it and for how long': [
    ['take a', 'mine'],
    ['wait 20'],
    ['take b', 'held a 20'],
    ['beat a', 'mine'],
    ['take b', 'held a 0'],
  ],
  "nobody gives back or beats what is another one's": [
    ['take a', 'mine'],
    ['release b', 'gone'],
    ['beat b', 'gone'],
    ['read', 'held a 0'],
  ],
  'a beat on a free lock takes nothing': [
    ['beat a', 'gone'],
    ['read', ''],
  ],
  'a beat keeps it from becoming stale': [['take a', 'mine'], ['wait 20'], ['beat a', 'mine'], ['wait 20'], ['take b', 'held a 20']],
  'without a beat it is taken over, and its holder is told': [
    ['take a', 'mine'],
    ['wait 45'],
    ['take b', 'mine'],
    ['beat a', 'gone'],
    ['read', 'held b 0'],
  ],
  'a beat makes a stale one young again': [['take a', 'mine'], ['wait 45'], ['beat a', 'mine'], ['take b', 'held a 0']],
  'of two that find it stale the second is told of the first': [
    ['take a', 'mine'],
    ['wait 45'],
    ['take b', 'mine'],
    ['take c', 'held b 0'],
  ],
  'an owner that is known to be dead is replaced at once': [
    ['take a', 'mine'],
    ['take b over a', 'mine'],
    ['read', 'held b 0'],
  ],
  'only that owner is replaced': [
    ['take a', 'mine'],
    ['take b over c', 'held a 0'],
  ],
  'after a reboot anybody may take it': [['take a', 'mine'], ['reboot'], ['take b', 'mine'], ['beat a', 'gone']],
  'a beat does not undo a reboot': [['take a', 'mine'], ['reboot'], ['beat a', 'mine'], ['take b', 'mine']],
  'its holder takes it again after a reboot, and anybody may still replace it': [
    ['take a', 'mine'],
    ['reboot'],
    ['take a', 'mine'],
    ['take b', 'mine'],
  ],
  'a beat in the future is one from before a restart': [['take a', 'mine'], ['wait -100'], ['take b', 'mine']],
};

function play(site: Site, [step]: Row): string | null {
  const [verb = '', subject = '', , dead = ''] = step.split(' ');
  if (verb === 'wait') site.wait(Number(subject));
  else if (verb === 'reboot') site.reboot();
  else if (verb === 'take') return site.call('take', subject, String(STALE_SECONDS), holder(subject), dead);
  else return site.call(verb, ...(subject === '' ? [] : [subject]));
  return null;
}

function compare(answer: string, expected: string, row: string): void {
  const [word, owner = '', age = ''] = expected.split(' ');
  const [saidWord, saidOwner = '', saidAge = '', saidHolder = ''] = answer.split(' ');
  expect([saidWord, saidOwner], row).toEqual([word, owner]);
  if (word !== 'held') return;
  expect(Buffer.from(saidHolder, 'base64').toString().trim(), row).toBe(`{"user":"${owner}"}`);
  expect(Number(saidAge), row).toBeGreaterThanOrEqual(Number(age));
  expect(Number(saidAge), row).toBeLessThanOrEqual(Number(age) + SLOW_SECONDS);
}

describe.each<readonly [string, () => Site]>([
  ['the model', simulated],
  ...SHELLS.slice(0, 1).map((shell) => ['the script', () => real(shell)] as const),
])('%s', (_name, make) => {
  it.each(Object.entries(TABLE))('%s', { timeout: 60_000 }, (_case, rows) => {
    const site = make();
    try {
      for (const row of rows) {
        const answer = play(site, row);
        if (answer !== null) compare(answer, row[1] ?? '', row.join(': '));
      }
    } finally {
      site.remove();
    }
  });
});
