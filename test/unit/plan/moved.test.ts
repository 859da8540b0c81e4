// Inventories that point away from where the data lie: each is refused, with what to do.
import { describe, expect, it } from 'vitest';
import { specs } from '../../../src/components/specs.js';
import { AppError } from '../../../src/errors/app-error.js';
import type { DirFacts, FileFacts, HostFacts } from '../../../src/model/facts.js';
import { refuseBlankStarts, refuseMoved } from '../../../src/plan/moved.js';
import { startAction } from '../../../src/plan/plan.js';
import { assume, factsRequest, resolve, strangeDirs } from '../../../src/plan/resolve.js';
import type { ClusterOptions, HostOptions } from '../../support/cluster.js';
import { clusterFor, dirOf, fileOf, freshHost, provisioned } from '../../support/facts.js';

const HOSTS = ['10.0.0.1', '10.0.0.2', '10.0.0.3'];
const CONF = '/home/fams/.fams-ops/fams/conf';
const RUN = '/home/fams/.fams-ops/fams/run';
const LOGS = '/home/fams/kafka-logs';
const ZK = '/home/fams/zk_data';

type Facts = ReadonlyMap<string, HostFacts>;
interface Changes {
  readonly dirs?: Readonly<Record<string, DirFacts>>;
  readonly files?: Readonly<Record<string, FileFacts>>;
  /** Components that are off. */
  readonly off?: readonly string[];
}

const was = clusterFor({ hosts: HOSTS });
const logDirs = (dirs: readonly string[]): Pick<HostOptions, 'settings'> => ({ settings: { kafka: { dirs: { 'log.dirs': dirs } } } });
const record = (component: string, id: number): string => JSON.stringify({ schemaVersion: 1, cluster: 'fams', component, id });
const blank: DirFacts = dirOf([]);
const absent: DirFacts = { kind: 'absent', disk: null };

/** The same change on every host, or on those that are named. */
function changed(facts: Facts, { dirs = {}, files = {}, off = [] }: Changes, hosts: readonly string[] = HOSTS): Facts {
  return new Map(
    [...facts].map(([name, host]) => {
      if (!hosts.includes(name)) return [name, host];
      const stopped = off.flatMap((component) => {
        const service = host.services[component];
        return service === undefined ? [] : [[component, { ...service, state: 'stopped' as const, pid: null }] as const];
      });
      const services = { ...host.services, ...Object.fromEntries(stopped) };
      return [name, { ...host, services, dirs: { ...host.dirs, ...dirs }, files: { ...host.files, ...files } }];
    }),
  );
}

function outcome(wanted: ClusterOptions, facts: Facts): string {
  const want = clusterFor(wanted);
  const resolved = resolve(want.cluster, specs, want.bundles, facts);
  try {
    refuseMoved(resolved, specs, facts);
    return 'allowed';
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [error.code, error.exitCode, error.message, ...error.todo].join('\n');
  }
}

const running = provisioned(was);
const brokersOff = changed(running, { off: ['kafka'] });

