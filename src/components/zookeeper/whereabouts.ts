// Pure: who a member of the ensemble is, where its data are and who the others are, as its zookeeper.properties says.
import type { WhereaboutsReader } from '../../model/component.js';
import { readProperties } from '../properties-reading.js';

export const memberWhereabouts: WhereaboutsReader = {
  dirsKey: 'dataDir',
  anyMember: false,
  read(text) {
    const properties = readProperties(text);
    const address = properties.get('clientPortAddress') ?? null;
    const dataDir = properties.get('dataDir');
    const client = Number(properties.get('clientPort'));
    const servers = [...properties].flatMap(([key, value]) => {
      const id = /^server\.(\d+)$/.exec(key)?.[1];
      const [, host, ports] = /^(.*?):(\d+:\d+)/.exec(value) ?? [];
      return id === undefined || host === undefined || ports === undefined ? [] : [{ id: Number(id), host, ports }];
    });
    const own = servers.find(({ host }) => host === address);
    return {
      id: own?.id ?? null,
      address,
      ports: Number.isInteger(client) && client > 0 ? { client } : {},
      dataDirs: dataDir === undefined ? [] : [dataDir],
      // A member alone has no line for itself, and no ports for others.
      ensemble: new Map(servers.length > 0 || address === null ? servers.map(({ host, ports }) => [host, ports]) : [[address, '']]),
      chroot: null,
    };
  },
};
