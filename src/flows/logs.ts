// logs: the log of a component on all its hosts at once, each line with its host before it.
import { specs } from '../components/specs.js';
import { remoteScript } from '../hosts/session/scripts.js';
import { loadInventory } from '../inventory/load.js';
import type { HostName } from '../model/cluster.js';
import type { Placed } from '../model/resolved.js';
import type { HostSession } from '../model/session.js';
import { assume } from '../plan/resolve.js';
import { connect } from './run/connections.js';
import { LogLines } from './logs/lines.js';
import type { FlowOptions, Outcome } from './run/options.js';
import { checkComponents, checkLimit, chosenBy } from './run/scope.js';
import { nameSoftware } from './run/software.js';

export interface LogLine {
  readonly host: HostName;
  readonly line: string;
}

export interface LogsResult {
  readonly component: string;
  /** Empty when following: they were given as they came. */
  readonly lines: readonly LogLine[];
  /** Whether `lines` would have become too large for one document; they were given as they came all the same. */
  readonly truncated: boolean;
  readonly hosts: readonly { readonly host: HostName; readonly lines: number; readonly error: string | null }[];
}

export interface LogsOptions extends FlowOptions {
  readonly component: string;
  readonly lines: number;
  readonly follow: boolean;
  readonly onLine: (line: LogLine) => void;
}

/** In UTF-16 units. */
const MOST_TOGETHER = 64 << 20;

export async function logs(options: LogsOptions): Promise<Outcome<LogsResult>> {
  const { cluster } = await loadInventory(options.inventory);
  checkLimit(cluster, options.limit);
  const resolved = assume(cluster, specs, nameSoftware(cluster));
  checkComponents(resolved, [options.component]);
  const chosen = chosenBy(options.limit, [options.component]);
  const placed = resolved.placed.filter(({ instance }) => chosen(instance));
  const wanted = new Set(placed.map(({ instance }) => instance.host.name));
  const lines: LogLine[] = [];
  let room = options.follow ? 0 : MOST_TOGETHER;
  let truncated = false;
  const onLine = (line: LogLine): void => {
    room -= line.line.length;
    if (room > 0) lines.push(line);
    else truncated ||= !options.follow;
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
      result: { component: options.component, lines, truncated, hosts },
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
  const logLines = new LogLines((line) => {
    count += 1;
    onLine({ host: session.host, line });
  });
  try {
    for await (const { bytes } of session.follow(
      remoteScript('tail'),
      [String(lines), follow ? 'follow' : 'once', ...layout.service.logs],
      { signal },
    ))
      logLines.add(bytes);
    logLines.end();
    return { lines: count, error: null };
  } catch (error) {
    return { lines: count, error: error instanceof Error ? error.message : String(error) };
  }
}
