// Pure: how clients of the ensemble name it.
import type { ResolvedInstances } from '../../model/component.js';
import { endpoint, instancesOf } from '../instances.js';

/** `h1:2181,h2:2181,h3:2181/kafka`: every member, and the path below which Kafka keeps everything. */
export const zookeeperConnect = (resolved: ResolvedInstances): string =>
  instancesOf(resolved, 'zookeeper')
    .map((member) => endpoint(member, 'client'))
    .join(',') + resolved.cluster.chroot;
