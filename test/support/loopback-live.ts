// A loopback cluster seen as the product sees one: resolved, with sessions of this machine and the tools of Kafka on every node.
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LocalCarrier } from '../../src/hosts/local.js';
import { ShellSession } from '../../src/hosts/session/shell-session.js';
import { TIMING } from '../../src/hosts/timing.js';
import type { Topic } from '../../src/model/cluster.js';
import type { Live } from '../../src/model/live.js';
import type { Resolved } from '../../src/model/resolved.js';
import { resolved } from './evidence.js';
import { softwareJars } from './kafka-jars.js';
import type { LoopbackCluster } from './loopback-cluster.js';

export interface LoopbackLive {
  readonly resolved: Resolved;
  readonly live: Live;
  /** Directory that stands for the home of node 0, 1, ... */
  home(node: number): string;
  close(): void;
}

const BIN = fileURLToPath(new URL('../../templates/bundle/kafka/bin', import.meta.url));

/** @param signal for the whole of it */
export async function loopbackLive(cluster: LoopbackCluster, topics: readonly Topic[], signal: AbortSignal): Promise<LoopbackLive> {
  const dir = mkdtempSync(join(tmpdir(), 'fams-ops-live-'));
  const home = (node: number): string => join(dir, `n${String(node + 1)}`);
  const want = resolved({
    hosts: cluster.nodes.length,
    topics,
    chroot: cluster.chroot,
    connection: 'local',
    home,
    address: (node) => cluster.node(node).address,
    ports: (component, node) => {
      const { client, peer, election, broker } = cluster.node(node).ports;
      return component === 'zookeeper' ? { client, peer, election } : { broker };
    },
  });
  const libs = await softwareJars();
  for (const { instance, layout } of want.placed.filter((one) => one.instance.component === 'kafka')) {
    const software = layout.bundles[0]?.dir ?? '';
    cpSync(BIN, join(software, 'bin'), { recursive: true });
    for (const tool of ['run-class', 'topics', 'console-producer', 'console-consumer'])
      chmodSync(join(software, 'bin', `kafka-${tool}.sh`), 0o755);
    symlinkSync(libs, join(software, 'libs'));
    for (const { path } of layout.dirs) mkdirSync(path, { recursive: true });
    for (const { path, text, mode } of layout.files) {
      mkdirSync(dirname(path), { recursive: true });
      // What stands for an unknown Java in `resolved` is not where this machine has its own.
      writeFileSync(path, text.replace(`JAVA_HOME='${instance.java.home}'`, "JAVA_HOME=''"), { mode });
    }
  }
  const sessions = new Map(
    want.cluster.hosts.map(({ name }) => [name, new ShellSession(name, new LocalCarrier(process.env), TIMING.readyMs)]),
  );
  const session = (host: string): ShellSession => {
    const open = sessions.get(host);
    if (open === undefined) throw new Error(`no session with ${host}`);
    return open;
  };
  const address = new Map(want.cluster.hosts.map((host) => [host.name, host.address]));
  return {
    resolved: want,
    live: { signal, session, dial: (host, port, deadlineMs) => session(host).dial(address.get(host) ?? '', port, { deadlineMs, signal }) },
    home,
    close: () => {
      for (const open of sessions.values()) open.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
