import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diag, type DiagOptions } from '../../../src/flows/diag.js';
import { Collection } from '../../../src/flows/diag/collection.js';
import { parseHostBlocks } from '../../../src/flows/diag/host-blocks.js';
import { redactor } from '../../../src/flows/diag/redaction.js';
import { diagText } from '../../../src/views/diag.js';
import { local } from './local.js';

const LONG = 60_000;
const SECRET = 'correct horse';

/** Texts of an archive by path below its one top directory. */
function unpack(archive: string, into: string): (path: string) => string {
  mkdirSync(into);
  execFileSync('tar', ['-xzf', archive, '-C', into]);
  const top = execFileSync('ls', [into], { encoding: 'utf8' }).trim();
  return (path) => readFileSync(join(into, top, path), 'utf8');
}

describe('diag', () => {
  it(
    'of a cluster that is not there yet: all that can be read, the rest listed with its reason, no secret',
    { timeout: LONG },
    async () => {
      const { dir, options } = await local({ FAMS_PASSWORD: SECRET });
      const runs = join(dir, 'state', 'fams-ops', 'here', 'runs');
      mkdirSync(runs, { recursive: true });
      const events = [
        { kind: 'note', text: `tried ${SECRET}` },
        { kind: 'run-ends', exitCode: 1, error: 'token=abc' },
      ];
      writeFileSync(join(runs, '2026-1.jsonl'), `${events.map((event) => JSON.stringify(event)).join('\n')}\n{"cut":"password`);
      const output = join(dir, 'out.tar.gz');
      const given: DiagOptions = { ...options, output, threads: true, program: 'fams-ops/1' };
      const { ok, exitCode, result } = await diag(given);
      expect([ok, exitCode, result.path, result.hosts]).toEqual([true, 0, output, ['127.0.0.1', '127.0.0.2']]);
      expect([result.bytes, statSync(output).mode & 0o777]).toEqual([statSync(output).size, 0o600]);
      const gaps = result.missing.map(({ host, what }) => `${host ?? '-'} ${what}`);
      expect(gaps).toEqual([
        '- registry',
        ...['127.0.0.1', '127.0.0.2'].flatMap((host) =>
          ['files', 'kafka', 'log', 'process/kafka', 'process/zookeeper', 'zookeeper'].map((what) => `${host} ${what}`),
        ),
      ]);
      const read = unpack(output, join(dir, 'un'));
      expect(JSON.parse(read('inventory.json'))).toMatchObject({ name: 'here' });
      expect(JSON.parse(read('verdict.json'))).toMatchObject({ status: expect.any(String) as string });
      expect(JSON.parse(read('hosts/127.0.0.1/facts.json'))).toMatchObject({ host: '127.0.0.1', homeWritable: true });
      expect(read('hosts/127.0.0.2/system/meminfo')).toMatch(/MemTotal/);
      expect(
        read('runs/2026-1.jsonl')
          .split('\n')
          .slice(0, 2)
          .map((line) => JSON.parse(line) as unknown),
      ).toEqual([
        { kind: 'note', text: 'tried ***' },
        { kind: 'run-ends', exitCode: 1, error: 'token=***' },
      ]);
      const readme = read('README.txt');
      for (const { what } of result.missing) expect(readme).toContain(`: ${what}: `);
      expect(readme).toContain('Passwords, tokens, keys and the user part of URLs were replaced by ***');
      expect(execFileSync('tar', ['-xzOf', output], { encoding: 'utf8' })).not.toContain(SECRET);
      await expect(diag(given)).rejects.toThrow(/is there already/);
      expect(diagText(result)).toMatch(/^Written: .*out\.tar\.gz .*\n {2}not read: /);
    },
  );

  it('says where an archive cannot be written', { timeout: LONG }, async () => {
    const { dir, options } = await local();
    const failed = diag({ ...options, output: join(dir, 'no', 'where.tgz'), threads: false, program: 'x' });
    await expect(failed).rejects.toThrow(/cannot be written/);
  });
});

describe('what is gathered', () => {
  it('keeps its place in the archive whatever hosts and files are called', () => {
    const into = new Collection(redactor([]));
    for (const path of ['hosts/../../etc/passwd', 'hosts/fe80::1/a b', 'hosts/./x', '热点/x']) into.addText(path, '');
    expect(into.entries.map((one) => one.path)).toEqual(['hosts/_/_/etc/passwd', 'hosts/fe80__1/a_b', 'hosts/_/x', '__/x']);
  });

  it('is redacted in each form that it may come in', () => {
    const into = new Collection(redactor([SECRET]));
    into.addText('a', `${SECRET} password=x`);
    into.addJson('b', { note: SECRET, password: 'x' });
    into.addJsonLines('c', `{"password":"x","note":"${SECRET}"}\nno json password=x ${SECRET}\n`);
    into.addMissing('n1', 'd', `refused ${SECRET}`);
    const all = JSON.stringify([into.entries, into.missing]);
    expect(all).not.toContain(SECRET);
    expect(into.entries[2]?.text).toBe('{"password":"***","note":"***"}\nno json password=***\n');
  });

  it('from a host whose answer was cut off holds what was whole', () => {
    const whole = `:a/b\n${Buffer.from('one\n').toString('base64')}\n.\nmissing c it is not there\n:d\nb25l\nb25`;
    expect(parseHostBlocks(whole)).toEqual({
      blocks: new Map([['a/b', 'one\n']]),
      missing: [{ name: 'c', reason: 'it is not there' }],
      complete: false,
    });
  });
});