describe('log.dirs', () => {
  const other: ClusterOptions = { hosts: HOSTS, ...logDirs(['/disk1/kafka']) };

  it('that name other directories than a running broker has are refused, with the way that moves its data', () => {
    const said = outcome(other, changed(running, { dirs: { '/disk1/kafka': absent } }));
    expect(said).toMatch(
      /^DATA_REFUSED\n5\nKafka broker 0 on 10\.0\.0\.1 runs with its data in \/home\/fams\/kafka-logs, and the inventory says/,
    );
    expect(said).toMatch(/write log\.dirs: \/home\/fams\/kafka-logs\./);
    expect(said).toMatch(/"fams-ops stop kafka --limit 10\.0\.0\.1".*"mv \/home\/fams\/kafka-logs \/disk1\/kafka"/);
  });

  it('keep the ids of the brokers that run, so that gates and permissions ask about those', () => {
    const want = clusterFor(other);
    const ids = resolve(want.cluster, specs, want.bundles, running, { kafka: [0, 1, 2] }).instances.filter(
      (one) => one.component === 'kafka',
    );
    expect(ids.map(({ id }) => id)).toEqual([0, 1, 2]);
  });

  it('are refused while the data lie in the old directory, also where the broker is off', () => {
    expect(outcome(other, brokersOff)).toMatch(/^DATA_REFUSED[^]*broker 0 on 10\.0\.0\.1 has its data in \/home\/fams\/kafka-logs/);
  });

  it('are refused where a copy has come but the old one is still there', () => {
    const copies = HOSTS.map((host, id) => ({ host, dirs: { '/disk1/kafka': dirOf(['t-0'], { identity: record('kafka', id) }) } }));
    const facts = copies.reduce((all, { host, dirs }) => changed(all, { dirs }, [host]), brokersOff);
    expect(outcome(other, facts)).toMatch(/has its data in \/home\/fams\/kafka-logs/);
    expect(outcome(other, changed(facts, { dirs: { [LOGS]: absent } }))).toBe('allowed');
  });

  it('are refused where the old directory is gone and nothing has come to the new one: a disk that is not mounted', () => {
    const facts = changed(brokersOff, { dirs: { [LOGS]: absent, '/disk1/kafka': blank } });
    expect(outcome(other, facts)).toMatch(/had its data in \/home\/fams\/kafka-logs, where no record of it is now/);
    expect(outcome(other, changed(facts, { dirs: { [LOGS]: blank } }))).toMatch(/^DATA_REFUSED/);
  });

  it('may get one more directory', () => {
    expect(outcome({ hosts: HOSTS, ...logDirs([LOGS, '/disk1/kafka']) }, changed(running, { dirs: { '/disk1/kafka': absent } }))).toBe(
      'allowed',
    );
  });

  describe('of two', () => {
    const two = clusterFor({ hosts: HOSTS, ...logDirs([LOGS, '/disk2/kafka']) });
    const dropped: ClusterOptions = { hosts: HOSTS };
    const off = changed(provisioned(two), { off: ['kafka'] });

    it('lose one only while the broker is off and it holds no partition', () => {
      expect(outcome(dropped, provisioned(two))).toMatch(/broker 0 on 10\.0\.0\.1 runs with its data in \/disk2\/kafka/);
      expect(outcome(dropped, off)).toMatch(/has its data in \/disk2\/kafka/);
      const empty = HOSTS.reduce(
        (all, host, id) => changed(all, { dirs: { '/disk2/kafka': dirOf(['fams-ops.json'], { identity: record('kafka', id) }) } }, [host]),
        off,
      );
      expect(outcome(dropped, empty)).toBe('allowed');
      expect(
        outcome(dropped, changed(off, { dirs: { '/disk2/kafka': { kind: 'other', what: 'it cannot be read', disk: null } } })),
      ).toMatch(/^DATA_REFUSED/);
    });

    it('are judged by what the process was started with, whatever lies in the file now', () => {
      const started = two.placed
        .find(({ instance }) => instance.component === 'kafka')
        ?.layout.files.find(({ path }) => path === `${CONF}/server.properties`);
      const files = { [`${RUN}/kafka.started`]: fileOf(started?.text ?? '', 0o640) };
      expect(outcome(dropped, changed(running, { files }))).toMatch(/runs with its data in \/disk2\/kafka/);
      expect(outcome(dropped, changed(running, { files, off: ['kafka'], dirs: { '/disk2/kafka': absent } }))).toBe('allowed');
    });

    it.each([
      ['blank', blank, 'It is empty'],
      ['absent', absent, 'It is not there'],
    ])('are refused where one is %s while the other has its record', (_, dir, how) => {
      const same: ClusterOptions = { hosts: HOSTS, ...logDirs([LOGS, '/disk2/kafka']) };
      for (const facts of [off, provisioned(two)]) {
        const said = outcome(same, changed(facts, { dirs: { '/disk2/kafka': dir } }, ['10.0.0.2']));
        expect(said).toMatch(/^DATA_REFUSED\n5\n\/disk2\/kafka on 10\.0\.0\.2 is a data directory of Kafka broker 1, and its record/);
        expect(said).toContain(how);
        expect(said).toContain(
          `mkdir -p /disk2/kafka && echo '{"schemaVersion":1,"cluster":"fams","component":"kafka","id":1}' >/disk2/kafka/fams-ops.json`,
        );
      }
    });

    it('are refused beside data also where no file of an earlier run tells; not in a first run that was cut short', () => {
      const same: ClusterOptions = { hosts: HOSTS, ...logDirs([LOGS, '/disk2/kafka']) };
      const bare = changed(off, { files: { [`${CONF}/server.properties`]: { kind: 'absent' } }, dirs: { '/disk2/kafka': blank } });
      expect(outcome(same, bare)).toMatch(/^DATA_REFUSED\n5\n\/disk2\/kafka on 10\.0\.0\.1/);
      const begun = HOSTS.reduce(
        (all, host, id) => changed(all, { dirs: { [LOGS]: dirOf(['fams-ops.json'], { identity: record('kafka', id) }) } }, [host]),
        bare,
      );
      expect(outcome(same, begun)).toBe('allowed');
    });
  });
});

