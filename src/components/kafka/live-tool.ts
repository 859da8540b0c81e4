// Runs Kafka's own tools on a host, in the environment that a person there would use, with a deadline on the host itself.
import { remoteScript } from '../../hosts/scripts.js';
import type { Live } from '../../model/live.js';
import type { Placed } from '../../model/resolved.js';
import type { RunOutcome } from '../../model/session.js';

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
