// The simulated streaming side: masters, workers, producers and calculators, as far as gates look at them.
import type { HostName } from '../../src/model/cluster.js';
import type { Process } from './machine.js';
import type { Random } from './random.js';
import type { Scheduler } from './scheduler.js';

interface Job {
  readonly process: Process;
  ready: boolean;
}

export class Jobs {
  private readonly jobs = new Map<string, Map<HostName, Job>>();
  private readonly time: Scheduler;
  private readonly random: Random;

  constructor(time: Scheduler, random: Random) {
    this.time = time;
    this.random = random;
  }

  start(component: string, host: HostName, process: Process): void {
    const job: Job = { process, ready: false };
    this.of(component).set(host, job);
    this.time.after(this.random.between(800, 5000), () => {
      job.ready = true;
    });
  }

  stop(component: string, host: HostName): void {
    this.of(component).delete(host);
  }

  /** Hosts whose job runs and has come up, the longest serving first. */
  ready(component: string): readonly HostName[] {
    return [...this.of(component)].filter(([, job]) => job.ready && job.process.alive).map(([host]) => host);
  }

  private of(component: string): Map<HostName, Job> {
    const jobs = this.jobs.get(component) ?? new Map<HostName, Job>();
    this.jobs.set(component, jobs);
    return jobs;
  }
}
