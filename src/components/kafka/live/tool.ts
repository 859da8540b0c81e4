// Runs Kafka's own tools on a host, in the environment that a person there would use, with a deadline on the host itself.
import { remoteScript } from '../../../hosts/session/scripts.js';
import type { Live } from '../../../model/live.js';
import type { Placed } from '../../../model/resolved.js';
import type { RunOutcome } from '../../../model/session.js';

/** One way through a tool, as the name of its script. */
export type ToolScript = 'console-produce' | 'console-consume' | 'topic-tool';

/** For the tool to end by itself after its deadline there, and for the way there and back. */
const SLACK_MS = 20_000;

interface ToolRun {
  readonly script: ToolScript;
  readonly args: readonly string[];
  /** After which the tool is ended on the host. */
  readonly seconds: number;
  /** Left out for what must not be cut short. */
  readonly signal?: AbortSignal;
}

export function runTool({ instance, layout }: Placed, live: Live, { script, args, seconds, signal }: ToolRun): Promise<RunOutcome> {
  const [software] = layout.bundles;
  if (software === undefined) throw new Error(`no software for ${instance.component} on ${instance.host.name}`);
  const text = `${remoteScript('kafka-tool')}\n${remoteScript(script)}`;
  const common = [software.dir, `${layout.service.base}/conf/tools.env`, String(seconds)];
  const deadlineMs = seconds * 1000 + SLACK_MS;
  return live.session(instance.host.name).run(text, [...common, ...args], { deadlineMs, ...(signal && { signal }) });
}

/** What became of a tool that was to do something. */
export type ToolEnd =
  | { readonly kind: 'done' }
  /** It ran, and did not do it: it said so, or its time was over. */
  | { readonly kind: 'failed'; readonly said: string }
  /** It says nothing of the cluster: it could not run, it was ended, or nobody knows how it ended. */
  | { readonly kind: 'not-run'; readonly said: string };

const OVER = 124;
const COULD_NOT_RUN = 75;
/** A JVM that cannot begin, or not go on, for want of something on its host. */
const NO_JVM =
  /Java Virtual Machine|initialization of VM|Java Runtime Environment to continue|Unrecognized (?:VM )?option|Could not find or load main class|UnsupportedClassVersionError|NoClassDefFoundError|OutOfMemoryError|No space left on device|Read-only file system/;
/** Only what runs logs, or throws its own exceptions. */
const RAN =
  /\((?:kafka|org\.apache\.(?:kafka|zookeeper)|org\.I0Itec)\.[\w.$]+\)|\b(?:kafka|org\.apache\.(?:kafka|zookeeper)|org\.I0Itec)\.[\w.$]*(?:Exception|Error)\b/;

/** Of a script that ends by `conclude`. */
export function endOf(outcome: RunOutcome): ToolEnd {
  const words = said(outcome);
  if (outcome.kind !== 'exit' || outcome.signal !== undefined || outcome.code === COULD_NOT_RUN) return { kind: 'not-run', said: words };
  if (outcome.code === 0) return { kind: 'done' };
  const text = `${outcome.stdout}\n${outcome.stderr}`;
  if (NO_JVM.test(text)) return { kind: 'not-run', said: words };
  return outcome.code === OVER || RAN.test(text) ? { kind: 'failed', said: words } : { kind: 'not-run', said: words };
}

/** The last lines that a tool wrote, without the noise of every JVM. */
export function said(outcome: RunOutcome, lines = 3): string {
  const text = `${outcome.stdout}\n${outcome.stderr}`;
  const told = text
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^(NOTE: Picked up|Picked up|OpenJDK .* warning|\s+at )/.test(line));
  const last = told.slice(-lines).join(' | ').trim();
  switch (outcome.kind) {
    case 'exit':
      return last === '' ? `nothing, and ended with ${String(outcome.code)}` : last;
    case 'timed-out':
      return `nothing within ${String(Math.round(outcome.afterMs / 1000))} s${last && `, but ${last}`}`;
    case 'lost':
    case 'refused':
      return `${outcome.kind}: ${outcome.reason}`;
    case 'aborted':
      return 'interrupted';
  }
}
