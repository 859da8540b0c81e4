// The scripts around Kafka's tools, in every shell that a host may have, with tools that misbehave on demand.
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endOf, runTool, said, type ToolScript } from '../../../../src/components/kafka/live/tool.js';
import type { Live } from '../../../../src/model/live.js';
import type { RunOutcome } from '../../../../src/model/session.js';
import { resolved } from '../../../support/evidence.js';
import { SHELLS, TestHost } from '../../../support/test-shells.js';
import { waitUntil } from '../../../support/wait-until.js';

const outcome = (stdout: string, stderr: string, code = 1): RunOutcome => ({ kind: 'exit', code, stdout, stderr, truncated: false });

describe('what a tool said', () => {
  it('is its last lines, without the noise of the JVM and its stacks', () => {
    expect(said(outcome('Created', 'NOTE: Picked up JDK_JAVA_OPTIONS: -X\n\tat kafka.Main\n'))).toBe('Created');
    expect(said(outcome('a\nb\nc\nd\n', ''))).toBe('b | c | d');
    expect(said(outcome('', '', 127))).toBe('nothing, and ended with 127');
    expect(said({ kind: 'lost', reason: 'reset', stdout: '', stderr: '', truncated: false })).toBe('lost: reset');
    expect(said({ kind: 'timed-out', afterMs: 9000, stdout: '', stderr: 'x', truncated: false })).toBe('nothing within 9 s, but x');
  });
});

describe('what became of a tool', () => {
  const kind = (code: number, stderr = ''): string => endOf(outcome('', stderr, code)).kind;

  it('is failure only where it ran', () => {
    expect(kind(0)).toBe('done');
    expect(kind(124)).toBe('failed');
    expect(kind(1, 'org.apache.kafka.common.errors.NotEnoughReplicasException: Messages are rejected')).toBe('failed');
    expect(kind(1, '2026-01-31 10:00:00,000 WARN  Fetching topic metadata failed (kafka.client.ClientUtils$)')).toBe('failed');
    expect(kind(1, 'Exception in thread "main" org.I0Itec.zkclient.exception.ZkTimeoutException: Unable to connect')).toBe('failed');
  });

  it.each([
    [75, 'no temporary directory can be made in /home/fams/.fams-ops/fams/run'],
    [1, ''],
    [1, 'kafka-run-class.sh: there is no java: install a Java runtime'],
    [1, 'Error: Could not create the Java Virtual Machine.'],
    [1, 'Error: Could not find or load main class kafka.tools.ConsoleProducer'],
    [1, 'Exception in thread "main" java.lang.NoClassDefFoundError: kafka/utils/Logging'],
    [124, 'There is insufficient memory for the Java Runtime Environment to continue.'],
    [1, 'WARN  no (kafka.utils.X)\njava.lang.OutOfMemoryError: unable to create native thread'],
  ])('is nothing that says something of the cluster: %i %s', (code, stderr) => {
    expect(kind(code, stderr)).toBe('not-run');
  });

  it('is not known where its end was not seen', () => {
    const none = { stdout: '', stderr: '', truncated: false };
    expect(endOf({ kind: 'lost', reason: 'reset', ...none })).toEqual({ kind: 'not-run', said: 'lost: reset' });
    expect(endOf({ kind: 'refused', reason: 'no more sessions', ...none }).kind).toBe('not-run');
    expect(endOf({ kind: 'timed-out', afterMs: 9000, ...none }).kind).toBe('not-run');
    expect(endOf({ kind: 'aborted', ...none }).kind).toBe('not-run');
    expect(endOf({ kind: 'exit', code: 0, signal: 'KILL', ...none }).kind).toBe('not-run');
  });
});

