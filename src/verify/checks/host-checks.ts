// The checks that concern the hosts, whatever runs there.
import type { Check } from '../../model/check.js';
import { hostBundle } from './host-bundle.js';
import { hostClock } from './host-clock.js';
import { hostConfig } from './host-config.js';
import { hostDisk } from './host-disk.js';
import { hostIdentity } from './host-identity.js';
import { hostOpenFiles } from './host-open-files.js';
import { hostService } from './host-service.js';
import { hostSsh } from './host-ssh.js';

export const hostChecks: readonly Check[] = [
  hostSsh,
  hostService,
  hostIdentity,
  hostConfig,
  hostBundle,
  hostDisk,
  hostOpenFiles,
  hostClock,
];
