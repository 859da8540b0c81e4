// What running systems of the simulated world answer when they are asked, and what the operator remembers of it.
import type { JobReads, JobSight } from '../../src/components/jobs/live/job-state.js';
import type { KafkaReads } from '../../src/components/kafka/live.js';
import type { SparkReads } from '../../src/components/spark/live/masters.js';
import type { ZooKeeperReads } from '../../src/components/zookeeper/live.js';
import type { HostName } from '../../src/model/cluster.js';
import type { Operator } from './operator.js';

export function worldReads(operator: Operator): KafkaReads & ZooKeeperReads & SparkReads & JobReads {
  const { world, seen } = operator;
  const ask = async (host: HostName | null): Promise<void> => {
    await operator.step(2, 30);
    if (host !== null && !world.machine(host).up) throw new Error(`${host} does not answer`);
  };
  return {
    registry: async () => {
      await ask(null);
      if (!world.ensemble.serves) throw new Error('no member of the ensemble serves');
      const value = world.brokers.registry();
      seen.registry = { value, at: world.time.now() };
      await operator.step(1, 10);
      return value;
    },
    metadata: async (host) => {
      await ask(host);
      const metadata = world.brokers.metadata(host);
      if (metadata === null) throw new Error('connection refused');
      return metadata;
    },
    member: async ({ instance: { host } }) => {
      seen.members.delete(host.name);
      await ask(host.name);
      const answers = world.ensemble.answers(host.name);
      if (answers === null) throw new Error('connection refused');
      seen.members.set(host.name, { serves: answers.mode !== null, at: world.time.now() });
      return answers;
    },
    master: async ({ host }) => {
      await ask(host.name);
      const masters = world.jobs.ready('spark-master');
      if (!masters.includes(host.name)) throw new Error('connection refused');
      const rules = masters[0] === host.name;
      const workers = rules ? world.jobs.ready('spark-worker') : [];
      return {
        url: `spark://${host.address}:7077`,
        status: rules ? 'ALIVE' : 'STANDBY',
        apps: [],
        workers: workers.map((worker) => ({
          host: operator.addressOf(worker),
          port: 7078,
          cores: 4,
          coresUsed: 0,
          memoryMb: 4096,
          memoryUsedMb: 0,
          state: 'ALIVE',
        })),
      };
    },
    job: async ({ instance: { component, host } }): Promise<JobSight> => {
      const nothing = { host: host.name, state: null, reason: 'it has not said anything yet' };
      try {
        await ask(host.name);
      } catch {
        return { ...nothing, reason: 'no answer' };
      }
      const ready = world.jobs.ready(component);
      const process = world.machine(host.name).processOf(component);
      if (!ready.includes(host.name) || process === null) return nothing;
      const first = ready[0] === host.name;
      const state = component === 'producer' ? 'producing' : first ? 'counting' : 'standby';
      const now = '2026-01-01T00:00:00Z';
      return { host: host.name, reason: '', state: { state, pid: process.pid, at: now, ...(first && { batchTime: now }) } };
    },
  };
}
