// Every key that ZooKeeper 3.4.6 takes from its properties file, with kind and range.
import type { ConfigKey, ConfigKeyTable } from '../../model/component.js';

const count = (min: number, max?: number): ConfigKey => ({ type: 'int', min, ...(max !== undefined && { max }) });
const text: ConfigKey = { type: 'string' };
const boolean: ConfigKey = { type: 'boolean' };
const yesNo: ConfigKey = { type: 'enum', values: ['yes', 'no'] };

/** Read by QuorumPeerConfig itself. */
const OF_THE_FILE: Readonly<Record<string, ConfigKey>> = {
  dataDir: text,
  dataLogDir: text,
  clientPort: count(1, 65535),
  clientPortAddress: text,
  tickTime: count(1),
  initLimit: count(1),
  syncLimit: count(1),
  maxClientCnxns: count(0),
  // -1 stands for 2 and 20 ticks.
  minSessionTimeout: count(-1),
  maxSessionTimeout: count(-1),
  electionAlg: count(0, 3),
  quorumListenOnAllIPs: boolean,
  peerType: { type: 'enum', values: ['participant', 'observer'] },
  syncEnabled: boolean,
  // Fewer than 3 are raised to 3 with no more than a line in the log.
  'autopurge.snapRetainCount': count(3),
  'autopurge.purgeInterval': count(0),
};

/**
 * QuorumPeerConfig turns a key that it does not know into the system property `zookeeper.<key>`; these are the ones that some class
 * of 3.4.6 reads under that name. Properties without the prefix (jute.maxbuffer, fsync.warningthresholdms, leader.nodelay,
 * readonlymode.enabled) have no effect in the file and are therefore unknown here.
 */
const AS_SYSTEM_PROPERTY: Readonly<Record<string, ConfigKey>> = {
  'DigestAuthenticationProvider.superDigest': text,
  'SASLAuthenticationProvider.superPassword': text,
  allowSaslFailedClients: boolean,
  cnxTimeout: count(1),
  forceSync: yesNo,
  globalOutstandingLimit: count(1),
  'kerberos.removeHostFromPrincipal': boolean,
  'kerberos.removeRealmFromPrincipal': boolean,
  leaderServes: yesNo,
  'observer.syncEnabled': boolean,
  preAllocSize: count(1),
  requireKerberosConfig: boolean,
  'sasl.serverconfig': text,
  'security.auth_to_local': text,
  serverCnxnFactory: text,
  skipACL: yesNo,
  snapCount: count(2),
  superUser: text,
};

export const zookeeperKeys: ConfigKeyTable = {
  of: 'ZooKeeper 3.4.6',
  known: { ...OF_THE_FILE, ...AS_SYSTEM_PROPERTY },
  owned: {
    dataDir: 'zookeeper.dataDir decides it',
    dataLogDir: 'the transaction log stays in zookeeper.dataDir, beside the record of whose data it is',
    clientPort: 'zookeeper.ports.client decides it',
    clientPortAddress: "the host's address decides it",
    peerType: 'every member has a vote; the hosts with the role zookeeper are the members',
    'DigestAuthenticationProvider.superDigest': 'no secret stands in an inventory',
    'SASLAuthenticationProvider.superPassword': 'no secret stands in an inventory',
  },
  patterns: [
    { regex: /^server\.\d+$/, owned: 'the hosts with the role zookeeper, their zookeeperId and zookeeper.ports decide it', key: text },
    { regex: /^(?:group|weight)\.\d+$/, owned: 'every member counts once in a majority', key: text },
    { regex: /^authProvider\.\d+$/, owned: null, key: text },
  ],
};
