// Pure: whether the hosts can carry what they are to carry. Every finding at once, before anything is touched (exit 1).
import { AppError } from '../errors/app-error.js';
import type { HostName } from '../model/cluster.js';
import type { ComponentSpec } from '../model/component.js';
import type { HostFacts, Listener } from '../model/facts.js';
import type { Placed, Resolved } from '../model/resolved.js';
import { heapKb } from './heap.js';

type FactsOf = ReadonlyMap<HostName, HostFacts>;

export interface Preflight {
  readonly errors: readonly AppError[];
  readonly notes: readonly string[];
}

export function preflight(resolved: Resolved, specs: readonly ComponentSpec[], facts: FactsOf): Preflight {
  const hosts = [...facts.values()];
  const of = (host: HostFacts): readonly Placed[] => resolved.placed.filter(({ instance }) => instance.host.name === host.host);
  return {
    errors: [
      ...hosts.flatMap((host) => [
        ...unfit(host, of(host)),
        ...noJava(host, of(host), specs),
        ...noSpace(host, of(host)),
        ...taken(host, of(host)),
      ]),
      ...noMemory(hosts, of),
    ],
    notes: hosts.flatMap((host) => loopbackNames(host, resolved)),
  };
}

const problem = (host: string, what: string, todo: string, file?: string): AppError =>
  new AppError('HOST_UNFIT', `${host}: ${what}`, { where: { host, ...(file !== undefined && { file }) }, todo: [todo] });

function unfit(host: HostFacts, placed: readonly Placed[]): readonly AppError[] {
  const found: AppError[] = [];
  if (host.missingTools.length > 0)
    found.push(
      problem(host.host, `needed commands are missing: ${host.missingTools.join(', ')}`, 'Install coreutils, tar and gzip there.'),
    );
  const home = placed[0]?.instance.host.home;
  if (home !== undefined && !host.homeWritable)
    found.push(
      problem(
        host.host,
        `${home} does not exist or ${host.user} may not write there`,
        'Create it for that user, or name another one by paths.home.',
        home,
      ),
    );
  return found;
}

function noJava(host: HostFacts, placed: readonly Placed[], specs: readonly ComponentSpec[]): readonly AppError[] {
  const needed = Math.max(0, ...placed.map(({ instance }) => specs.find((spec) => spec.name === instance.component)?.minJava ?? 0));
  if (needed === 0) return [];
  const wish = `Install a Java runtime there (8, 11, 17 or 21: "apt-get install openjdk-17-jre-headless"), or name its directory by java.home.`;
  if (host.java === null) return [problem(host.host, 'no Java was found', wish)];
  if (host.java.major >= needed) return [];
  return [
    problem(host.host, `its Java is ${host.java.version} (${host.java.home}); at least ${String(needed)} is needed`, wish, host.java.home),
  ];
}

function noSpace(host: HostFacts, placed: readonly Placed[]): readonly AppError[] {
  const wanted = placed.flatMap(({ layout }) => [
    ...layout.dataDirs.map((dir) => ({ path: dir.path, kb: dir.minFreeKb })),
    // The bundle is there twice for a moment: the archive and what it is unpacked to.
    ...layout.bundles
      .filter((use) => host.bundles[use.dir]?.kind !== 'ours')
      .map((use) => ({ path: layout.service.base, kb: BUNDLE_KB, use })),
  ]);
  const seen = new Set<string>();
  return wanted.flatMap(({ path, kb }) => {
    const disk = host.dirs[path]?.disk;
    if (!disk || seen.has(disk.mount) || (disk.freeKb >= kb && (disk.inodes === 0 || disk.freeInodes >= 1000))) return [];
    seen.add(disk.mount);
    const free =
      disk.freeKb < kb ? `${megabytes(disk.freeKb)} free of ${megabytes(disk.sizeKb)}, ${megabytes(kb)} are needed` : 'no inodes are left';
    return [
      problem(host.host, `the disk of ${path} (${disk.mount}) is full: ${free}`, 'Free some space there, or name another directory.', path),
    ];
  });
}

const BUNDLE_KB = 60 * 1024;
const megabytes = (kb: number): string => `${Math.round(kb / 1024).toLocaleString('en')} MB`;

function taken(host: HostFacts, placed: readonly Placed[]): readonly AppError[] {
  return placed.flatMap(({ instance, layout }) => {
    const own = host.services[instance.component]?.pid ?? null;
    return layout.ports.flatMap(({ name, address, port }) => {
      const holder = host.listeners.find((one) => one.port === port && overlaps(one, address, host) && (own === null || one.pid !== own));
      // A running service of ours has its ports or will say so itself; whoever else has them on another address does no harm.
      if (holder === undefined || own !== null) return [];
      const who =
        holder.pid === null
          ? `a process of ${holder.user}`
          : `${holder.command ?? 'a process'} (pid ${String(holder.pid)}) of ${holder.user}`;
      return [
        problem(
          host.host,
          `port ${String(port)} (${instance.component} ${name}) is taken by ${who}`,
          `End that process, or choose another port by ${instance.component}.ports.${name}.`,
        ),
      ];
    });
  });
}

function overlaps(listener: Listener, address: string, host: HostFacts): boolean {
  if (listener.address === '0.0.0.0' || listener.address === '::') return true;
  return listener.address === address || (host.names[address] ?? []).includes(listener.address);
}

/** Hosts of `connection: local` are one machine: their heaps add up. */
function noMemory(hosts: readonly HostFacts[], of: (host: HostFacts) => readonly Placed[]): readonly AppError[] {
  const machines = groupBy(hosts, machine);
  return [...machines.values()].flatMap((group) => {
    const [host] = group;
    if (host === undefined) return [];
    const heaps = group.flatMap(of).reduce((sum, { instance }) => sum + heapKb(instance.settings.heap), 0);
    if (heaps <= host.memory.totalKb) return [];
    const names = group.map((one) => one.host).join(', ');
    return [
      problem(
        names,
        `the heaps add up to ${megabytes(heaps)}, the machine has ${megabytes(host.memory.totalKb)}`,
        'Choose smaller heaps, or fewer roles.',
      ),
    ];
  });
}

const machine = (host: HostFacts): string => `${host.hostname} ${host.bootId}`;

function groupBy<T>(all: readonly T[], key: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  return groups;
}

/** Debian maps a machine's own name to 127.0.1.1: a member that listens there is alone. */
function loopbackNames(host: HostFacts, resolved: Resolved): readonly string[] {
  return resolved.cluster.hosts.flatMap(({ address, connection }) => {
    const loopback = (host.names[address] ?? []).filter((one) => one.startsWith('127.'));
    if (connection === 'local' || address.startsWith('127.') || loopback.length === 0) return [];
    return [
      `${host.host} takes ${address} for ${loopback.join(', ')}: the others cannot reach it there. Correct /etc/hosts, or use the IP address.`,
    ];
  });
}
