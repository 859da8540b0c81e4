// exec: one command on every host, as an argument array that reaches it unchanged.
import { remoteScript } from '../hosts/scripts.js';
import { loadInventory } from '../inventory/load.js';
import type { HostName } from '../model/cluster.js';
import { connect } from './connections.js';
import type { FlowOptions, Outcome } from './options.js';
import { checkLimit } from './scope.js';

export interface ExecHost {
  readonly host: HostName;
  /** Null where there was none: no connection, a lost link, the deadline. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ExecResult {
  readonly hosts: readonly ExecHost[];
}

export interface ExecOptions extends FlowOptions {
  readonly command: readonly string[];
  readonly deadlineMs: number;
}

export async function exec(options: ExecOptions): Promise<Outcome<ExecResult>> {
  const { cluster } = await loadInventory(options.inventory);
  checkLimit(cluster, options.limit);
  const hosts = cluster.hosts.filter((host) => options.limit.length === 0 || options.limit.includes(host.name));
  const connections = await connect({ ...cluster, hosts }, options);
  try {
    const results = await Promise.all(
      hosts.map(async ({ name }): Promise<ExecHost> => {
        const session = connections.sessions.get(name);
        if (session === undefined) return { host: name, exitCode: null, stdout: '', stderr: connections.failures.get(name)?.message ?? '' };
        const { deadlineMs, signal, command } = options;
        const outcome = await session.run(remoteScript('exec'), command, { deadlineMs, signal, maxOutput: 8 << 20 });
        const { stdout, stderr } = outcome;
        if (outcome.kind === 'exit') return { host: name, exitCode: outcome.code, stdout, stderr };
        const why =
          outcome.kind === 'timed-out'
            ? `no end within ${String(deadlineMs / 1000)} s`
            : outcome.kind === 'aborted'
              ? 'interrupted'
              : outcome.reason;
        return { host: name, exitCode: null, stdout, stderr: `${stderr}fams-ops: ${why}\n` };
      }),
    );
    const unreached = connections.failures.size > 0;
    const failed = results.some((one) => one.exitCode !== 0);
    return { cluster: cluster.name, ok: !failed, exitCode: unreached ? 4 : failed ? 1 : 0, result: { hosts: results } };
  } finally {
    connections.close();
  }
}
