// fams-ops on three fresh hosts, beside pyinfra and Ansible doing the same job, beside the floor, and beside typing it all.
import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { bedAvailable, startBed, type Bed } from '../test/support/bed.js';
import { because, Fams, type Said } from '../test/support/fams.js';
import { inTurn, print } from './figures.js';
import { findPeers, type Peer } from './peers.js';

const HOSTS = [1, 2, 3];
const PROGRAM = fileURLToPath(new URL('../bin/run.js', import.meta.url));
const FLOOR = fileURLToPath(new URL('floor.mjs', import.meta.url));
const available = bedAvailable();

function ended(said: Said, code = 0): Said {
  if (said.code !== code) throw new Error(because(said));
  return said;
}

// The reporter shows no more than that it was skipped.
if (!available.ok) console.log(`skipped, three hosts: ${available.reason}`);

describe.skipIf(!available.ok)(`three hosts${available.ok ? '' : `: ${available.reason}`}`, () => {
  let bed: Bed;
  let fams: Fams;
  let peers: readonly Peer[];

  beforeAll(async () => {
    bed = await startBed({ hosts: HOSTS.length, rootfs: 'java' });
    fams = new Fams(bed);
    await fams.write(HOSTS);
    console.log(`\n${cpus().length} cores of ${cpus()[0]?.model ?? 'an unknown kind'} for the hosts and the operator together`);
    peers = await findPeers({ bed, hosts: HOSTS, archive: archive() });
  });
  afterAll(async () => {
    await bed.stop();
  });

  /** Downloaded here, once; the operator of the bed reads the same cache. */
  const archive = (): string => {
    const said = execFileSync(process.execPath, [PROGRAM, 'bundle', '-i', fams.inventory, '--json'], { encoding: 'utf8' });
    return (JSON.parse(said) as { result: { bundles: { path: string }[] } }).result.bundles[0]?.path ?? '';
  };

  it('puts software and files on empty hosts', async () => {
    const contenders = peers.map((peer) => ({
      name: peer.name,
      run: async () => {
        for (const host of HOSTS) await bed.user(host, ['rm', '-rf', peer.home]);
        const began = performance.now();
        await peer.run();
        return performance.now() - began;
      },
    }));
    print(
      'Software and files on empty hosts, up to the start of the services',
      await inTurn([{ name: 'fams-ops', run: firstFiles }, ...contenders], 3),
    );
  });

  /** Until it begins to start services; then it is taken down again. */
  const firstFiles = async (): Promise<number> => {
    const child = fams.spawn('provision');
    const began = performance.now();
    const taken = await new Promise<number>((resolve, reject) => {
      let said = '';
      child.stdout.resume();
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        if (!said.includes('== Start ')) return;
        resolve(performance.now() - began);
        child.kill('SIGINT');
      });
      child.once('close', () => reject(new Error(said)));
    });
    await new Promise((resolve) => child.once('close', resolve));
    ended(await fams.run('destroy', '--confirm', 'fams', '--data'));
    return taken;
  };

  it('finds nothing to do on hosts that have everything', async () => {
    ended(await fams.run('provision'));
    const again = async (): Promise<undefined> => {
      const { result } = ended(await fams.run('provision'));
      if (result.changes !== 0) throw new Error(`${result.changes} changes`);
      return undefined;
    };
    const contenders = peers.map((peer) => ({ name: peer.name, run: () => peer.run().then(() => undefined) }));
    const figures = await inTurn([{ name: 'fams-ops, and the fast checks of the running cluster', run: again }, ...contenders], 5);
    print('Nothing to change', figures);
  });

  it('verifies', async () => {
    const run = async (...args: readonly string[]): Promise<undefined> => {
      ended(await fams.run('verify', ...args));
      return undefined;
    };
    const addresses = HOSTS.map((host) => bed.address(host));
    const floor = async (): Promise<undefined> => {
      const { code, stderr } = await bed.operator([process.execPath, FLOOR, bed.keyFile, ...addresses]);
      if (code !== 0) throw new Error(stderr);
      return undefined;
    };
    const fast = [
      { name: 'floor: connect, one command, one metadata request', run: floor },
      { name: 'fams-ops verify --fast', run: () => run('--fast') },
    ];
    print('A look without a JVM', await inTurn(fast, 7));
    const full = [
      { name: "the article's commands, typed in no time", run: typed },
      { name: 'fams-ops verify', run: () => run() },
    ];
    print('A look with the console round trip', await inTurn(full, 3));
  });

  let messages = 0;
  /** Processes on each host, the topic, then a message in on one broker and out on another. */
  const typed = async (): Promise<undefined> => {
    for (const host of HOSTS) await on(host, 'cat /proc/[0-9]*/cmdline | tr "\\0" " " | grep -c kafka.Kafka');
    await on(1, 'bin/kafka-topics.sh --describe --topic user-behavior-topic --zookeeper 192.168.1.1:2181');
    messages += 1;
    await on(1, 'date | bin/kafka-console-producer.sh --broker-list 192.168.1.1:9092 --topic user-behavior-topic');
    // Without a number it would never end.
    const all = `--from-beginning --max-messages ${messages}`;
    await on(2, `timeout 60 bin/kafka-console-consumer.sh --zookeeper 192.168.1.2:2181 --topic user-behavior-topic ${all}`);
    return undefined;
  };

  const on = async (host: number, command: string): Promise<void> => {
    const line = `. ~/.fams-ops/fams/conf/tools.env; cd ~/kafka_2.10-0.8.2.1; ${command}`;
    const { code, stdout, stderr } = await bed.ssh(host, [line], { timeoutMs: 120_000 });
    if (code !== 0) throw new Error(`${command}: exit ${code}\n${stdout}${stderr}`);
  };
});
