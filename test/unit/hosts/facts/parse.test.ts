// Answers of facts.sh that a real host would give only on a bad or an unusual day.
import { expect, test } from 'vitest';
import { decodeAddress } from '../../../../src/hosts/facts/listeners.js';
import { parseFacts } from '../../../../src/hosts/facts/parse.js';
import { javaMajor } from '../../../../src/hosts/facts/java-version.js';
import type { HostFacts } from '../../../../src/model/facts.js';

const LEAST = ['clock-begin 1700000000', 'uid 5000', 'user fams', 'system Linux 6.1.0 x86_64', 'hostname h1', 'boot b007', 'cpus 2'];

function parse(lines: readonly string[], asked: Partial<Parameters<typeof parseFacts>[1]> = {}): HostFacts {
  const output = ['fams-facts 1', ...LEAST, ...lines, 'clock-end 1700000001', 'end', ''].join('\n');
  return parseFacts('h1', { ...NOTHING, ...asked }, output, { beganMs: 1_700_000_000_000, endedMs: 1_700_000_001_200 });
}

const NOTHING = { home: '/h', base: '/h/b', javaHome: null, files: [], dirs: [], dataDirs: [], bundles: [], services: [], names: [] };

test('what a host does not have is no error', () => {
  const facts = parse([]);
  expect(facts).toMatchObject({ java: null, listeners: [], missingTools: [], homeWritable: false });
  expect(facts.memory).toEqual({ totalKb: 0, availableKb: 0, swapTotalKb: 0, swapFreeKb: 0 });
});

test('a clock that tells only seconds has half of one as its error', () => {
  expect(parse([])).toMatchObject({ clockMs: 1_700_000_001_000, operatorClockMs: 1_700_000_000_600, clockErrorMs: 600 });
});

test('the time that the script took is no error of the clock', () => {
  const output = ['fams-facts 1', ...LEAST.slice(1), 'clock-begin 1700000000100000000', 'clock-end 1700000003100000000', 'end', ''].join(
    '\n',
  );
  const facts = parseFacts('h1', NOTHING, output, { beganMs: 1_700_000_000_000, endedMs: 1_700_000_003_200 });
  expect(facts).toMatchObject({ clockMs: 1_700_000_001_600, operatorClockMs: 1_700_000_001_600, clockErrorMs: 100 });
});

test('available memory on a kernel that does not say it', () => {
  const { memory } = parse(['memory MemTotal:  1000 kB', 'memory MemFree: 100 kB', 'memory Buffers: 20 kB', 'memory Cached: 3 kB']);
  expect(memory).toEqual({ totalKb: 1000, availableKb: 123, swapTotalKb: 0, swapFreeKb: 0 });
});

test.each([
  ['nothing', ''],
  ['a profile that speaks after all', 'Welcome!\nfams-facts 1\nend\n'],
  ['an answer that is cut off', 'fams-facts 1\nuid 1\n'],
  ['an answer that is cut off in its last line', 'fams-facts 1\nuid 1\nend'],
])('%s is refused', (_what, output) => {
  expect(() => parseFacts('h1', NOTHING, output, { beganMs: 0, endedMs: 0 })).toThrow(
    expect.objectContaining({ code: 'COMMAND_FAILED', where: { host: 'h1' } }) as Error,
  );
});

test.each([
  ['a line of no kind', ['%%%']],
  ['a block without an end', [':content 0', 'eHg=']],
  ['a block that is not base64', [':content 0', 'eHg=;', '.']],
  ['a number that is none', ['listen tcp 0100007F:07E8 x 1']],
  ['an address that is none', ['listen tcp 0100007:07E8 0 1']],
])('%s is refused', (_what, lines) => {
  expect(() => parse(lines)).toThrow(expect.objectContaining({ code: 'COMMAND_FAILED' }) as Error);
});

test.each([
  ['file', { files: ['/f'] }],
  ['directory', { dirs: ['/d'] }],
  ['service', { services: ['kafka'] as const }],
  ['bundle', { bundles: [{ dir: '/k', record: '/r' }] }],
])('a %s that nothing is said about is refused', (_what, asked) => {
  expect(() => parse([], asked)).toThrow(expect.objectContaining({ code: 'COMMAND_FAILED' }) as Error);
});

test('a file that went away between two looks', () => {
  expect(parse(['file 0 file 644 70000', 'sum 0 '], { files: ['/f'] }).files).toEqual({
    '/f': { kind: 'other', what: 'a file that cannot be read' },
  });
});

test('the user of an account that the host does not know', () => {
  const { listeners } = parse(['listen tcp 0100007F:07E8 1234 99', 'account 1234 ']);
  expect(listeners).toEqual([{ address: '127.0.0.1', port: 2024, uid: 1234, user: 'uid 1234', pid: null, command: null }]);
});

test.each([
  ['0100007F', false, '127.0.0.1'],
  ['7F000001', true, '127.0.0.1'],
  ['00000000', false, '0.0.0.0'],
  ['00000000000000000000000000000000', false, '::'],
  ['00000000000000000000000001000000', false, '::1'],
  ['0000000000000000FFFF00000101A8C0', false, '192.168.1.1'],
  ['B80D01200000000000000000010000FF', false, '2001:db8::ff00:1'],
  ['20010DB8000000000000000000000001', true, '2001:db8::1'],
  ['01', false, null],
])('address %s (big endian: %s) is %s', (hex, bigEndian, address) => {
  expect(decodeAddress(hex, bigEndian)).toBe(address);
});

test.each([
  ['1.8.0_412', 8],
  ['1.7.0', 7],
  ['9', 9],
  ['17.0.15', 17],
  ['22-ea', 22],
  ['25.0.3+9', 25],
  ['unknown', null],
])('Java %s is %s', (version, major) => {
  expect(javaMajor(version)).toBe(major);
});

test('a disk whose name and mount point have blanks, and one that counts no inodes', () => {
  const df = (line: string): string =>
    Buffer.from(`Filesystem 1024-blocks Used Available Capacity Mounted on\n${line}\n`).toString('base64');
  const { dirs } = parse(
    [
      'dir 0 absent 7',
      ':disk 7',
      df('//server/my share 1000 400 600 40% /mnt/my data'),
      '.',
      'inodes 7 0 0',
      'dir 1 absent 8',
      ':disk 8',
      df('df: nonsense'),
      '.',
      'inodes 8 ',
    ],
    { dirs: ['/mnt/my data/x', '/y'] },
  );
  expect(dirs).toEqual({
    '/mnt/my data/x': { kind: 'absent', disk: { mount: '/mnt/my data', sizeKb: 1000, freeKb: 600, inodes: 0, freeInodes: 0 } },
    '/y': { kind: 'absent', disk: null },
  });
});