describe('the only data directory', () => {
  it('that has lost its record is refused for the id that its files give', () => {
    const said = outcome({ hosts: HOSTS }, changed(brokersOff, { dirs: { [LOGS]: blank } }, ['10.0.0.3']));
    expect(said).toMatch(/^DATA_REFUSED\n5\n\/home\/fams\/kafka-logs on 10\.0\.0\.3 is a data directory of Kafka broker 2/);
    expect(outcome({ hosts: HOSTS }, changed(running, { dirs: { [ZK]: absent }, off: ['zookeeper'] }, ['10.0.0.3']))).toMatch(
      /zk_data on 10\.0\.0\.3 is a data directory of ZooKeeper 3/,
    );
  });
});

describe('dataDir', () => {
  const other: ClusterOptions = { hosts: HOSTS, settings: { zookeeper: { dirs: { dataDir: ['/disk1/zk'] } } } };

  it('is refused while the member runs, or while its data lie in the old place', () => {
    expect(outcome(other, running)).toMatch(
      /^DATA_REFUSED\n5\nZooKeeper 1 on 10\.0\.0\.1 runs with its data in .*zk_data, and the inventory says dataDir/,
    );
    expect(outcome(other, changed(running, { off: ['zookeeper'] }))).toMatch(/has its data in \/home\/fams\/zk_data/);
  });

  it('is taken once the directory was moved with its record', () => {
    const moved = HOSTS.reduce(
      (all, host, i) =>
        changed(
          all,
          { off: ['zookeeper'], dirs: { [ZK]: absent, '/disk1/zk': dirOf(['version-2'], { identity: record('zookeeper', i + 1) }) } },
          [host],
        ),
      running,
    );
    expect(outcome(other, moved)).toBe('allowed');
  });
});

