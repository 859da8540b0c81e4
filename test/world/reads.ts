// What running systems of the simulated world answer when they are asked, and what the operator remembers of it.
import type { JobReads, JobSight } from '../../src/components/jobs/live/job-state.js';
import type { KafkaReads } from '../../src/components/kafka/live.js';
import type { SparkReads } from '../../src/components/spark/live/masters.js';
import type { ZooKeeperReads } from '../../src/components/zookeeper/live.js';
import type { HostName } from '../../src/model/cluster.js';
import type { Registry } from '../../src/model/observed.js';
import type { Operator } from './operator.js';

export function worldReads(operator: Operator): KafkaReads & ZooKeeperReads & SparkReads & JobReads {
  const { world, looks, cluster } = operator;
  const ask = async (host: HostName | null): Promise<void> => {
    await operator.step(2, 30);
    if (host !== null && !operator.reaches(host)) throw new Error(`${host} does not answer`);
  };
  const hostAt = (address: string | undefined): HostName | null => cluster.hosts.find((host) => host.address === address)?.name ?? null;
  const controllerOf = ({ brokers, controller }: Registry): HostName | null => hostAt(brokers.find(({ id }) => id === controller)?.host);
  return {
    registry: async () => {
      await ask(null);
      if (!world.ensemble.serves || !cluster.hosts.some(({ name }) => operator.reaches(name) && world.ensemble.serving(name))) {
        looks.sawNoRegistry();
        throw new Error('no member of the ensemble serves');
      }
      const value = world.brokers.registry();
      looks.sawRegistry(value, world.time.now(), controllerOf(value));
      await operator.step(1, 10);
      return value;
    },
    metadata: async (host) => {
      await ask(host);
      const metadata = world.brokers.metadata(host);
      if (metadata === null) throw new Error('connection refused');
      looks.sawServing(host, 'kafka', world.time.now());
      return metadata;
    },
    member: async ({ instance: { host } }) => {
      let answers = null;
      try {
        await ask(host.name);
        answers = world.ensemble.answers(host.name);
      } finally {
        looks.sawMember(host.name, answers, world.time.now());
      }
      if (answers === null) throw new Error('connection refused');
      return answers;
    },
    master: async ({ host }) => {
      await ask(host.name);
      const masters = world.jobs.ready('spark-master');
      if (!masters.includes(host.name)) throw new Error('connection refused');
      const rules = masters[0] === host.name;
      const workers = rules ? world.jobs.ready('spark-worker') : [];
      const now = world.time.now();
      if (rules) looks.sawServing(host.name, 'spark-master', now);
      for (const worker of workers) looks.sawServing(worker, 'spark-worker', now);
      return {
        url: `spark://${host.address}:7077`,
        status: rules ? 'ALIVE' : 'STANDBY',
        apps: [],
        workers: workers.map((worker) => ({
          host: cluster.hosts.find(({ name }) => name === worker)?.address ?? worker,
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
      looks.sawServing(host.name, component, world.time.now());
      const first = ready[0] === host.name;
      const state = component === 'producer' ? 'producing' : first ? 'counting' : 'standby';
      const now = '2026-01-01T00:00:00Z';
      return { host: host.name, reason: '', state: { state, pid: process.pid, at: now, ...(first && { batchTime: now }) } };
    },
  };
}
