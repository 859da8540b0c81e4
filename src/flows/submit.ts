// submit: a person's own program on the launched Spark, its driver attended by this process from its start to its end.
// It takes no lock: nothing of the cluster is changed, and a program may run for days.
import { randomUUID } from 'node:crypto';
import { inspectProgram, type ProgramJar } from '../bundle/program-jar.js';
import { releaseOf } from '../bundle/archive/class-file.js';
import { count } from '../components/findings.js';
import { lookAtMasters, ruling } from '../components/spark/live/masters.js';
import { driverCommand, OWNED, submittedOf } from '../components/spark/program.js';
import { AppError } from '../errors/app-error.js';
import { remoteScript } from '../hosts/session/scripts.js';
import { expectSuccess } from '../hosts/session/script-outcome.js';
import { loadInventory } from '../inventory/load.js';
import { heap } from '../inventory/schema/fields.js';
import type { HostName } from '../model/cluster.js';
import type { Placed } from '../model/resolved.js';
import type { Chunk, HostSession } from '../model/session.js';
import { connect, type Connections } from './run/connections.js';
import { observe, type Observation } from './run/observe.js';
import type { FlowOptions, Outcome } from './run/options.js';
import { checkLimit } from './run/scope.js';
import { chooseCores, chooseHost, requireDriverMemory, requireJava } from './submit/choice.js';
import { runDriver, takeRecord, type DriverEnd } from './submit/driver.js';

export interface SubmitOptions extends FlowOptions {
  readonly jar: string;
  readonly mainClass: string;
  /** Of the program. */
  readonly arguments: readonly string[];
  /** Null: a host with the role calculator, else another with Spark. */
  readonly on: HostName | null;
  /** Null: all that are free. */
  readonly cores: number | null;
  readonly driverMemory: string;
  readonly executorMemory: string;
  /** Null: the name of the class. A name that the program gives itself wins. */
  readonly name: string | null;
  /** `KEY=VALUE`, each. */
  readonly conf: readonly string[];
  readonly onOutput: (chunk: Chunk) => Promise<void>;
}

export interface SubmitResult {
  readonly host: HostName;
  readonly mainClass: string;
  readonly jarSha256: string;
  /** Working directory on the host. */
  readonly directory: string;
  readonly cores: number;
  /** As the master calls it; null: it was never accepted. */
  readonly application: string | null;
  /** Of the driver; null where a signal ended it. */
  readonly exitCode: number | null;
  /** Why it counts as failed, whatever the code; null: it ended well. */
  readonly failure: string | null;
  /** The end of each. */
  readonly stdout: string;
  readonly stderr: string;
  readonly truncated: boolean;
  readonly ms: number;
}

const ASK_MS = 10_000;
const PREPARE_MS = 60_000;
const UPLOAD_MS = 60_000;

export async function submit(options: SubmitOptions): Promise<Outcome<SubmitResult>> {
  const conf = confOf(options);
  const program = await inspectProgram(options.jar, options.mainClass, options.signal);
  const { cluster } = await loadInventory(options.inventory);
  checkLimit(cluster, [...options.limit, ...(options.on === null ? [] : [options.on])]);
  const connections = await connect(cluster, options);
  try {
    const seen = await observe(cluster, connections, null, options);
    const placed = chooseHost(seen.resolved, seen.facts, options);
    const session = connections.live.session(placed.instance.host.name);
    const cores = await judge(program, placed, seen, connections, options);
    return await run(session, { program, placed, seen, cores, conf }, options);
  } finally {
    connections.close();
  }
}

/** @throws AppError USAGE for properties that are given otherwise, or memory that is no size */
function confOf({ conf, driverMemory, executorMemory }: SubmitOptions): ReadonlyMap<string, string> {
  for (const [flag, size] of [
    ['--driver-memory', driverMemory],
    ['--executor-memory', executorMemory],
  ] as const) {
    const fault = heap(size);
    if (fault !== undefined)
      throw new AppError('USAGE', `${flag} ${size} ${fault.message}.`, { todo: [fault.hint ?? 'Write 512m or 2g.'] });
  }
  const pairs = conf.map((text, i): readonly [string, string] => {
    const [, key, value] = /^(spark\.[^\s=]+)=(.*)$/s.exec(text) ?? [];
    if (key === undefined || value === undefined)
      throw new AppError('USAGE', `${namedConf(text, i)} is no property of Spark.`, {
        todo: ['Write --conf spark.KEY=VALUE; a setting of the program itself goes behind --, as one of its arguments.'],
      });
    const instead = OWNED[key];
    if (instead !== undefined) throw new AppError('USAGE', `${key} is not given by --conf: ${instead}.`, { todo: ['Leave it out there.'] });
    return [key, value];
  });
  return new Map(pairs);
}

/** Names a setting by its key alone, because its value may be a secret; without a key, by its position. */
function namedConf(text: string, i: number): string {
  const key = /^([\w.-]+)=/.exec(text)?.[1];
  return key === undefined ? `The value of --conf number ${String(i + 1)}` : `--conf ${key}=...`;
}

