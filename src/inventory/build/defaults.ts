// What holds where the inventory is silent. What a component defaults to is in its spec.

export const DEFAULTS = {
  connection: 'ssh',
  ssh: {
    user: 'fams',
    port: 22,
    identityFile: null,
    passwordEnv: null,
    passphraseEnv: null,
    knownHosts: 'strict',
    knownHostsFile: '~/.ssh/known_hosts',
    jump: null,
  },
  kafka: { version: '0.8.2.1', scala: '2.10', bundle: 'auto', sha256: null, chroot: '' },
  spark: { version: '1.3.1', bundle: 'auto', workerMemory: '1g' },
  producer: { topic: 'user-behavior-topic', every: '5s', messages: [0, 50], pages: 100, clicks: [1, 5], stay: [0, 10], likes: [1, 1, 1] },
  calculator: {
    topic: 'user-behavior-topic',
    interval: '2s',
    top: 10,
    weights: { clicks: 0.8, stay: 0.8, like: 1 },
    zone: 'UTC',
    output: 'page-popularity-topic',
    cores: 2,
    driverMemory: '512m',
    executorMemory: '512m',
    maxRatePerPartition: 100_000,
  },
  topic: { partitions: 3, replicationFactor: 3 },
  /** The topic of the article. */
  topics: [{ name: 'user-behavior-topic' }],
} as const;
