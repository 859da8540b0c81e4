// Inventories that point away from where the data lie: each is refused, with what to do.
import { describe, expect, it } from 'vitest';
import { specs } from '../../../../src/components/specs.js';
import type { DirFacts, HostFacts } from '../../../../src/model/facts.js';
import { AppError } from '../../../../src/errors/app-error.js';
import { refuseBlankUnderRegistry } from '../../../../src/plan/refusals/moved-blank.js';
import { refuseBlankStarts } from '../../../../src/plan/refusals/moved.js';
import { startAction } from '../../../../src/plan/plan.js';
import { hostData } from '../../../../src/plan/preflight/data.js';
import { assume, factsRequest, resolve, strangeDirs } from '../../../../src/plan/resolve.js';
import type { ClusterOptions } from '../../../support/cluster.js';
import { clusterFor, dirOf, fileOf, fresh, provisioned } from '../../../support/facts.js';
import {
  absent,
  blank,
  brokersOff,
  changed,
  CONF,
  HOSTS,
  LOGS,
  logDirs,
  outcome,
  record,
  RUN,
  running,
  was,
  ZK,
  type Facts,
} from '../../../support/moved.js';

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
      expect(outcome(dropped, changed(running, { files }, ['10.0.0.1']))).toMatch(/runs with its data in \/disk2\/kafka/);
      expect(outcome(dropped, changed(running, { files, off: ['kafka'], dirs: { '/disk2/kafka': absent } }, ['10.0.0.1']))).toBe('allowed');
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

describe('the data of another instance', () => {
  const swapped = (id: number): DirFacts => dirOf(['t-0'], { identity: record('kafka', id) });

  it('are refused where this one has run: two disks that were swapped', () => {
    const facts = changed(changed(brokersOff, { dirs: { [LOGS]: swapped(1) } }, ['10.0.0.1']), { dirs: { [LOGS]: swapped(0) } }, [
      '10.0.0.2',
    ]);
    expect(outcome({ hosts: HOSTS }, facts)).toMatch(
      /^IDENTITY_REFUSED\n5\n.*kafka-logs on 10\.0\.0\.1 holds the data of Kafka broker 1, and Kafka broker 0 has run there/,
    );
  });

  it('do not count as having arrived from an old directory', () => {
    const facts = changed(brokersOff, { dirs: { [LOGS]: absent, '/disk1/kafka': swapped(7) } }, ['10.0.0.1']);
    const third: ClusterOptions = { hosts: [{ address: '10.0.0.1', ...logDirs(['/disk1/kafka']) }, '10.0.0.2', '10.0.0.3'] };
    expect(outcome(third, facts)).toMatch(/^IDENTITY_REFUSED/);
  });
});

it('check, which has not compared the records, judges the same', () => {
  const want = clusterFor({ hosts: HOSTS });
  const mine = changed(brokersOff, { dirs: { [LOGS]: blank } }, ['10.0.0.3']);
  const renumbered = new Map(
    [...mine].map(([name, host]) => {
      const path = `${CONF}/server.properties`;
      const file = host.files[path];
      const text = file?.kind === 'file' && file.text !== null ? file.text.replace(/^broker\.id=2$/m, 'broker.id=9') : '';
      return [name, name === '10.0.0.3' ? { ...host, files: { ...host.files, [path]: fileOf(text, 0o644) } } : host];
    }),
  );
  const findings = hostData.judge({ facts: renumbered }, want).filter(({ status }) => status !== 'ok');
  expect(findings.map(({ target, status }) => [target, status])).toEqual([['10.0.0.3/kafka', 'crit']]);
  expect(findings[0]?.message).toContain('is a data directory of Kafka broker 9');
  expect(findings[0]?.fix).toContain('"component":"kafka","id":9}');
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

describe('data of which only the registry tells, as after a destroy that kept them', () => {
  const judged = (facts: Facts, registered: boolean | null): string => {
    try {
      refuseBlankUnderRegistry(was, specs, facts, registered);
      return 'allowed';
    } catch (error) {
      return error instanceof AppError ? `${error.code} ${error.message}` : String(error);
    }
  };
  const none = changed(running, { dirs: { [LOGS]: absent } });

  it('is refused where no broker has a record, unless nothing is registered', () => {
    for (const registered of [true, null]) {
      expect(judged(none, registered)).toMatch(/^DATA_REFUSED zookeeper holds data of a cluster, and no kafka has any: .*kafka-logs/);
      expect(judged(changed(running, { dirs: { [LOGS]: blank } }), registered)).toMatch(/^DATA_REFUSED/);
    }
    expect(judged(none, false)).toBe('allowed');
  });

  it('is no matter where one broker has its record, or where all is blank', () => {
    expect(judged(changed(none, { dirs: { [LOGS]: dirOf([], { identity: record('kafka', 1) }) } }, ['10.0.0.2']), true)).toBe('allowed');
    expect(judged(fresh(was), null)).toBe('allowed');
    const minority = changed(none, { dirs: { [ZK]: blank } }, ['10.0.0.2', '10.0.0.3']);
    expect(judged(minority, null)).toBe('allowed');
  });
});

const absentFile = { kind: 'absent' } as const;

describe('where the configuration is gone with all but the data', () => {
  const two = clusterFor({ hosts: HOSTS, ...logDirs([LOGS, '/disk2/kafka']) });
  const text = two.placed
    .find(({ instance }) => instance.component === 'kafka')
    ?.layout.files.find(({ path }) => path === `${CONF}/server.properties`)?.text;
  const conf = { [`${CONF}/server.properties`]: absentFile, [`${CONF}/zookeeper.properties`]: absentFile };
  const off = changed(provisioned(two), { off: ['kafka', 'zookeeper'], files: conf });
  const bare = changed(off, { files: { [`${LOGS}/fams-ops.started`]: fileOf(text ?? '', 0o644) } }, ['10.0.0.1']);

  it("a data directory's copy of it tells of the other directory", () => {
    expect(outcome({ hosts: HOSTS }, bare)).toMatch(/^DATA_REFUSED\n5\nKafka broker 0 on 10\.0\.0\.1 has its data in \/disk2\/kafka/);
    expect(outcome({ hosts: HOSTS, ...logDirs([LOGS, '/disk2/kafka']) }, bare)).toBe('allowed');
  });

  it('and of the path in ZooKeeper', () => {
    expect(outcome({ hosts: HOSTS, ...logDirs([LOGS, '/disk2/kafka']), chroot: '/other' }, bare)).toMatch(
      /^DATA_REFUSED\n5\n.*keeps its topics below \/ in ZooKeeper, and the inventory says \/other/,
    );
  });

  it('is asked for', () => {
    const [host] = two.cluster.hosts;
    if (host === undefined) throw new Error('no host');
    expect(factsRequest(two, host).files).toEqual(
      expect.arrayContaining([`${ZK}/fams-ops.started`, `${LOGS}/fams-ops.started`, '/disk2/kafka/fams-ops.started']),
    );
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
