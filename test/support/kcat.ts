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

  constructor(bed: Bed, hosts: readonly number[]) {
    this.bed = bed;
    this.brokers = hosts.map((host) => `${bed.address(host)}:9092`).join(',');
  }

  async metadata(): Promise<{
    readonly brokers: readonly { readonly id: number; readonly name: string }[];
    readonly topics: readonly KcatTopic[];
  }> {
    return JSON.parse(await this.run(['-L', '-J'])) as Awaited<ReturnType<Kcat['metadata']>>;
  }

  /** One record a line, acks -1; rejects unless all were acknowledged. */
  async produce(topic: string, lines: readonly string[]): Promise<void> {
    await this.run(['-P', '-t', topic, '-X', 'topic.request.required.acks=-1'], lines.map((line) => `${line}\n`).join(''));
  }

  async consume(topic: string): Promise<readonly string[]> {
    return (await this.run(['-C', '-t', topic, '-o', 'beginning', '-e', '-q'])).split('\n').filter((line) => line !== '');
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
