// The start script of a broker with a fake Java, by each shell: it waits until ZooKeeper has ended the broker's last session.
import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { layoutOf, resolvedFor } from '../../../support/cluster.js';
import { waitUntil } from '../../../support/wait-until.js';

const LONG = 60_000;
const root = mkdtempSync(join(tmpdir(), 'fams-ops-session-'));
afterAll(() => {
  rmSync(root, { recursive: true });
});

const SHELLS: readonly (readonly [string, ...string[]])[] = [['dash'], ['bash', '--posix'], ['busybox', 'sh']];

const MINE = '{"jmx_port":-1,"timestamp":"1448000000000","host":"10.0.0.1","version":1,"port":9092}\ncZxid = 0x1';
const MINE_LAST = '{"host":"10.0.0.1","version":1,"jmx_port":-1,"port":9092}\ncZxid = 0x1';
const OTHER_PORT = '{"host":"10.0.0.1","version":1,"jmx_port":-1,"port":19092}\ncZxid = 0x1';
const STRANGER = '{"host":"10.0.0.9","version":1,"jmx_port":-1,"port":9092}\ncZxid = 0x1';
const CONTROLLER = '{"version":1,"brokerid":7,"timestamp":"1448000000000"}\ncZxid = 0x1';
const OTHER_CONTROLLER = '{"version":1,"brokerid":70,"timestamp":"1448000000000"}\ncZxid = 0x1';
const NO_ID = 'Node does not exist: /brokers/ids/7';
const NO_CONTROLLER = 'Node does not exist: /controller';
const GONE = `${NO_ID}\n${NO_CONTROLLER}`;
const LOST = 'Exception in thread "main" org.apache.zookeeper.KeeperException$ConnectionLossException: KeeperErrorCode = ConnectionLoss';

let homes = 0;

/** A broker that has run before, and ZooKeeper's answers in turn; the last one for good. */
function broker(answers: readonly string[], { ran = true } = {}) {
  const home = join(root, `ho me ${String(++homes)}`);
  const java = { home: join(home, 'java'), version: '17.0.15', major: 17 };
  const layout = layoutOf(resolvedFor({ hosts: [{ address: '10.0.0.1', home, java, ids: { kafka: 7 } }] }), 'kafka', '10.0.0.1');
  for (const { path } of [...layout.dirs, ...layout.dataDirs]) mkdirSync(path, { recursive: true });
  for (const { path, record } of layout.dataDirs) writeFileSync(join(path, 'fams-ops.json'), JSON.stringify(record));
  for (const { path, text, mode } of layout.files) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { mode });
  }
  if (ran) writeFileSync(join(home, 'kafka-logs/recovery-point-offset-checkpoint'), '');
  answers.forEach((answer, i) => writeFileSync(join(home, `answer${String(i + 1)}`), answer));
  mkdirSync(join(java.home, 'bin'), { recursive: true });
  const fake = `#!/bin/sh
    case "$*" in *kafka.Kafka*) echo broker; exit 0 ;; esac
    n=$(cat '${home}/asked' 2>/dev/null || echo 0)
    n=$((n + 1))
    echo $n >'${home}/asked'
    echo "$@" >'${home}/words'
    cat >'${home}/commands'
    [ -e '${home}/answer'$n ] || n=${String(answers.length)}
    cat '${home}/answer'$n
    ! grep -q Exception '${home}/answer'$n\n`;
  writeFileSync(join(java.home, 'bin/java'), fake, { mode: 0o755 });
  const text = (name: string): string => (existsSync(join(home, name)) ? readFileSync(join(home, name), 'utf8') : '');
  const mark = join(home, 'kafka-logs/.kafka_cleanshutdown');
  return {
    script: layout.service.run,
    mark,
    asked: () => Number(text('asked')),
    text,
    waits: () => text('.fams-ops/fams/run/kafka.waits'),
  };
}

describe.each(SHELLS.map((words) => [words[0], words] as const))('%s', (_name, [shell, ...args]) => {
  const runs = async ({ script }: { readonly script: string }): Promise<string> =>
    (await promisify(execFile)(shell, [...args, script], { timeout: LONG })).stdout;

  it.each<readonly [string, readonly string[], number]>([
    ['starts at once where ZooKeeper has nothing of it', [GONE], 1],
    ['waits for its registration to go', [`${MINE}\n${CONTROLLER}`, GONE], 2],
    ['waits for its registration to go, whatever the order of its keys', [`${MINE_LAST}\n${NO_CONTROLLER}`, GONE], 2],
    ['waits for a controller that it was itself, without a registration', [`${NO_ID}\n${CONTROLLER}`, GONE], 2],
    ['does not wait for another controller', [`${NO_ID}\n${OTHER_CONTROLLER}`], 1],
    ['leaves it to the broker to say that a stranger has its id', [`${STRANGER}\n${CONTROLLER}`], 1],
    ['tells another port', [`${OTHER_PORT}\n${NO_CONTROLLER}`], 1],
    ['waits for ZooKeeper', [LOST, GONE], 2],
    ['leaves it to the broker where nothing can be asked', ['Error: could not open libjvm.so Exception'], 1],
  ])('%s', { timeout: LONG }, async (_what, answers, asked) => {
    const host = broker(answers);
    expect(await runs(host)).toBe('broker\n');
    expect([host.asked(), host.waits()]).toEqual([asked, '']);
    expect(host.text('commands')).toBe('get /brokers/ids/7\nget /controller\nquit\n');
    expect(host.text('words')).toMatch(/ org\.apache\.zookeeper\.ZooKeeperMain -timeout 6000 -server 10\.0\.0\.1:2181\n$/);
  });

  it('asks nobody where the broker has never run', { timeout: LONG }, async () => {
    const host = broker([MINE], { ran: false });
    expect(await runs(host)).toBe('broker\n');
    expect(host.asked()).toBe(0);
  });

  it('takes the mark of a clean stop away where the last start had it and did not load all logs', { timeout: LONG }, async () => {
    const host = broker([GONE]);
    writeFileSync(host.mark, '');
    expect(await runs(host)).toBe('broker\n');
    expect(existsSync(host.mark)).toBe(true);
    expect(await runs(host)).toMatch(/^\S+ fams-ops: the last start did not load the logs in .*kafka-logs to the end.*\nbroker\n$/);
    expect(existsSync(host.mark)).toBe(false);
    // Of the next clean stop.
    writeFileSync(host.mark, '');
    expect(await runs(host)).toBe('broker\n');
    expect(existsSync(host.mark)).toBe(true);
  });

  it('says what it waits for, and ends at once when it is asked to', { timeout: LONG }, async () => {
    const host = broker([LOST]);
    const child = spawn(shell, [...args, host.script], { stdio: 'ignore' });
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    await waitUntil('the reason', LONG, () => Promise.resolve(host.waits().includes('does not answer') || host.waits()));
    expect(host.waits()).toBe('it waits for ZooKeeper, which does not answer (10.0.0.1:2181)\n');
    const began = performance.now();
    child.kill('SIGTERM');
    expect(await ended).toBe(143);
    expect(performance.now() - began).toBeLessThan(5000);
  });
});
