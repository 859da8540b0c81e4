// diag: one archive with everything that a helper needs to find a fault, without secrets. It lists the items that could not be read.
import { constants } from 'node:fs';
import { access, lstat } from 'node:fs/promises';
import { dirname, resolve as absolute } from 'node:path';
import { writeArchive } from '../bundle/archive/writing.js';
import { readRegistryOf } from '../components/kafka/live/registry.js';
import { specs } from '../components/specs.js';
import { AppError } from '../errors/app-error.js';
import { loadInventory } from '../inventory/load.js';
import type { Cluster, HostName } from '../model/cluster.js';
import type { Resolved } from '../model/resolved.js';
import { assume } from '../plan/resolve.js';
import { launched, narrowed } from '../plan/component-filter.js';
import { connect, type Connections } from './run/connections.js';
import { Collection, type Missing } from './diag/collection.js';
import { collectHost } from './diag/host-part.js';
import { collectJournals } from './diag/journals.js';
import { readmeText } from './diag/readme.js';
import { redactor } from './diag/redaction.js';
import { readFacts } from './run/host-readings.js';
import type { FlowOptions, Outcome } from './run/options.js';
import { checkLimit } from './run/scope.js';
import { secretsOf } from './run/secrets.js';
import { nameSoftware } from './run/software.js';
import { judgeCluster } from './verify.js';

export interface DiagResult {
  readonly path: string;
  readonly bytes: number;
  /** Hosts that could be reached. */
  readonly hosts: readonly HostName[];
  readonly missing: readonly Missing[];
}

export interface DiagOptions extends FlowOptions {
  /** Null: a name of its own in the current directory. */
  readonly output: string | null;
  /** Whether our JVMs are asked for their stacks. */
  readonly threads: boolean;
  /** Name and version, for the README. */
  readonly program: string;
}

const REGISTRY_MS = 15_000;

export async function diag(options: DiagOptions): Promise<Outcome<DiagResult>> {
  const { cluster } = await loadInventory(options.inventory);
  checkLimit(cluster, options.limit);
  const at = new Date();
  const top = `fams-ops-${cluster.name}-${at.toISOString().replace(/[-:]|\.\d+/g, '')}`;
  const path = absolute(options.output ?? `${top}.tar.gz`);
  await refuseBadPath(path);
  const typed: string[] = [];
  const connections = await connect(cluster, listening(options, typed));
  try {
    const into = new Collection(redactor([...typed, ...secretsOf(cluster, options.env)]));
    const sentence = await collect(into, cluster, connections, options);
    options.signal.throwIfAborted();
    const readme = { cluster: cluster.name, program: options.program, at, sentence, missing: into.missing };
    into.addText('README.txt', readmeText(readme));
    const bytes = await write(path, top, into, at);
    const hosts = [...connections.sessions.keys()];
    const reached = hosts.length > 0;
    return { cluster: cluster.name, ok: reached, exitCode: reached ? 0 : 4, result: { path, bytes, hosts, missing: into.missing } };
  } finally {
    connections.close();
  }
}

/** Everything at once but the verdict, which looks at the same services. Gives the verdict's sentence. */
async function collect(into: Collection, cluster: Cluster, connections: Connections, options: DiagOptions): Promise<string | null> {
  const { signal, env } = options;
  const live = { ...connections.live, signal };
  into.addJson('inventory.json', cluster);
  const whole = assume(cluster, specs, nameSoftware(cluster));
  const facts = await readFacts(whole, connections, signal);
  const read = [...facts.values()].flatMap((one) => (one.ok ? [one.value] : []));
  const resolved = narrowed(whole, launched(specs, read));
  let sentence: string | null = null;
  await into.attempt(null, 'verdict', async () => {
    const judged = await judgeCluster(cluster, connections, { ...options, fast: true, topic: null }, null);
    sentence = judged.sentence;
    into.addJson('verdict.json', { ...judged.verdict, sentence });
  });
  await Promise.all([
    ...cluster.hosts.map(async (host) => {
      const session = connections.sessions.get(host.name);
      const read = facts.get(host.name) ?? { ok: false, reason: 'it was not read' };
      if (session === undefined) into.addMissing(host.name, 'everything', connections.failures.get(host.name)?.message ?? 'no connection');
      else await collectHost(into, { host, session, facts: read, resolved, live, threads: options.threads });
    }),
    into.attempt(null, 'registry', () => addRegistry(into, resolved, live)),
    collectJournals(into, cluster.name, env),
  ]);
  return sentence;
}

async function addRegistry(into: Collection, resolved: Resolved, live: Connections['live']): Promise<void> {
  into.addJson('registry.json', await readRegistryOf(resolved, live, REGISTRY_MS));
}

/** The same for what a person types. */
const listening = (options: DiagOptions, typed: string[]): DiagOptions => ({
  ...options,
  questions: {
    interactive: options.questions.interactive,
    confirm: (question) => options.questions.confirm(question),
    text: (question) => options.questions.text(question),
    secret: async (question) => {
      const answer = await options.questions.secret(question);
      if (answer !== undefined) typed.push(answer);
      return answer;
    },
  },
});

/** Before anything is read: it takes a while, and a mistyped --output must not cost somebody a file. */
async function refuseBadPath(path: string): Promise<void> {
  const there = await lstat(path).catch(() => undefined);
  if (there !== undefined)
    throw new AppError('USAGE', `${path} is there already; nothing was read.`, {
      where: { file: path },
      todo: ['Name another file by --output, or move it away.'],
    });
  await access(dirname(path), constants.W_OK | constants.X_OK).catch((cause: unknown) => {
    throw notWritten(path, cause);
  });
}

async function write(path: string, top: string, { entries }: Collection, at: Date): Promise<number> {
  const sorted = entries.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  try {
    return await writeArchive(path, top, sorted, at);
  } catch (cause) {
    throw notWritten(path, cause);
  }
}

const notWritten = (path: string, cause: unknown): AppError =>
  new AppError('COMMAND_FAILED', `The archive cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`, {
    where: { file: path },
    todo: [`See whether ${dirname(path)} is there, may be written to and has room, or name another file by --output.`],
    cause,
  });
