// Pure: who a broker is, where its data are and where it registers, as its server.properties says.
import type { WhereaboutsReader } from '../../model/component.js';
import { readProperties } from '../properties-reading.js';

const words = (list: string | undefined): readonly string[] =>
  (list ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');

const numberOf = (text: string | undefined): number | null => (text !== undefined && /^\d+$/.test(text.trim()) ? Number(text) : null);

export const brokerWhereabouts: WhereaboutsReader = {
  dirsKey: 'log.dirs',
  anyMember: true,
  read(text) {
    const properties = readProperties(text);
    const connect = properties.get('zookeeper.connect') ?? '';
    const slash = connect.indexOf('/');
    const members = words(slash < 0 ? connect : connect.slice(0, slash));
    const port = numberOf(properties.get('port'));
    return {
      id: numberOf(properties.get('broker.id')),
      address: properties.get('host.name') ?? null,
      ports: port === null ? {} : { broker: port },
      // Kafka reads log.dir only where there is no log.dirs.
      dataDirs: words(properties.get('log.dirs') ?? properties.get('log.dir')),
      ensemble: new Map(members.map((member) => [member.replace(/:\d+$/, ''), /:(\d+)$/.exec(member)?.[1] ?? '2181'])),
      chroot: slash < 0 ? '' : connect.slice(slash),
    };
  },
};
