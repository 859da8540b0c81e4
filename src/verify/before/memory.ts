// host.memory-fits: do the heaps fit into the memory, with room left for the page cache that Kafka lives on?
import { check } from '../../evidence/check.js';
import { facts } from '../../evidence/sources.js';
import { crit, ok, warn } from '../../components/findings.js';
import type { Finding } from '../../model/check.js';
import type { HostFacts } from '../../model/facts.js';
import type { Resolved } from '../../model/resolved.js';
import { heapKb } from '../../components/heap.js';
import { machineOf, megabytes, placedOn } from './hosts.js';

const WARN_PERCENT = 75;

export const hostMemory = check({
  id: 'host.memory-fits',
  title: 'Heaps fit into the memory',
  phase: 'before',
  needs: { facts },
  limits: {},
  explain:
    'The heaps of all JVMs of one machine are added up; hosts of connection: local are one machine. More than there is memory is critical, ' +
    'more than 75 % a warning: Kafka serves reads from the page cache, which lives in the rest.',
  judge: ({ facts }, want) => [...byMachine(facts.values()).values()].flatMap((hosts) => judgeMachine(hosts, want)),
});

function judgeMachine(hosts: readonly HostFacts[], want: Resolved): readonly Finding[] {
  const [first] = hosts;
  if (first === undefined) return [];
  const names = hosts.map((one) => one.host);
  const heaps = names
    .flatMap((name) => placedOn(want, name))
    .flatMap(({ layout }) => layout.heaps)
    .reduce((sum, heap) => sum + heapKb(heap), 0);
  const { totalKb } = first.memory;
  const percent = Math.round((heaps / Math.max(1, totalKb)) * 100);
  const whose = hosts.length > 1 ? `the heaps of ${names.join(', ')}` : 'the heaps';
  const message = `${whose} add up to ${megabytes(heaps)}, the machine has ${megabytes(totalKb)}`;
  if (heaps > totalKb) return [crit(first.host, percent, message, 'Choose smaller heaps, or fewer roles.')];
  if (percent > WARN_PERCENT)
    return [warn(first.host, percent, `${message}: little is left for the page cache`, 'Choose smaller heaps, or a larger machine.')];
  return [ok(first.host, percent, message)];
}

function byMachine(hosts: Iterable<HostFacts>): ReadonlyMap<string, readonly HostFacts[]> {
  const machines = new Map<string, HostFacts[]>();
  for (const host of hosts) {
    const machine = machineOf(host);
    machines.set(machine, [...(machines.get(machine) ?? []), host]);
  }
  return machines;
}
