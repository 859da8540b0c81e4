// What a host inherits, and what it overrides.
import { describe, expect, it } from 'vitest';
import { HOME, parse } from './read.js';

describe('what a host inherits and overrides', () => {
  const { cluster } = parse(`
cluster: fams
ssh: { user: ops, port: 2222, identityFile: ~/.ssh/fams, jump: gate, passwordEnv: PW }
paths: { home: /srv/fams/ }
java: { home: /opt/java8 }
zookeeper: { heap: 300m, dataDir: /data/zk/, config: { tickTime: 3000, snapCount: 10000 } }
kafka: { ports: { broker: 9192 }, config: { num.partitions: 2, log.dirs: [/data/a, /data/b/] } }
hosts:
  - 10.0.0.1
  - name: two
    address: b.example.org
    roles: [kafka, zookeeper]
    zookeeperId: 7
    brokerId: 12
    ssh: { host: "[fe80::9%eth0]", user: me, jump: null }
    paths: { home: /home/me }
    java: { home: null }
    zookeeper: { heap: 1g, ports: { client: 2182 }, dataDir: /fast/zk, config: { tickTime: 4000 } }
    kafka: { config: { log.dirs: "/x/1, /x/2", num.partitions: 5 } }
  - { address: 10.0.0.3, roles: [zookeeper], connection: local, zookeeper: { dataDir: ~/zk }, ssh: { knownHosts: accept-new } }
`);
  const [one, two, three] = cluster.hosts;

  it('takes the section where the host is silent', () => {
    expect(one).toMatchObject({
      home: '/srv/fams',
      java: { home: '/opt/java8' },
      ssh: { user: 'ops', port: 2222, identityFile: `${HOME}/.ssh/fams`, jump: 'gate', passwordEnv: 'PW', host: '10.0.0.1' },
      settings: {
        zookeeper: { heap: '300m', dirs: { dataDir: ['/data/zk'] }, ports: { client: 2181, peer: 2888, election: 3888 } },
        kafka: { ports: { broker: 9192 }, dirs: { 'log.dirs': ['/data/a', '/data/b'] }, config: { 'num.partitions': '2' } },
      },
    });
    expect(one?.settings.zookeeper?.config).toEqual({ tickTime: '3000', initLimit: '5', syncLimit: '2', snapCount: '10000' });
    expect(one?.ssh.given).toEqual(['port', 'user', 'identityFile', 'jump']);
  });

  it('takes the host where it speaks', () => {
    expect(two).toMatchObject({
      name: 'two',
      address: 'b.example.org',
      roles: ['zookeeper', 'kafka'],
      ids: { zookeeper: 7, kafka: 12 },
      home: '/home/me',
      java: { home: null },
      ssh: { host: 'fe80::9%eth0', user: 'me', port: 2222, jump: null },
      settings: {
        zookeeper: { heap: '1g', dirs: { dataDir: ['/fast/zk'] }, ports: { client: 2182, peer: 2888, election: 3888 } },
        kafka: { ports: { broker: 9192 }, dirs: { 'log.dirs': ['/x/1', '/x/2'] }, config: { 'num.partitions': '5' } },
      },
    });
    expect(two?.settings.zookeeper?.config['tickTime']).toBe('4000');
    expect(two?.ssh.given).toEqual(['host', 'port', 'user', 'identityFile']);
  });

  it('expands ~ where the operator is at home', () => {
    expect(three?.settings).toEqual({ zookeeper: { ...one?.settings.zookeeper, dirs: { dataDir: [`${HOME}/zk`] } } });
    expect(three?.ssh.knownHosts).toBe('accept-new');
  });

  it('counts brokers for what is left open', () => {
    expect(cluster.topics.map((topic) => [topic.name, topic.partitions, topic.replicationFactor])).toEqual([
      ['user-behavior-topic', 3, 2],
      ['fams-ops-probe', 2, 2],
    ]);
  });
});