describe('the registry', () => {
  it('at another path is refused where there are data, running or not', () => {
    const said = outcome({ hosts: HOSTS, chroot: '/new' }, running);
    expect(said).toMatch(
      /^DATA_REFUSED\n5\nKafka broker 0 on 10\.0\.0\.1 keeps its topics below \/ in ZooKeeper, and the inventory says \/new/,
    );
    expect(said).toMatch(/Write kafka\.chroot: ""/);
    expect(outcome({ hosts: HOSTS, chroot: '/new' }, brokersOff)).toMatch(/^DATA_REFUSED/);
    const empty = HOSTS.reduce(
      (all, host, id) => changed(all, { dirs: { [LOGS]: dirOf(['fams-ops.json'], { identity: record('kafka', id) }) } }, [host]),
      brokersOff,
    );
    expect(outcome({ hosts: HOSTS, chroot: '/new' }, empty)).toBe('allowed');
  });

  const roles = (...members: readonly string[]): readonly HostOptions[] =>
    [...HOSTS, '10.0.0.4', '10.0.0.5']
      .filter((address) => HOSTS.includes(address) || members.includes(address))
      .map((address) => ({
        address,
        roles: [...(members.includes(address) ? ['zookeeper'] : []), ...(HOSTS.includes(address) ? ['kafka'] : [])],
      }));

  it('in another ensemble is refused; one member at a time, and growth by a minority, are not', () => {
    expect(outcome({ hosts: roles('10.0.0.3') }, running)).toMatch(
      /^DATA_REFUSED\n5\nZooKeeper on 10\.0\.0\.3 belongs to the ensemble 10\.0\.0\.1, 10\.0\.0\.2, 10\.0\.0\.3, and the inventory makes it 10\.0\.0\.3/,
    );
    expect(outcome({ hosts: roles('10.0.0.4') }, running)).toMatch(/^DATA_REFUSED\n5\nKafka broker on 10\.0\.0\.1 belongs to the ensemble/);
    expect(outcome({ hosts: roles('10.0.0.1', '10.0.0.2', '10.0.0.4') }, running)).toBe('allowed');
    expect(outcome({ hosts: roles(...HOSTS, '10.0.0.4', '10.0.0.5') }, running)).toBe('allowed');
  });

  it('whose hosts only got other names is the same', () => {
    const names = HOSTS.map((address, i) => ({ address, name: `n${String(i)}.example` }));
    const facts = new Map(
      names.flatMap(({ address, name }) => {
        const known = running.get(address);
        return known === undefined ? [] : [[name, { ...known, host: name }] as const];
      }),
    );
    expect(outcome({ hosts: names.map(({ name }) => name) }, facts)).toBe('allowed');
  });

  it('at other ports is refused while it is used, and allowed once all is off', () => {
    const client: ClusterOptions = { hosts: HOSTS, settings: { zookeeper: { ports: { client: 12181 } } } };
    expect(outcome(client, running)).toMatch(
      /^DATA_REFUSED\n5\nKafka broker on 10\.0\.0\.1 runs and reaches ZooKeeper on 10\.0\.0\.1 by port 2181[^]*"fams-ops stop kafka"/,
    );
    expect(outcome(client, brokersOff)).toBe('allowed');
    const peer: ClusterOptions = { hosts: HOSTS, settings: { zookeeper: { ports: { peer: 12888 } } } };
    expect(outcome(peer, running)).toMatch(/ZooKeeper on 10\.0\.0\.1 runs[^]*"fams-ops stop kafka zookeeper"/);
    expect(outcome(peer, changed(running, { off: ['kafka', 'zookeeper'] }))).toBe('allowed');
    const one: ClusterOptions = {
      hosts: [{ address: '10.0.0.1', settings: { zookeeper: { ports: { client: 12181 } } } }, '10.0.0.2', '10.0.0.3'],
    };
    expect(outcome(one, running)).toBe('allowed');
  });
});

