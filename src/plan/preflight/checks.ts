// Every check of hosts, in the order in which a person would look.
import type { PreflightCheck } from './check.js';
import { hostCores } from './cores.js';
import { hostData } from './data.js';
import { hostFileLimit } from './file-limit.js';
import { hostFileSystem } from './file-system.js';
import { hostHome } from './home.js';
import { hostJava } from './java.js';
import { hostJvm } from './jvm.js';
import { hostLoopback } from './loopback.js';
import { hostMemory } from './memory.js';
import { hostNames } from './names.js';
import { hostPorts } from './ports.js';
import { hostReach } from './reach.js';
import { hostSoftware } from './software.js';
import { hostSpace } from './space.js';
import { hostSwap } from './swap.js';
import { hostTools } from './tools.js';

/** What facts alone tell, and what makes it pointless to begin. */
export const fitness: readonly PreflightCheck<'facts'>[] = [
  hostTools,
  hostHome,
  hostJava,
  hostSpace,
  hostPorts,
  hostMemory,
  hostLoopback,
  hostCores,
];

export const preflightChecks: readonly PreflightCheck[] = [
  ...fitness,
  hostNames,
  hostData,
  hostSoftware,
  hostJvm,
  hostFileLimit,
  hostFileSystem,
  hostSwap,
  hostReach,
];
