// The article's own proof: the console producer on one node, the console consumer on another.
import { randomBytes } from 'node:crypto';
import { AppError } from '../../../errors/app-error.js';
import type { HostName } from '../../../model/cluster.js';
import type { Live } from '../../../model/live.js';
import type { RoundTrip } from '../../../model/observed.js';
import type { Placed, Resolved } from '../../../model/resolved.js';
import { endpoint, instancesOf } from '../../instances.js';
import { ZOOKEEPER } from '../../zookeeper/serving.js';
import { KAFKA } from '../broker-place.js';
import { PROBE_TOPIC } from '../probe-topic.js';
import { endOf, runTool, type ToolEnd, type ToolScript } from './tool.js';

/** On the host, for each of the two tools: a JVM takes 2 s, on a busy machine ten times that. */
const TOOL_SECONDS = 35;

/**
 * Sends one line on one host and reads the topic from its beginning on another until the line is seen. Only members and
 * brokers on `reachable` hosts are named to the tools. Throws AppError where no broker's host can be reached.
 */
export async function roundTrip(resolved: Resolved, live: Live, reachable: readonly HostName[], topic: string | null): Promise<RoundTrip> {
  const [from, to] = ends(resolved, reachable);
  const near = (component: 'zookeeper' | 'kafka', port: string): string =>
    instancesOf(resolved, component)
      .filter(({ host }) => reachable.includes(host.name))
      .map((one) => endpoint(one, port))
      .join(',');
  const token = `fams-ops-${new Date().toISOString()}-${randomBytes(6).toString('hex')}`;
  const name = topic ?? PROBE_TOPIC;
  const began = performance.now();
  const trip = (end: ToolEnd, tool: string, on: Placed): RoundTrip => ({
    topic: name,
    from: from.instance.host.name,
    to: to.instance.host.name,
    token,
    outcome: end.kind === 'done' ? 'seen' : end.kind === 'failed' ? 'lost' : 'not-run',
    ms: Math.round(performance.now() - began),
    said: end.kind === 'done' ? '' : `the ${tool} on ${on.instance.host.name} said ${end.said}`,
  });
  const run = async (on: Placed, script: ToolScript, args: readonly string[]): Promise<ToolEnd> =>
    endOf(await runTool(on, live, { script, args, seconds: TOOL_SECONDS, signal: live.signal }));
  const sent = await run(from, 'console-produce', [near(KAFKA, 'broker'), name, token]);
  if (sent.kind !== 'done') return trip(sent, 'producer', from);
  const zookeeper = near(ZOOKEEPER, 'client') + resolved.cluster.chroot;
  const read = await run(to, 'console-consume', [zookeeper, name, token, `${to.layout.service.base}/run`]);
  return trip(read, 'consumer', to);
}

/** Two different hosts where there are two. */
function ends(resolved: Resolved, reachable: readonly HostName[]): readonly [Placed, Placed] {
  const placed = resolved.placed.filter(({ instance }) => instance.component === KAFKA && reachable.includes(instance.host.name));
  const [from, to = from] = placed;
  if (from !== undefined && to !== undefined) return [from, to];
  throw new AppError('HOST_UNREACHABLE', 'No host with a broker can be reached', { todo: ['See the check host.ssh.'] });
}
