// host.memory: is there memory left, and is a service in swap?
import { ok, warn } from '../../components/findings.js';
import { check } from '../../evidence/check.js';
import { facts } from '../../evidence/sources.js';

export const hostMemory = check({
  id: 'host.memory',
  title: 'Hosts have memory left',
  phase: 'running',
  needs: { facts },
  limits: { warnMegabytes: 200, warnSwapMegabytes: 16 },
  explain:
    'Memory that is available without swapping (MemAvailable), and how much of each service is in swap. A JVM that was swapped out ' +
    'stalls when it collects garbage, longer than its session with ZooKeeper lasts. Below warnMegabytes available, or above ' +
    'warnSwapMegabytes of a service in swap, it warns.',
  judge: ({ facts }, { cluster }, placed, limits) =>
    cluster.hosts.flatMap(({ name }) => {
      const host = facts.get(name);
      if (host === undefined) return [];
      const available = Math.floor(host.memory.availableKb / 1024);
      const total = Math.floor(host.memory.totalKb / 1024);
      const message = `${String(available)} MB of ${String(total)} MB available`;
      const swapped = placed.flatMap(({ instance }) => {
        const kb = instance.host.name === name ? (host.services[instance.component]?.swapKb ?? 0) : 0;
        return kb > limits.warnSwapMegabytes * 1024 ? [`${instance.component} ${String(Math.floor(kb / 1024))} MB`] : [];
      });
      const fix = `See what uses it: "ps -eo rss,args --sort=-rss | head" on ${name}; lower "heap:" in the inventory, or give the host more memory.`;
      if (swapped.length > 0) return [warn(name, available, `${message}; in swap: ${swapped.join(', ')}`, fix)];
      return [available < limits.warnMegabytes ? warn(name, available, message, fix) : ok(name, available, message)];
    }),
});
