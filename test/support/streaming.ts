// The streaming side of a bed, watched from outside: what is published, how far it counts, and what a disturbance costs.
import type { Bed } from './bed.js';
import { because, type Fams, type JobSeen, type Said } from './fams.js';
import { Kcat } from './kcat.js';
import type { RankingDocument } from './recount.js';
import { waitUntil } from './wait-until.js';

export const TOPIC = 'user-behavior-topic';
export const LIST = 'page-popularity-topic';
export const SNAPSHOTS = 'fams-ops-snapshots';
const PARTITIONS = 3;
/** On a busy machine: a driver, its session, cold executors. */
const LONG = 240_000;

export class Streaming {
  readonly kcat: Kcat;
  /** One line for each disturbance: at what second, what, and how long until it counted again. */
  readonly told: string[] = [];
  private readonly bed: Bed;
  private readonly fams: Fams;
  private readonly hosts: readonly number[];
  private readonly began = performance.now();

  constructor(bed: Bed, fams: Fams, hosts: readonly number[]) {
    this.bed = bed;
    this.fams = fams;
    this.hosts = hosts;
    this.kcat = new Kcat(bed, hosts);
  }

  /** The newest document: highest epoch, then latest batch. */
  async newest(): Promise<RankingDocument> {
    const documents = (await this.kcat.tail(LIST, 5)).map((line) => JSON.parse(line) as RankingDocument);
    const last = documents.toSorted((a, b) => a.epoch - b.epoch || Date.parse(a.batchTime) - Date.parse(b.batchTime)).at(-1);
    if (last === undefined) throw new Error('no document yet');
    return last;
  }

  /** A broker that was killed knows no topic in its first moments. */
  async ends(): Promise<readonly number[]> {
    let ends: readonly number[] = [];
    await waitUntil('the ends of the topic', LONG, async () => {
      ends = await this.kcat.ends(TOPIC, PARTITIONS);
      return true;
    });
    return ends;
  }

  /** Every record of the topic, by partition and offset. */
  log(): Promise<readonly (readonly string[])[]> {
    return this.kcat.log(TOPIC, PARTITIONS);
  }

  /** Resolves with the first document that counts everything up to the ends of the topic as they are now. */
  async caughtUp(): Promise<RankingDocument> {
    const ends = await this.ends();
    return this.listOf(`the list to count everything`, ({ offsets }) => {
      const next = ends.map((_, i) => offsets[String(i)]?.next ?? 0);
      return next.every((one, i) => one >= (ends[i] ?? 0)) || `counted to ${next.join(' ')} of ${ends.join(' ')}`;
    });
  }

  /** Resolves with the first newest document of which `is` holds; else it says what it saw instead. */
  async listOf(awaited: string, is: (document: RankingDocument) => true | string, deadlineMs = LONG): Promise<RankingDocument> {
    let found: RankingDocument | undefined;
    await waitUntil(awaited, deadlineMs, async () => is((found = await this.newest())));
    if (found === undefined) throw new Error('no document');
    return found;
  }

  /** Seconds until a document newer than the disturbance is published that has counted on in every partition. */
  async disturbed(what: string, disturb: () => Promise<unknown>): Promise<RankingDocument> {
    const before = await this.newest();
    const began = performance.now();
    await disturb();
    const moment = Date.now();
    const after = await this.listOf(`a list after ${what}`, (now) => {
      const moved = Object.entries(now.offsets).every(([partition, { next }]) => next > (before.offsets[partition]?.next ?? 0));
      return (Date.parse(now.batchTime) > moment && moved) || `${now.batchTime}, owner ${String(now.epoch)}`;
    });
    const seconds = (ms: number): string => (ms / 1000).toFixed(1);
    this.told.push(
      `at ${seconds(began - this.began).padStart(6)} s  ${what}: counts again after ${seconds(performance.now() - began)} s, owner ${String(after.epoch)}`,
    );
    return after;
  }

  async job(): Promise<JobSeen | null> {
    return (await this.fams.run('status')).result.job;
  }

  /** The host whose calculator counts now; there may be none for moments. */
  async owner(): Promise<number> {
    let owner: number | undefined;
    await waitUntil('a calculator that counts', LONG, async () => {
      const job = await this.job();
      owner = this.hosts.find((host) => this.bed.address(host) === job?.host && job.state === 'counting');
      return owner !== undefined || JSON.stringify(job);
    });
    if (owner === undefined) throw new Error('nobody counts');
    return owner;
  }

  /** Kills the process of an executor; resolves with its host. */
  async killExecutor(): Promise<number> {
    const host = await this.executorHost();
    const { code, stderr } = await this.bed.user(host, ['sh', '-c', `${EXECUTORS}; kill -9 $found`]);
    if (code !== 0) throw new Error(`the executor on host ${String(host)} was not killed: ${stderr}`);
    return host;
  }

  async executorHost(): Promise<number> {
    let found: number | undefined;
    await waitUntil('an executor', LONG, async () => {
      for (const host of this.hosts)
        if ((await this.bed.user(host, ['sh', '-c', `${EXECUTORS}; [ -n "$found" ]`])).code === 0) found ??= host;
      return found !== undefined || 'none on any host';
    });
    if (found === undefined) throw new Error('no executor');
    return found;
  }

  /** The host of the broker that leads a partition of the topic now, as kcat says. */
  async leaderHost(partition = 0): Promise<number> {
    const { brokers, topics } = await this.kcat.metadata();
    const leader = topics.find(({ topic }) => topic === TOPIC)?.partitions.find((one) => one.partition === partition)?.leader;
    const name = brokers.find(({ id }) => id === leader)?.name ?? '';
    const host = this.hosts.find((one) => name.startsWith(`${this.bed.address(one)}:`));
    if (host === undefined) throw new Error(`no leader of ${TOPIC}/${String(partition)}: ${name}`);
    return host;
  }

  /** Runs a command that must do its work. What it says of the cluster at its end may be bad: late batches, a job that waits for a person. */
  async done(...args: readonly string[]): Promise<Said> {
    const said = await this.fams.run(...args);
    if (!('result' in said)) throw new Error(`fams-ops ${args.join(' ')}: ${because(said)}`);
    return said;
  }
}

/** The brackets keep the pattern from matching the shell that looks. */
const EXECUTORS =
  'found=; for p in /proc/[0-9]*; do tr "\\0" " " <$p/cmdline 2>/dev/null | grep -q "java .*CoarseGrainedExecutorBacken[d]" && found="$found ${p#/proc/}"; done';
