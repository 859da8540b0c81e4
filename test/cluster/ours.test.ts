// What is not ours stays, on real hosts: software and data of somebody else are refused by every command, before anything is touched.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bedAvailable, startBed, type Bed } from '../support/bed.js';
import { because, Fams } from '../support/fams.js';

const available = bedAvailable();
const HOME = '/home/fams';
const KAFKA = `${HOME}/kafka_2.10-0.8.2.1`;

describe.skipIf(!available.ok)(`what is not ours${available.ok ? '' : `: ${available.reason}`}`, () => {
  let bed: Bed;
  let fams: Fams;
  let other: Fams;
  beforeAll(async () => {
    bed = await startBed({ hosts: 2, rootfs: 'java' });
    [fams, other] = [new Fams(bed), new Fams(bed, 'shop')];
    await fams.write([1, 2], 'zookeeper: { heap: 64m }\nkafka: { heap: 128m }');
  });
  afterAll(async () => {
    await bed.stop();
  });

  const shell = async (host: number, script: string): Promise<string> => {
    const { code, stdout, stderr } = await bed.user(host, ['sh', '-c', script]);
    expect(code, stderr).toBe(0);
    return stdout;
  };
  const trees = async (): Promise<readonly string[]> =>
    Promise.all([1, 2].map((host) => shell(host, `find ${HOME} -path ${HOME}/.fams-ops/fams/lock -prune -o -print | sort`)));
  /** Refused with these words, and no host is changed. */
  const refused = async (words: RegExp, ...args: readonly string[]): Promise<void> => {
    const before = await trees();
    const said = await fams.run(...args);
    expect(said.error, because(said)).toBeDefined();
    expect([said.code, said.error.code, said.error.what], because(said)).toEqual([5, 'DATA_REFUSED', expect.stringMatching(words)]);
    expect(await trees()).toEqual(before);
  };

  it('an installation made by hand, from which a broker runs', async () => {
    await shell(
      2,
      `mkdir -p ${KAFKA}/config; echo mine >${KAFKA}/config/mine.properties; cd ${KAFKA}; sleep 9999 </dev/null >/dev/null 2>&1 &`,
    );
    const words =
      /kafka_2\.10-0\.8\.2\.1 on 192\.168\.1\.2 was not put there by fams-ops\. Processes run from it: \d+ .*9999\. In it that is not of the bundle: config\/mine\.properties/;
    await refused(words, 'plan');
    await refused(words, 'provision');
    const { result } = await fams.run('check');
    expect(result.checks.filter(({ id, status }) => id === 'host.software' && status === 'crit').map(({ message }) => message)).toEqual([
      expect.stringMatching(/was not put there by fams-ops\. Processes run from it/),
    ]);
    await shell(2, `for p in /proc/[0-9]*; do [ "$(readlink $p/cwd)" = ${KAFKA} ] && kill "\${p#/proc/}"; done; rm -r ${KAFKA}`);
  });

  it('data of somebody else, though the inventory names them, and links to the home and the keys', async () => {
    await shell(1, `mkdir -p ${HOME}/kafka-logs; echo mine >${HOME}/kafka-logs/photo.jpg`);
    await refused(/kafka-logs on 192\.168\.1\.1 holds something that fams-ops did not put there: photo\.jpg/, 'plan');
    await refused(
      /kafka-logs on 192\.168\.1\.1 holds something that fams-ops did not put there: photo\.jpg/,
      'destroy',
      '--confirm',
      'fams',
      '--data',
    );
    await shell(1, `rm -r ${HOME}/kafka-logs`);
    for (const to of [HOME, '/', `${HOME}/.ssh`]) {
      await shell(1, `ln -s ${to} ${HOME}/kafka-logs`);
      await refused(/kafka-logs on 192\.168\.1\.1/, 'provision');
      await refused(/kafka-logs on 192\.168\.1\.1/, 'destroy', '--confirm', 'fams', '--data');
      await shell(1, `rm ${HOME}/kafka-logs`);
    }
  });

  it('software that two clusters share goes with the last of them, and each takes its own data alone', async () => {
    const made = await fams.run('provision');
    expect(made.code, because(made)).toBeLessThanOrEqual(3);
    await other.writeText(
      `cluster: shop\nssh: { identityFile: ${bed.keyFile} }\nhosts: [${bed.address(1)}]\n` +
        'zookeeper: { heap: 64m, dataDir: /home/fams/shop-zk, ports: { client: 2281, peer: 2988, election: 3988 } }\n' +
        'kafka: { heap: 128m, ports: { broker: 9192 }, config: { log.dirs: /home/fams/shop-kafka } }\n' +
        'topics: [{ name: shop, partitions: 1, replicationFactor: 1 }]\n',
    );
    const second = await other.run('provision');
    expect(
      second.result.actions.map(({ summary }) => summary),
      because(second),
    ).toContain('use kafka_2.10-0.8.2.1 as the cluster "fams" has unpacked it');
    const gone = await fams.run('destroy', '--confirm', 'fams', '--data');
    expect(gone.code, because(gone)).toBe(0);
    expect(gone.result.notes).toEqual([`${KAFKA} on 192.168.1.1 stays: the cluster "shop" uses it`]);
    expect((await shell(1, `ls -A ${HOME}`)).split('\n').filter((name) => /kafka|zk/.test(name))).toEqual([
      'kafka_2.10-0.8.2.1',
      'shop-kafka',
      'shop-zk',
    ]);
    expect(await shell(2, `ls -A ${HOME}`)).not.toMatch(/kafka|zk_data|\.fams-ops/);
    await shell(1, `echo mine >${KAFKA}/mine.txt`);
    const kept = await other.run('destroy', '--confirm', 'shop');
    expect(kept.error, because(kept)).toBeDefined();
    expect([kept.code, kept.error.what]).toEqual([5, expect.stringMatching(/did not put there: mine\.txt/)]);
    expect((await other.run('status')).result.services.filter(({ state }) => state === 'running')).toHaveLength(2);
    await shell(1, `rm ${KAFKA}/mine.txt`);
    expect((await other.run('destroy', '--confirm', 'shop', '--data')).code).toBe(0);
    expect(await shell(1, `ls -A ${HOME}`)).not.toMatch(/kafka|shop|\.fams-ops/);
  });
});
