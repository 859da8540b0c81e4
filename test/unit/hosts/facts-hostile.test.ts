// Answers that no honest host gives: each is refused soon, whatever it is made of, and within little memory.
import { describe, expect, test } from 'vitest';
import { parseFacts } from '../../../src/hosts/facts/parse.js';

const LEAST = ['clock-begin 1700000000', 'uid 5000', 'user fams', 'system Linux 6.1.0 x86_64', 'hostname h1', 'boot b007', 'cpus 2'];
const NOTHING = { home: '/h', base: '/h/b', javaHome: null, files: [], dirs: [], dataDirs: [], bundles: [], services: [], names: [] };
const MIB = 1 << 20;
/** What gathering lets through. */
const LONGEST = 8 * MIB;
/** A blocked loop stops the keepalives of every other host; the machine of a test may be busy. */
const MOST_MS = 2500;

function parse(lines: string, asked: Partial<Parameters<typeof parseFacts>[1]> = {}) {
  const output = ['fams-facts 1', ...LEAST, lines, 'clock-end 1700000001', 'end', ''].join('\n');
  expect(output.length).toBeLessThanOrEqual(LONGEST + 1000);
  const began = performance.now();
  try {
    return parseFacts('h1', { ...NOTHING, ...asked }, output, { beganMs: 0, endedMs: 0 });
  } finally {
    expect(performance.now() - began).toBeLessThan(MOST_MS);
  }
}
const filled = (line: string, bytes = LONGEST): string => line.repeat(Math.floor(bytes / line.length)).trimEnd();
const block = (key: string, bytes: Buffer | string): string => `:${key}\n${Buffer.from(bytes).toString('base64')}\n.\n`;

describe('an answer is refused that', () => {
  test.each([
    ['has lines without end', '\n'.repeat(LONGEST), /more than 250000 lines/],
    ['has records without end', filled('a b\n', MIB / 2), /more than 50000 records/],
    ['has one endless line', `system ${'x'.repeat(LONGEST)}`, /a line of \d+ characters/],
    ['has an endless block', `:disk 1\n${'A'.repeat(4 * MIB)}\n.`, /a block of more than 1024 KiB/],
    ['has a block without an end', `:disk 1\n${filled('AAAA\n', MIB)}`, /has no end/],
    ['opens blocks in blocks', filled(':a 1\n', MIB), /has no end|not base64/],
  ])('%s', (_what, lines, why) => {
    expect(() => parse(lines)).toThrow(why);
    expect(() => parse(lines)).toThrow(expect.objectContaining({ code: 'COMMAND_FAILED', where: { host: 'h1' } }) as Error);
  });
});

describe('an answer costs no more time than its length that', () => {
  test('has disks made for a slow pattern', () => {
    const disk = (text: string): string => 'dir 0 absent 1\n' + filled(block('disk 1', text), 4 * MIB);
    for (const text of ['1 '.repeat(200_000), `${'1'.repeat(300_000)}x`, ' '.repeat(300_000), '1 1 1 1% '.repeat(40_000)])
      expect(parse(disk(text), { dirs: ['/d'] })).toMatchObject({});
  });

  test('names one process as the parent of thousands', () => {
    const children = Array.from({ length: 49_000 }, (_, i) => `child ${String(i)} 7`).join('\n');
    const facts = parse(`service 0 running 7 6 1700000000 0\n${children}`, { services: ['kafka'] });
    expect(facts.services.kafka?.children).toHaveLength(49_000);
  });

  test('names thousands of listeners, accounts and processes', () => {
    const lines = Array.from({ length: 12_000 }, (_, i) => [
      `listen tcp 0100007F:07E8 ${String(i)} ${String(i)}`,
      `account ${String(i)} a`,
      `holder ${String(i)} ${String(i)}`,
    ]);
    expect(parse(lines.flat().join('\n')).listeners).toHaveLength(12_000);
  });
});

test('the row of a disk is found among odd names', () => {
  const of = (row: string) => {
    const lines = `dir 0 absent 1\n${block('disk 1', `Filesystem 1024-blocks Used Available Capacity Mounted on\n${row}\n`)}inodes 1 100 50`;
    const facts = parse(lines, { dirs: ['/d'] });
    return facts.dirs['/d'];
  };
  const disk = { sizeKb: 1000, freeKb: 700, inodes: 100, freeInodes: 50 };
  expect(of('/dev/sda1 1000 300 700 30% /')).toEqual({ kind: 'absent', disk: { ...disk, mount: '/' } });
  expect(of('//nas/a 12 b 50% 1000 300 700 30% /mnt/a  b c')).toEqual({ kind: 'absent', disk: { ...disk, mount: '/mnt/a  b c' } });
  expect(of('none 1000 300 30% /')).toEqual({ kind: 'absent', disk: null });
});
