// logs: the log of a component on all its hosts at once, each line with its host before it.
import { specs } from '../components/specs.js';
import { remoteScript } from '../hosts/scripts.js';
import { loadInventory } from '../inventory/load.js';
import type { HostName } from '../model/cluster.js';
import type { Placed } from '../model/resolved.js';
import type { HostSession } from '../model/session.js';
import { assume } from '../plan/resolve.js';
import { connect } from './connections.js';
import type { FlowOptions, Outcome } from './options.js';
import { checkComponents, checkLimit, chosenBy } from './scope.js';
import { nameSoftware } from './software.js';

export interface LogLine {
  readonly host: HostName;
  readonly line: string;
}

export interface LogsResult {
  readonly component: string;
  /** Empty when following: they were given as they came. */
  readonly lines: readonly LogLine[];
  readonly hosts: readonly { readonly host: HostName; readonly lines: number; readonly error: string | null }[];
}

export interface LogsOptions extends FlowOptions {
  readonly component: string;
  readonly lines: number;
  readonly follow: boolean;
  readonly onLine: (line: LogLine) => void;
}

export async function logs(options: LogsOptions): Promise<Outcome<LogsResult>> {
  const { cluster } = await loadInventory(options.inventory);
  checkLimit(cluster, options.limit);
  const resolved = assume(cluster, specs, nameSoftware(cluster));
  checkComponents(resolved, [options.component]);
  const chosen = chosenBy(options.limit, [options.component]);
  const placed = resolved.placed.filter(({ instance }) => chosen(instance));
  const wanted = new Set(placed.map(({ instance }) => instance.host.name));
  const lines: LogLine[] = [];
  const onLine = (line: LogLine): void => {
    if (!options.follow) lines.push(line);
    options.onLine(line);
  };
  const connections = await connect({ ...cluster, hosts: cluster.hosts.filter((host) => wanted.has(host.name)) }, options);
  try {
    const hosts = await Promise.all(
      placed.map(async (one) => {
        const host = one.instance.host.name;
        const session = connections.sessions.get(host);
        if (session === undefined) return { host, lines: 0, error: connections.failures.get(host)?.message ?? 'no connection' };
        return { host, ...(await tail(session, one, { ...options, onLine })) };
      }),
    );
    const failed = hosts.filter((one) => one.error !== null).length;
    return {
      cluster: cluster.name,
      ok: failed === 0,
      exitCode: failed === 0 ? 0 : failed === hosts.length ? 4 : 3,
      result: { component: options.component, lines, hosts },
    };
  } finally {
    connections.close();
  }
}

async function tail(
  session: HostSession,
  { layout }: Placed,
  { lines, follow, onLine, signal }: LogsOptions,
): Promise<{ lines: number; error: string | null }> {
  let count = 0;
  let rest = '';
  const decoder = new TextDecoder();
  const give = (line: string): void => {
    count += 1;
    onLine({ host: session.host, line });
  };
  try {
    for await (const { bytes } of session.follow(
      remoteScript('tail'),
      [String(lines), follow ? 'follow' : 'once', ...layout.service.logs],
      { signal },
    )) {
      const parts = (rest + decoder.decode(bytes, { stream: true })).split('\n');
      rest = parts.pop() ?? '';
      parts.forEach(give);
    }
    if (rest !== '') give(rest);
    return { lines: count, error: null };
  } catch (error) {
    return { lines: count, error: error instanceof Error ? error.message : String(error) };
  }
}
