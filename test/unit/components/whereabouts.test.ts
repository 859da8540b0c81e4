// Each component reads back from its own file what the layout put there.
import { describe, expect, it } from 'vitest';
import { kafkaSpec } from '../../../src/components/kafka/spec.js';
import { zookeeperSpec } from '../../../src/components/zookeeper/spec.js';
import type { ComponentSpec, Whereabouts } from '../../../src/model/component.js';
import { layoutOf, resolvedFor, type ClusterOptions } from '../../support/cluster.js';

function readBack(spec: ComponentSpec, options: ClusterOptions, address: string): Whereabouts | undefined {
  const layout = layoutOf(resolvedFor(options), spec.name, address);
  const text = layout.files.find(({ path }) => path === layout.config?.path)?.text;
  return text === undefined ? undefined : spec.whereabouts?.read(text);
}

const HOSTS = ['10.0.0.1', 'n2.example', '10.0.0.3'];

describe('whereabouts', () => {
  it('of a broker', () => {
    const settings = { kafka: { dirs: { 'log.dirs': ['/a', '/ü b'] } } };
    expect(readBack(kafkaSpec, { hosts: HOSTS, chroot: '/k', settings }, 'n2.example')).toEqual({
      id: 1,
      address: 'n2.example',
      ports: { broker: 9092 },
      dataDirs: ['/a', '/ü b'],
      ensemble: new Map(HOSTS.map((host) => [host, '2181'])),
      chroot: '/k',
    });
    expect(kafkaSpec.whereabouts?.read('broker.id=7\nlog.dir=/old\nzookeeper.connect=a')).toEqual({
      id: 7,
      address: null,
      ports: {},
      dataDirs: ['/old'],
      ensemble: new Map([['a', '2181']]),
      chroot: '',
    });
  });

  it('of a member of an ensemble, and of one alone', () => {
    expect(readBack(zookeeperSpec, { hosts: HOSTS }, 'n2.example')).toEqual({
      id: 2,
      address: 'n2.example',
      ports: { client: 2181 },
      dataDirs: ['/home/fams/zk_data'],
      ensemble: new Map(HOSTS.map((host) => [host, '2888:3888'])),
      chroot: null,
    });
    expect(readBack(zookeeperSpec, { hosts: ['10.0.0.1'] }, '10.0.0.1')).toMatchObject({ id: null, ensemble: new Map([['10.0.0.1', '']]) });
  });
});
