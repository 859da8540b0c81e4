// The checks that concern the hosts, whatever runs there.
import type { Check } from '../../model/check.js';
import { hostBundle } from './host-bundle.js';
import { hostClock } from './host-clock.js';
import { hostConfig } from './host-config.js';
import { hostDisk } from './host-disk.js';
import { hostIdentity } from './host-identity.js';
import { hostJava } from './host-java.js';
import { hostLogs } from './host-logs.js';
import { hostMemory } from './host-memory.js';
import { hostNames } from './host-names.js';
import { hostOpenFiles } from './host-open-files.js';
import { hostPeers } from './host-peers.js';
import { hostPorts } from './host-ports.js';
import { hostRoles } from './host-roles.js';
import { hostService } from './host-service.js';
import { hostSsh } from './host-ssh.js';

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