/** All that can be known before anything is done. @throws AppError NOT_READY, USAGE, HOST_UNFIT */
async function judge(
  program: ProgramJar,
  placed: Placed,
  { resolved, facts }: Observation,
  { live }: Connections,
  options: SubmitOptions,
): Promise<number> {
  requireJava(resolved, placed, releaseOf(program.classVersion));
  const { alive, saw } = ruling(await lookAtMasters(resolved, live, ASK_MS));
  if (alive === null)
    throw new AppError('NOT_READY', `No Spark master rules: ${saw}.`, {
      todo: ['Run "fams-ops launch"; "fams-ops logs spark-master" says what keeps it from ruling.'],
    });
  const cores = chooseCores(alive, { ...options, receives: program.receives });
  const host = facts.get(placed.instance.host.name);
  if (host !== undefined) requireDriverMemory(host, options.driverMemory);
  return cores;
}

interface Submission {
  readonly program: ProgramJar;
  readonly placed: Placed;
  readonly seen: Observation;
  readonly cores: number;
  readonly conf: ReadonlyMap<string, string>;
}

async function run(
  session: HostSession,
  { program, placed, seen, cores, conf }: Submission,
  options: SubmitOptions,
): Promise<Outcome<SubmitResult>> {
  const { signal, sink, onOutput, mainClass } = options;
  const submitted = submittedOf(placed.instance, seen.resolved);
  const id = randomUUID();
  const places = { work: `${submitted}/home/${mainClass}`, run: `${submitted}/run/${id}` };
  const jar = `${submitted}/jars/${program.sha256.slice(0, 32)}/${plainName(program.name)}`;
  await bring(session, program, [submitted, jar, program.sha256, mainClass, id], options);
  const { words, environment } = driverCommand(placed.instance, seen.resolved, {
    ...options,
    jar,
    cores,
    conf,
    run: places.run,
    name: options.name ?? mainClass,
  });
  sink({ kind: 'note', text: `${mainClass} runs on ${session.host} with ${count(cores, 'core')}, in ${places.work}` });
  const began = performance.now();
  const { end, stdout, stderr } = await runDriver(session, { ...places, words, environment, onOutput, signal }).catch(left(session.host));
  const ms = Math.round(performance.now() - began);
  const record = await takeRecord(session, places.run);
  if (signal.aborted) throw interrupted(session.host, end);
  const failure = failureOf(end, record);
  const result: SubmitResult = {
    host: session.host,
    mainClass,
    jarSha256: program.sha256,
    directory: places.work,
    cores,
    application: record.get('application') ?? null,
    exitCode: end.kind === 'exit' && end.signal === undefined ? end.code : null,
    failure,
    stdout: stdout.text(),
    stderr: stderr.text(),
    truncated: stdout.truncated || stderr.truncated,
    ms,
  };
  return { cluster: seen.resolved.cluster.name, ok: failure === null, exitCode: failure === null ? 0 : 1, result };
}

/** The jar where it belongs, unless the same bytes are there. */
async function bring(session: HostSession, program: ProgramJar, places: readonly string[], { signal, sink }: SubmitOptions): Promise<void> {
  const [, jar = ''] = places;
  const script = `${remoteScript('placing')}\n${remoteScript('submit-prepare')}`;
  const outcome = await session.run(script, places, { deadlineMs: PREPARE_MS, signal });
  const { stdout } = expectSuccess(session, outcome, `make place for ${program.name}`);
  if (stdout.trim() === 'there') return;
  sink({ kind: 'note', text: `Uploading ${program.name} to ${session.host}` });
  await session.put(program.path, jar, { sha256: program.sha256, mode: 0o600, deadlineMs: UPLOAD_MS, signal });
}

/** Spark makes a URI of the name, and knows a jar by the ending. */
const plainName = (name: string): string => name.replaceAll(/[^A-Za-z0-9._-]/g, '_').replace(/(\.jar)?$/i, '.jar');

/** Explains a lost link: the driver then ends by itself, because nobody attends to it any more. */
const left =
  (host: HostName) =>
  (error: unknown): never => {
    if (!(error instanceof AppError) || error.code !== 'HOST_LOST') throw error;
    throw new AppError('HOST_LOST', error.message, {
      where: { host },
      todo: ['The driver ends by itself a minute after it has heard the last of us, and frees its cores. Then submit it again.'],
      cause: error,
    });
  };

/** Spark 1.3.1 ends a driver with 0 when the master has turned it away or thrown it out: the code alone proves nothing. */
function failureOf(end: DriverEnd['end'], record: ReadonlyMap<string, string>): string | null {
  if (end.kind === 'aborted') return 'it was given up';
  const killed = record.get('killed');
  const ended = record.get('ended');
  if (killed !== undefined) return `Spark ended it: ${killed}`;
  if (end.signal !== undefined) return `a signal ended its driver: ${end.signal}`;
  if (ended !== undefined) return `its driver ended by itself: ${ended}`;
  if (end.code === 0) return null;
  const accepted = record.has('application') ? '' : ', and no Spark application was ever accepted';
  return `its driver ended with ${String(end.code)}${accepted}`;
}

function interrupted(host: HostName, end: DriverEnd['end']): AppError {
  const stopped = end.kind === 'exit';
  return new AppError(
    'INTERRUPTED',
    `Interrupted; the driver on ${host} ${stopped ? 'has ended' : 'was told to end and still had not after 25 s'}.`,
    {
      where: { host },
      todo: [
        stopped
          ? 'Its cores are free again. Submit it again to run it anew.'
          : `See "ps" on ${host}: its driver may hang in a hook of its own.`,
      ],
    },
  );
}
