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
  topic: { partitions: 3, replicationFactor: 3 },
  /** The topic of the article. */
  topics: [{ name: 'user-behavior-topic' }],
} as const;
