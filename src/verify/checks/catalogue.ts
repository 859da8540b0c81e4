// The checks that concern the hosts, whatever runs there.
import type { Check } from '../../model/check.js';
import { hostBundle } from './bundle.js';
import { hostClock } from './clock.js';
import { hostConfig } from './config.js';
import { hostDisk } from './disk.js';
import { hostIdentity } from './identity.js';
import { hostJava } from './java.js';
import { hostLogs } from './logs.js';
import { hostMemory } from './memory.js';
import { hostNames } from './names.js';
import { hostOpenFiles } from './open-files.js';
import { hostPeers } from './peers.js';
import { hostPorts } from './ports.js';
import { hostRoles } from './roles.js';
import { hostService } from './service.js';
import { hostSsh } from './ssh.js';

export const hostChecks: readonly Check[] = [
  hostSsh,
  hostService,
  hostRoles,
  hostPeers,
  hostPorts,
  hostNames,
  hostIdentity,
  hostConfig,
  hostBundle,
  hostJava,
  hostDisk,
  hostMemory,
  hostOpenFiles,
  hostLogs,
  hostClock,
];
