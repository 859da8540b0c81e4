// exec: one command on every host, as an argument array that reaches it unchanged.
import { remoteScript } from '../hosts/session/scripts.js';
import { loadInventory } from '../inventory/load.js';
import type { HostName } from '../model/cluster.js';
import { connect } from './run/connections.js';
import type { FlowOptions, Outcome } from './run/options.js';
import { checkLimit } from './run/scope.js';

export interface ExecHost {
  readonly host: HostName;
  /** Null when the command did not end by itself: no connection, a lost link, the deadline. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Whether stdout or stderr was longer than the part that is kept. */
  readonly truncated: boolean;
}

/** Bytes kept of stdout and of stderr on each host, and of all hosts together: all of them become one document. */
const MOST_OUTPUT = 8 << 20;
const MOST_TOGETHER = 128 << 20;

export interface ExecResult {
  readonly hosts: readonly ExecHost[];
  /** Bytes that are kept of each stream of each host. */
  readonly mostBytes: number;
}

export interface ExecOptions extends FlowOptions {
  readonly command: readonly string[];
  readonly deadlineMs: number;
}

export async function exec(options: ExecOptions): Promise<Outcome<ExecResult>> {
  const { cluster } = await loadInventory(options.inventory);
  checkLimit(cluster, options.limit);
  const hosts = cluster.hosts.filter((host) => options.limit.length === 0 || options.limit.includes(host.name));
  const mostBytes = Math.min(MOST_OUTPUT, Math.floor(MOST_TOGETHER / 2 / Math.max(1, hosts.length)));
  const connections = await connect({ ...cluster, hosts }, options);
  try {
    const results = await Promise.all(
      hosts.map(async ({ name }): Promise<ExecHost> => {
        const session = connections.sessions.get(name);
        if (session === undefined) {
          const stderr = connections.failures.get(name)?.message ?? '';
          return { host: name, exitCode: null, stdout: '', stderr, truncated: false };
        }
        const { deadlineMs, signal, command } = options;
        const outcome = await session.run(remoteScript('exec'), command, { deadlineMs, signal, maxOutput: mostBytes });
        const { stdout, stderr, truncated } = outcome;
        if (outcome.kind === 'exit') return { host: name, exitCode: outcome.code, stdout, stderr, truncated };
        const why =
          outcome.kind === 'timed-out'
            ? `no end within ${String(deadlineMs / 1000)} s`
            : outcome.kind === 'aborted'
              ? 'interrupted'
              : outcome.reason;
        return { host: name, exitCode: null, stdout, stderr: `${stderr}fams-ops: ${why}\n`, truncated };
      }),
    );
    const unreached = connections.failures.size > 0;
    const failed = results.some((one) => one.exitCode !== 0);
    return { cluster: cluster.name, ok: !failed, exitCode: unreached ? 4 : failed ? 1 : 0, result: { hosts: results, mostBytes } };
  } finally {
    connections.close();
  }
}
