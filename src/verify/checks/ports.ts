// host.ports: does a stranger hold a port of ours?
import { crit, ok, some, unknown, warn } from '../../components/findings.js';
import { check } from '../../evidence/check.js';
import { facts } from '../../evidence/sources.js';
import type { Finding } from '../../model/check.js';
import type { HostFacts, Listener } from '../../model/facts.js';
import type { Placed } from '../../model/resolved.js';

export const hostPorts = check({
  id: 'host.ports',
  title: 'Ports belong to their services',
  phase: 'running',
  needs: { facts },
  settles: true,
  limits: {},
  explain:
    'The ports that the inventory gives to a component are held by its own process, or by nobody. A stranger on such a port is ' +
    'critical: the service cannot start, or has moved away, and clients reach something else. A service that runs and listens on none ' +
    'of its ports is a warning: it is starting, or stuck.',
  judge: ({ facts }, _want, placed) =>
    placed.flatMap((one) => {
      const host = facts.get(one.instance.host.name);
      return host === undefined ? [] : judgePorts(one, host);
    }),
});

const EVERYWHERE: readonly string[] = ['0.0.0.0', '::'];

type Port = Placed['layout']['ports'][number];

function judgePorts({ instance, layout }: Placed, host: HostFacts): readonly Finding[] {
  const { component } = instance;
  const target = `${host.host}/${component}`;
  const service = host.services[component];
  const own = service?.pid ?? null;
  const holders = layout.ports.flatMap((port) => {
    const on = listenersOn(port, host);
    return on.some(({ pid }) => pid !== null && pid === own) ? [] : on.map((listener) => ({ port, listener }));
  });
  const strange = holders.filter(({ listener }) => listener.pid !== null || listener.uid !== host.uid);
  if (strange.length > 0)
    return strange.map(({ port, listener }) =>
      crit(
        target,
        port.port,
        `port ${String(port.port)} (${port.name}) is held by ${nameOf(listener, host.clockMs)}, which fams-ops did not start`,
        `If that is the ${component} of this cluster, made by hand, leave it: it serves, and fams-ops does not look after it. If not, see with ${listener.user} whose it is, or give ${component} another port under ports: in the inventory.`,
      ),
    );
  const hidden = holders.map(({ port }) => String(port.port));
  if (hidden.length > 0)
    return [
      unknown(
        target,
        `whose process holds port ${some(hidden)} cannot be seen`,
        `See "ss -lntp" on ${host.host}, as the user ${host.user}.`,
      ),
    ];
  // A job that stands by serves no page; whether it is well it says itself.
  if (layout.ports.every(({ page = false }) => page) && layout.stateFile !== null)
    return [ok(target, held(layout, host).length, 'nobody else holds its ports')];
  if (own === null) return [ok(target, 0, 'does not run, and nobody holds its ports')];
  const open = held(layout, host);
  if (open.length === 0)
    return [
      warn(
        target,
        0,
        'runs, but listens on none of its ports yet',
        `Look again in a minute; see "fams-ops logs ${component} --limit ${host.host}".`,
      ),
    ];
  return [ok(target, open.length, `listens on ${open.map(({ port, name }) => `${String(port)} (${name})`).join(', ')}`)];
}

const held = ({ ports }: Placed['layout'], host: HostFacts): readonly Port[] => ports.filter((port) => listenersOn(port, host).length > 0);

/** A name is where this host itself finds it. */
function listenersOn({ address, port }: Port, { listeners, names }: HostFacts): readonly Listener[] {
  const places = [address, ...(names[address] ?? []), ...EVERYWHERE];
  return listeners.filter((one) => one.port === port && places.includes(one.address));
}

function nameOf({ pid, command, user, startedSecondsAgo: ago }: Listener, nowMs: number): string {
  if (pid === null) return `a process of ${user}`;
  const what = command === null ? '' : ` (${command.replace(/\s+/g, ' ').slice(0, 80)})`;
  const since = ago === undefined ? '' : `, running since ${new Date(nowMs - ago * 1000).toISOString().replace(/\.\d+Z$/, 'Z')}`;
  return `process ${String(pid)} of ${user}${what}${since}`;
}
