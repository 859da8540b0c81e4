// Every check of hosts, in the order in which a person would look.
import type { Check } from '../../model/check.js';
import { hostBoot } from './boot.js';
import { hostCores } from './cores.js';
import { hostData } from './data.js';
import { hostDirectories } from './directories.js';
import { hostDiskRoots } from './disk-roots.js';
import { hostFileLimit } from './file-limit.js';
import { hostFileSystem } from './file-system.js';
import { hostForwarding } from './forwarding.js';
import { hostHome } from './home.js';
import { hostJava } from './java.js';
import { hostJvm } from './jvm.js';
import { hostLogout } from './logout.js';
import { hostLoopback } from './loopback.js';
import { hostMemory } from './memory.js';
import { hostNames } from './names.js';
import { hostNativeCode } from './native-code.js';
import { hostOwnName } from './own-name.js';
import { hostPorts } from './ports.js';
import { hostReach } from './reach.js';
import { hostSoftware } from './software.js';
import { hostSpace } from './space.js';
import { hostSwap } from './swap.js';
import { hostTools } from './tools.js';

export const beforeChecks: readonly Check[] = [
  hostTools,
  hostHome,
  hostJava,
  hostSpace,
  hostPorts,
  hostMemory,
  hostLoopback,
  hostCores,
  hostNames,
  hostData,
  hostSoftware,
  hostDiskRoots,
  hostDirectories,
  hostJvm,
  hostFileLimit,
  hostFileSystem,
  hostNativeCode,
  hostSwap,
  hostOwnName,
  hostLogout,
  hostBoot,
  hostForwarding,
  hostReach,
];
