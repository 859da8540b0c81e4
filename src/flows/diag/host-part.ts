// Host part of a diagnosis: the host's state, files, logs, the answers of its services, and the stacks of our JVMs.
import { some } from '../../components/findings.js';
import { baseOf } from '../../components/places.js';
import { remoteScript } from '../../hosts/session/scripts.js';
import { expectSuccess } from '../../hosts/session/script-outcome.js';
import type { Read } from '../../model/source.js';
import type { Host } from '../../model/cluster.js';
import type { Instance } from '../../model/component.js';
import type { HostFacts } from '../../model/facts.js';
import type { Live } from '../../model/live.js';
import type { Resolved } from '../../model/resolved.js';
import type { HostSession } from '../../model/session.js';
import { placedOn } from '../../verify/before/hosts.js';
import { factsRequest } from '../../plan/resolve.js';
import { addAnswers } from './answers.js';
import type { Collection } from './collection.js';
import { parseHostBlocks } from './host-blocks.js';

/** Lines of each log. */
const LINES = 2000;
const HOST_MS = 60_000;
const THREADS_S = 8;
const MAX_OUTPUT = 96 << 20;

export interface HostPart {
  readonly host: Host;
  readonly session: HostSession;
  readonly facts: Read<HostFacts>;
  readonly resolved: Resolved;
  readonly live: Live;
  /** Whether our JVMs are asked for their stacks. */
  readonly threads: boolean;
}

/** Never rejects. */
export async function collectHost(into: Collection, part: HostPart): Promise<void> {
  const { host, facts } = part;
  if (facts.ok) addFacts(into, part, facts.value);
  else into.addMissing(host.name, 'facts', facts.reason);
  const instances = placedOn(part.resolved, host.name).map(({ instance }) => instance);
  const running = instances.filter(({ component }) => !facts.ok || facts.value.services[component]?.state === 'running');
  await Promise.all([
    // One after the other: the stacks would stand at the end of the logs.
    into.attempt(host.name, 'logs and system', () => addBlocks(into, part)).then(() => addThreads(into, part, running)),
    ...instances.map((instance) => addAnswers(into, folder(part), instance, part.live)),
  ]);
}

const folder = ({ host }: HostPart): string => `hosts/${host.name}`;

/** The texts of files stand as files of their own. */
function addFacts(into: Collection, part: HostPart, facts: HostFacts): void {
  const files = Object.entries(facts.files);
  const brief = files.map(([path, file]) => [path, file.kind === 'file' ? { ...file, text: undefined } : file]);
  into.addJson(`${folder(part)}/facts.json`, { ...facts, files: Object.fromEntries(brief) as unknown });
  const base = `${baseOf(part.resolved.cluster, part.host)}/`;
  for (const [path, file] of files) {
    const name = path.startsWith(base) ? path.slice(base.length) : `elsewhere${path}`;
    if (file.kind === 'file' && file.text !== null) into.addText(`${folder(part)}/${name}`, file.text);
    else if (file.kind !== 'absent') into.addMissing(part.host.name, path, file.kind === 'file' ? 'it is too large' : `it is ${file.what}`);
  }
  // The facts request covers both sides: files of a side that was never launched are not missing.
  const absent = factsRequest(part.resolved, part.host).files.filter((path) => facts.files[path]?.kind === 'absent');
  if (absent.length > 0) into.addMissing(part.host.name, 'files', `not there: ${some(absent)}`);
}

async function addBlocks(into: Collection, part: HostPart): Promise<void> {
  const { host, session, resolved, live } = part;
  const components = placedOn(resolved, host.name).map(({ instance }) => instance.component);
  const outcome = await session.run(remoteScript('diag-host'), [baseOf(resolved.cluster, host), String(LINES), ...components], {
    deadlineMs: HOST_MS,
    signal: live.signal,
    maxOutput: MAX_OUTPUT,
  });
  // Output that came before a deadline or a lost link is worth having.
  const { blocks, missing, complete } = parseHostBlocks(outcome.stdout);
  for (const [name, text] of blocks) into.addText(`${folder(part)}/${name}`, text);
  for (const { name, reason } of missing) into.addMissing(host.name, name, reason);
  expectSuccess(session, outcome, 'give its logs');
  if (!complete) into.addMissing(host.name, 'logs and system', 'the answer was cut off');
}

async function addThreads(into: Collection, part: HostPart, instances: readonly Instance[]): Promise<void> {
  if (!part.threads) return;
  const { host, session, resolved, live } = part;
  for (const { component } of instances)
    await into.attempt(host.name, `threads of ${component}`, async () => {
      const outcome = await session.run(remoteScript('diag-threads'), [baseOf(resolved.cluster, host), component, String(THREADS_S)], {
        deadlineMs: HOST_MS,
        signal: live.signal,
        maxOutput: MAX_OUTPUT,
      });
      if (outcome.stdout !== '') into.addText(`${folder(part)}/process/${component}.threads`, outcome.stdout);
      if (outcome.kind === 'exit' && outcome.code !== 0) throw new Error(outcome.stderr.trim());
      expectSuccess(session, outcome, `list the threads of ${component}`);
    });
}
