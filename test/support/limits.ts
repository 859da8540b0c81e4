// What reach-limits.sh says of a host, for tests.
import type { HostLimits } from '../../src/verify/before/host-limits.js';

/** What a Java says of itself. */
export const SAID = 'openjdk version "17.0.15"\nOpenJDK Runtime Environment\nOpenJDK 64-Bit Server VM (build 17.0.15+6)';

/** A host without any trouble of that kind. */
export const limitsOf = (changes: Partial<HostLimits> = {}): HostLimits => ({
  openFiles: 1_048_576,
  swappiness: 60,
  mounts: new Map([['/', { kind: 'ext4', options: ['rw'] }]]),
  obstacles: new Map(),
  ownName: { name: 'n1', answer: 'known' },
  crontab: 'usable',
  cronRuns: true,
  logout: null,
  java: { exitCode: 0, said: SAID },
  ...changes,
});