describe.each(SHELLS)('in %s', { timeout: 60_000 }, (shell) => {
  let host: TestHost;

  beforeEach(() => {
    host = new TestHost(shell);
  });
  afterEach(() => host.remove());

  const file = (name: string): string => join(host.home, name);
  const lines = (name: string): readonly string[] => readFileSync(file(name), 'utf8').trim().split('\n');

  /** A tool of Kafka on that host: `body` is what it does. It leaves its arguments in `args` and its process id in `pid`. */
  function tool(name: string, body: string): void {
    const bin = file('kafka_2.10-0.8.2.1/bin');
    mkdirSync(bin, { recursive: true });
    mkdirSync(join(host.base, 'conf'), { recursive: true });
    mkdirSync(join(host.base, 'run'), { recursive: true });
    writeFileSync(join(host.base, 'conf/tools.env'), "export TOOLS='from tools.env'\n");
    const path = join(bin, name);
    writeFileSync(path, `#!/bin/sh\nprintf '%s\\n' "$@" >'${file('args')}'\necho $$ >'${file('pid')}'\n${body}\n`);
    chmodSync(path, 0o755);
  }

  /** One that goes on until it is told to stop, or, deaf, even then. */
  const endless = (before: string, deaf = false): string =>
    `trap '${deaf ? ':' : `echo TERM >"${file('told')}"; exit 143`}' TERM\n${before}\nwhile :; do sleep 1; done`;

  async function run(script: ToolScript, args: readonly string[], seconds = 20): Promise<RunOutcome> {
    const session = host.session('n1');
    const { signal } = new AbortController();
    const live: Live = { signal, session: () => session, dial: () => Promise.reject(new Error('nobody dials')) };
    const want = resolved({ hosts: 1, home: () => host.home });
    const placed = want.placed.find(({ instance }) => instance.component === 'kafka');
    if (placed === undefined) throw new Error('no broker');
    // The base of TestHost is that of a cluster named test.
    const layout = { ...placed.layout, service: { ...placed.layout.service, base: host.base } };
    try {
      return await runTool({ ...placed, layout }, live, { script, args, seconds, signal });
    } finally {
      session.close();
    }
  }

  const code = (result: RunOutcome): number | string => (result.kind === 'exit' ? result.code : result.kind);
  const gone = (): Promise<void> => {
    const pid = Number(lines('pid')[0]);
    return waitUntil(`the end of process ${String(pid)}`, 20_000, () =>
      Promise.resolve(!existsSync(`/proc/${String(pid)}`) || 'still there'),
    );
  };

  describe('the consumer', () => {
    const consume = (line: string, seconds?: number) =>
      run('console-consume', ['z1:2181/kafka', 'probe', line, join(host.base, 'run')], seconds);

    it('is stopped as soon as the line is seen, and can take its group along', async () => {
      tool('kafka-console-consumer.sh', endless(`cp "$7" '${file('config')}'; echo something; echo 'x token'; echo 'token x'; echo token`));
      expect(code(await consume('token'))).toBe(0);
      expect(lines('told')).toEqual(['TERM']);
      expect(lines('args').slice(0, -1)).toEqual([
        ...['--zookeeper', 'z1:2181/kafka', '--topic', 'probe', '--from-beginning'],
        '--consumer.config',
      ]);
      // It would make its id of the machine's own name, which not every machine knows.
      expect(lines('config')).toEqual([expect.stringMatching(/^consumer\.id=fams-ops-\w+-\d+$/)]);
      await gone();
      expect(readdirSync(join(host.base, 'run'))).toEqual([]);
    });

    it('takes only the whole line for the line', async () => {
      tool('kafka-console-consumer.sh', endless("echo 'x token'; echo 'tokenx'; echo warning >&2"));
      const result = await consume('token', 2);
      expect([code(result), endOf(result).kind]).toEqual([124, 'failed']);
      expect(said(result)).toBe('warning');
      expect(lines('told')).toEqual(['TERM']);
    });

    it('that ends by itself is not waited for', async () => {
      tool('kafka-console-consumer.sh', 'echo no broker >&2; exit 1');
      const began = performance.now();
      const result = await consume('token', 60);
      expect(code(result)).toBe(1);
      expect(said(result)).toBe('no broker');
      expect(performance.now() - began).toBeLessThan(20_000);
    });

    it('that cannot run is told from one that sees nothing', async () => {
      tool('kafka-console-consumer.sh', 'kill -KILL $$');
      expect(endOf(await consume('token'))).toEqual({
        kind: 'not-run',
        said: expect.stringContaining('it was ended by signal 9, not by fams-ops') as string,
      });
      tool('kafka-console-consumer.sh', 'exit 127');
      expect(endOf(await consume('token'))).toEqual({ kind: 'not-run', said: 'it could not be started (127)' });
      tool('kafka-console-consumer.sh', 'exit 0');
      expect(code(await consume('token'))).toBe(1);
      rmSync(join(host.base, 'run'), { recursive: true });
      const result = endOf(await consume('token'));
      expect(result.kind).toBe('not-run');
      expect(result.kind === 'not-run' && result.said).toContain(`no temporary directory can be made in ${join(host.base, 'run')}`);
    });

    // Takes 11 s, and differs in nothing from shell to shell.
    if (shell === SHELLS[0])
      it('that does not listen is killed', async () => {
        tool('kafka-console-consumer.sh', endless('', true));
        expect(code(await consume('token', 1))).toBe(124);
        await gone();
      });
  });

  describe('the producer', () => {
    const produce = (seconds?: number) => run('console-produce', ['b1:9092,b2:9092', 'probe', "it's $HOME"], seconds);

    it('gets the line as it is, and must wait for every replica', async () => {
      tool('kafka-console-producer.sh', `cat >'${file('line')}'; echo "$TOOLS" >'${file('env')}'`);
      expect(code(await produce())).toBe(0);
      expect(lines('line')).toEqual(["it's $HOME"]);
      expect(lines('env')).toEqual(['from tools.env']);
      expect(lines('args')).toEqual(['--broker-list', 'b1:9092,b2:9092', '--topic', 'probe', '--sync', '--request-required-acks', '-1']);
    });

    it('that fails says so', async () => {
      tool('kafka-console-producer.sh', 'cat >/dev/null; echo not enough replicas >&2; exit 1');
      const result = await produce();
      expect([code(result), said(result)]).toEqual([1, 'not enough replicas']);
    });

    it('that hangs is ended', async () => {
      tool('kafka-console-producer.sh', endless(''));
      expect(code(await produce(1))).toBe(124);
      await gone();
    });

    it('that somebody else ends has not failed', async () => {
      tool('kafka-console-producer.sh', 'kill -TERM $$');
      expect(endOf(await produce())).toEqual({
        kind: 'not-run',
        said: expect.stringContaining('it was ended by signal 15, not by fams-ops') as string,
      });
    });
  });

  it('a host without the tools says so', async () => {
    const result = await run('topic-tool', ['--list']);
    expect([code(result), endOf(result).kind]).toEqual([75, 'not-run']);
    expect(said(result)).toMatch(/^there is no .*kafka_2\.10-0\.8\.2\.1\/bin/);
  });

  it('the topic tool gets its arguments unchanged', async () => {
    tool('kafka-topics.sh', 'echo done');
    const args = ['--alter', '--config', "a='b c'"];
    const result = await run('topic-tool', args);
    expect([code(result), said(result)]).toEqual([0, 'done']);
    expect(lines('args')).toEqual(args);
  });
});