describe('the place of the cluster on a host', () => {
  const OLD = '/home/old/.fams-ops/fams';
  const seen = (installations: HostFacts['installations'], listeners: HostFacts['listeners'] = []): Facts =>
    new Map(HOSTS.map((host) => [host, freshHost(host, { installations, listeners })]));
  const listener = { address: '10.0.0.1', port: 2181, uid: 5000, user: 'fams', pid: 77, command: null };
  const zookeeper = { component: 'zookeeper', pid: 77, uid: 5000 };

  it('is refused where the cluster lies in another home, running or not', () => {
    const said = outcome({ hosts: HOSTS }, seen([{ base: OLD, service: null }]));
    expect(said).toMatch(
      /^IDENTITY_REFUSED\n5\nThe cluster "fams" lies in \/home\/old on 10\.0\.0\.1, .* the inventory says "fams" in \/home\/fams/,
    );
    expect(said).toMatch(/write paths: \{ home: \/home\/old \}/);
    expect(said).toMatch(/move \/home\/old\/\.fams-ops\/fams, the software and the data directories to the new home/);
    expect(outcome({ hosts: HOSTS }, seen([{ base: OLD, service: zookeeper }]))).toMatch(/^IDENTITY_REFUSED/);
  });

  it('is refused where it runs under another name and has the ports that are wanted', () => {
    const renamed = '/home/fams/.fams-ops/before';
    const said = outcome({ hosts: HOSTS }, seen([{ base: renamed, service: zookeeper }], [listener]));
    expect(said).toMatch(/^IDENTITY_REFUSED\n5\nThe cluster "before" lies in \/home\/fams on 10\.0\.0\.1, its zookeeper runs there/);
    expect(said).toMatch(/write cluster: before/);
    const foreign = { ...listener, pid: null, user: 'other', uid: 5001 };
    expect(outcome({ hosts: HOSTS }, seen([{ base: renamed, service: { ...zookeeper, uid: 5001 } }], [foreign]))).toMatch(
      /^IDENTITY_REFUSED/,
    );
  });

  it('is free beside another cluster with other ports, and where it is known', () => {
    const beside = { base: '/home/fams/.fams-ops/other', service: zookeeper };
    expect(outcome({ hosts: HOSTS }, seen([beside], [{ ...listener, port: 12181 }]))).toBe('allowed');
    expect(outcome({ hosts: HOSTS }, seen([beside], [{ ...listener, address: '10.0.0.9' }]))).toBe('allowed');
    const known = new Map([...running].map(([name, host]) => [name, { ...host, installations: [{ base: OLD, service: null }] }]));
    expect(outcome({ hosts: HOSTS }, known)).toBe('allowed');
    const own = seen([{ base: '/home/fams/.fams-ops/fams', service: zookeeper }], [listener]);
    expect(outcome({ hosts: HOSTS }, own)).toBe('allowed');
  });
});

describe('a start from the files that lie on a host', () => {
  const started = (facts: Facts, wanted: ClusterOptions = { hosts: HOSTS }): string => {
    const want = clusterFor(wanted);
    const resolved = resolve(want.cluster, specs, want.bundles, facts);
    const placed = resolved.placed.filter(({ instance }) => instance.component === 'kafka');
    const stages = [{ id: 's', title: 's', actions: placed.map(startAction), width: 'all' as const, after: [] }];
    try {
      refuseBlankStarts(resolved, specs, facts, stages);
      return 'allowed';
    } catch (error) {
      return String(error);
    }
  };

  it('is refused where one of their directories has lost its record, also where the inventory names another', () => {
    expect(started(brokersOff)).toBe('allowed');
    const lost = changed(brokersOff, { dirs: { [LOGS]: blank } }, ['10.0.0.2']);
    for (const wanted of [{ hosts: HOSTS }, { hosts: HOSTS, ...logDirs(['/disk1/kafka']) }])
      expect(started(lost, wanted)).toMatch(
        /kafka-logs on 10\.0\.0\.2 is a data directory of Kafka broker 1, and its record fams-ops\.json is gone/,
      );
    expect(started(changed(brokersOff, { dirs: { [ZK]: blank } }))).toBe('allowed');
  });
});

it('an unchanged cluster is left alone, running, off, or fresh', () => {
  for (const facts of [running, brokersOff, new Map<string, HostFacts>()]) expect(outcome({ hosts: HOSTS }, facts)).toBe('allowed');
});

it('the directories that the files name are looked at beside those of the inventory', () => {
  const { cluster, bundles } = clusterFor({ hosts: HOSTS, ...logDirs(['/disk1/kafka']) });
  const assumed = assume(cluster, specs, bundles);
  const [host] = cluster.hosts;
  const known = running.get('10.0.0.1');
  if (host === undefined || known === undefined) throw new Error('no host');
  expect(strangeDirs(assumed, specs, host, known)).toEqual([LOGS]);
  expect(factsRequest(assumed, host, [LOGS]).dataDirs).toEqual([ZK, '/disk1/kafka', LOGS]);
  expect(strangeDirs(was, specs, host, known)).toEqual([]);
});
