// The calculator from the first record on, watched from outside: by the documents that it publishes, and when they come.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { waitUntil } from '../../test/support/wait-until.js';
import type { RankingDocument } from '../../test/support/recount.js';
import type { Machine } from './machine.js';
import type { Mark } from './pace.js';

const COUNTED_MS = 600_000;
const FLAGS = ['api.version.request=false', 'broker.version.fallback=0.8.2.1'].flatMap((flag) => ['-X', flag]);

export interface Counted {
  /** Between "launch" and the first list in the topic of lists. */
  readonly firstListMs: number;
  readonly marks: readonly Mark[];
  readonly last: RankingDocument;
}

/** Launches it with no totals, lets it count so many records, and stops it. The first time Spark is started as well. */
export async function count(machine: Machine, output: string, total: number): Promise<Counted> {
  await beginAnew(machine);
  const lists = new Lists(machine.broker, output);
  try {
    await lists.begin();
    const began = performance.now();
    await machine.fams('launch');
    await waitUntil(`a list of ${total} records`, COUNTED_MS, () => {
      const records = recordsOf(lists.seen.at(-1)?.document);
      return Promise.resolve(records >= total || `${records} records`);
    });
    const [first] = lists.seen;
    const last = lists.seen.at(-1)?.document;
    if (first === undefined || last === undefined) throw new Error('no list was seen');
    const marks = lists.seen.map(({ ms, document }) => ({ ms, records: recordsOf(document) }));
    return { firstListMs: first.ms - began, marks, last };
  } finally {
    await lists.end();
    await machine.fams('launch', '--stop', 'calculator');
  }
}

const recordsOf = (document: RankingDocument | undefined): number => (document === undefined ? 0 : document.records + document.malformed);

/** As the documentation says: this gives up the totals, and with them the offsets. */
async function beginAnew(machine: Machine): Promise<void> {
  const root = '/fams-ops/bench/calculator';
  // Without a calculator before there is nothing to give up.
  const there = await machine.zooKeeperShell('stat', `${root}/commit`);
  if (!there.includes('dataLength')) return;
  const said = await machine.zooKeeperShell('create', `${root}/begin-anew`, 'yes');
  if (!said.includes('Created')) throw new Error(`the totals cannot be given up: ${said}`);
}

/** What comes into the topic of lists from now on. */
class Lists {
  readonly seen: { readonly ms: number; readonly document: RankingDocument }[] = [];
  private readonly broker: string;
  private readonly topic: string;
  private child: ChildProcess | undefined;

  constructor(broker: string, topic: string) {
    this.broker = broker;
    this.topic = topic;
  }

  /** Returns once it listens. */
  async begin(): Promise<void> {
    const child = spawn('kcat', ['-C', '-u', '-b', this.broker, '-t', this.topic, '-p', '0', '-o', 'end', ...FLAGS], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    createInterface(child.stdout).on('line', (line) => {
      this.seen.push({ ms: performance.now(), document: JSON.parse(line) as RankingDocument });
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await waitUntil('the end of the topic of lists', 30_000, () => Promise.resolve(said.includes('Reached end of topic') || said));
  }

  async end(): Promise<void> {
    const child = this.child;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }
}
