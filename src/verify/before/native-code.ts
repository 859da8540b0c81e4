// host.native-code: can a JVM load native code from the temporary directory of ours?
import { check } from '../../evidence/check.js';
import { facts } from '../../evidence/sources.js';
import { limits } from './sources.js';
import { crit, ok, warn } from '../../components/findings.js';
import { specOf } from '../../components/specs.js';
import type { Finding } from '../../model/check.js';
import type { HostFacts } from '../../model/facts.js';
import type { Placed } from '../../model/resolved.js';
import type { HostLimits } from './host-limits.js';
import { eachHost } from './hosts.js';

export const hostNativeCode = check({
  id: 'host.native-code',
  title: 'Native code can be loaded',
  phase: 'before',
  needs: { facts, limits },
  limits: {},
  explain:
    'Snappy unpacks its native code into a temporary directory and loads it from there. fams-ops keeps a directory for that below the home, ' +
    'so that a /tmp that is full or mounted noexec does no harm. A home that is mounted noexec does: Spark runs no job (critical), and a ' +
    'broker takes no records that are compressed with snappy (a warning).',
  judge: ({ facts, limits }, want) =>
    eachHost(facts, want, (host, placed) => {
      const known = limits.get(host.host);
      return known === undefined || placed.length === 0 ? [] : [judgeMount(host, placed, known)];
    }),
});

function judgeMount({ host, dirs }: HostFacts, placed: readonly Placed[], { mounts }: HostLimits): Finding {
  const bases = new Set(placed.map(({ layout }) => layout.service.base));
  const mount = [...bases]
    .map((base) => dirs[base]?.disk?.mount)
    .find((at) => at !== undefined && mounts.get(at)?.options.includes('noexec'));
  if (mount === undefined) return ok(host, null, 'native code can be loaded from the directory of fams-ops');
  const streaming = placed.some(({ instance }) => specOf(instance.component).side === 'streaming');
  const message = `${mount} is mounted noexec: snappy's native code cannot be loaded, so ${streaming ? 'Spark runs no job' : 'brokers take no records that are compressed with snappy'}`;
  const fix = `Mount ${mount} on ${host} without noexec, or name a directory on another file system by paths.home.`;
  return streaming ? crit(host, mount, message, fix) : warn(host, mount, message, fix);
}
