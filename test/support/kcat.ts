// An independent client: kcat on the operator's side, talking to the brokers directly.
import type { Bed } from './bed.js';

const FLAGS = ['-X', 'api.version.request=false', '-X', 'broker.version.fallback=0.8.2.1', '-X', 'message.timeout.ms=60000'];

export interface KcatTopic {
  readonly topic: string;
  readonly partitions: readonly {
    readonly partition: number;
    readonly leader: number;
    readonly replicas: readonly { readonly id: number }[];
    readonly isrs: readonly { readonly id: number }[];
  }[];
}

export class Kcat {
  private readonly bed: Bed;
  private readonly brokers: string;

  constructor(bed: Bed, hosts: readonly number[], port = 9092) {
    this.bed = bed;
    this.brokers = hosts.map((host) => `${bed.address(host)}:${String(port)}`).join(',');
  }

  async metadata(): Promise<{
    readonly brokers: readonly { readonly id: number; readonly name: string }[];
    readonly topics: readonly KcatTopic[];
  }> {
    return JSON.parse(await this.run(['-L', '-J'])) as Awaited<ReturnType<Kcat['metadata']>>;
  }

  /** One record a line, acks -1; rejects unless all were acknowledged. */
  async produce(topic: string, lines: readonly string[], codec = 'none'): Promise<void> {
    await this.run(['-P', '-t', topic, '-z', codec, '-X', 'topic.request.required.acks=-1'], lines.map((line) => `${line}\n`).join(''));
  }

  async consume(topic: string): Promise<readonly string[]> {
    return (await this.run(['-C', '-t', topic, '-o', 'beginning', '-e', '-q'])).split('\n').filter((line) => line !== '');
  }

  /**
   * Every record that a topic has at the moment of the call: by partition, then by offset; what was deleted leaves holes. Not up to the
   * end as the other ways to read: while a producer sends all the time, there is none.
   */
  async log(topic: string, partitions: number): Promise<readonly (readonly string[])[]> {
    const [begins, ends] = [await this.begins(topic, partitions), await this.ends(topic, partitions)];
    const read = async (partition: number): Promise<readonly string[]> => {
      const [begin, end] = [begins[partition] ?? 0, ends[partition] ?? 0];
      const records: string[] = [];
      if (end <= begin) return records;
      const place = ['-p', String(partition), '-o', String(begin), '-c', String(end - begin)];
      for (const line of (await this.run(['-C', '-t', topic, ...place, '-q', '-f', '%o %s\n'])).split('\n')) {
        const [, offset, text] = /^(\d+) (.*)$/s.exec(line) ?? [];
        if (offset !== undefined && text !== undefined) records[Number(offset)] = text;
      }
      return records;
    };
    return Promise.all(Array.from({ length: partitions }, (_, partition) => read(partition)));
  }

  /** The last records of a topic with one partition, fewer where it has fewer; of one with more, so many from among the last of each. */
  async tail(topic: string, count: number): Promise<readonly string[]> {
    return (await this.run(['-C', '-t', topic, '-o', `-${String(count)}`, '-c', String(count), '-e', '-q']))
      .split('\n')
      .filter((line) => line !== '');
  }

  /** The offset that the next record of each partition gets. */
  ends(topic: string, partitions: number): Promise<readonly number[]> {
    return this.bounds(topic, partitions, -1);
  }

  /** The first offset that each partition still has. */
  begins(topic: string, partitions: number): Promise<readonly number[]> {
    return this.bounds(topic, partitions, -2);
  }

  private async bounds(topic: string, partitions: number, time: -1 | -2): Promise<readonly number[]> {
    const wanted = Array.from({ length: partitions }, (_, i) => ['-t', `${topic}:${String(i)}:${String(time)}`]).flat();
    const lines = (await this.run(['-Q', ...wanted])).split('\n').filter((line) => line !== '');
    const offsets = new Map(lines.map((line) => [Number(/\[(\d+)\]/.exec(line)?.[1]), Number(/offset (\d+)/.exec(line)?.[1])]));
    return Array.from({ length: partitions }, (_, i) => offsets.get(i) ?? NaN);
  }

  /** Looks all the time how many brokers there are, and says in the end how few there were. */
  watchBrokers(): { stop(): Promise<number> } {
    const over = new AbortController();
    const watching = (async (): Promise<number> => {
      let fewest = Infinity;
      while (!over.signal.aborted) fewest = Math.min(fewest, (await this.metadata()).brokers.length);
      return fewest;
    })();
    return ending(over, watching);
  }

  /** Sends a few records again and again until it is stopped, and says how many were acknowledged by all of the ISR. */
  load(topic: string): { stop(): Promise<number> } {
    const over = new AbortController();
    const sending = (async (): Promise<number> => {
      let sent = 0;
      while (!over.signal.aborted) {
        const lines = Array.from({ length: 50 }, (_, i) => `page${String(i)}|${String(sent)}|0.5|1`);
        await this.produce(topic, lines);
        sent += lines.length;
      }
      return sent;
    })();
    return ending(over, sending);
  }

  private async run(args: readonly string[], input = ''): Promise<string> {
    const { code, stdout, stderr } = await this.bed.operator(['kcat', '-b', this.brokers, ...FLAGS, ...args], {
      input,
      timeoutMs: 120_000,
    });
    if (code !== 0) throw new Error(`kcat ${args.join(' ')}: exit ${String(code)}: ${stderr}`);
    return stdout;
  }
}

function ending(over: AbortController, work: Promise<number>): { stop(): Promise<number> } {
  // Whoever stops it hears of a failure; until then it must not end the test run.
  work.catch(() => undefined);
  return {
    stop: () => {
      over.abort();
      return work;
    },
  };
}
