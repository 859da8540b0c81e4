// What the services of a host complained about in their logs: one script, nothing changed.
import { FactsRecords } from '../hosts/facts/records.js';
import { remoteScript } from '../hosts/session/scripts.js';
import { expectSuccess } from '../hosts/session/script-outcome.js';
import type { HostFacts } from '../model/facts.js';
import type { Live } from '../model/live.js';
import type { Complaints, HostTraces } from '../model/observed.js';
import type { Placed, Resolved } from '../model/resolved.js';

/** Of a service that runs, and since when. */
interface AskedLog {
  readonly component: string;
  readonly path: string;
  readonly since: number;
}

/** @param facts of the host: since when its services run. Throws AppError. */
export async function readTraces(
  facts: HostFacts,
  { resolved, live, deadlineMs }: { readonly resolved: Resolved; readonly live: Live; readonly deadlineMs: number },
): Promise<HostTraces> {
  const placed = resolved.placed.filter(({ instance }) => instance.host.name === facts.host);
  const logs = placed.flatMap((one) => askedLog(one, facts));
  const session = live.session(facts.host);
  const outcome = await session.run(
    remoteScript('traces'),
    logs.flatMap(({ path, since }, i) => ['log', String(i), path, String(since)]),
    { deadlineMs, signal: live.signal },
  );
  const { stdout } = expectSuccess(session, outcome, 'say what its services logged');
  return parseTraces(facts.host, logs, stdout);
}

/** The first log is the one that everything of weight goes to. */
function askedLog({ instance, layout }: Placed, { services }: HostFacts): readonly AskedLog[] {
  const [path] = layout.service.logs;
  const startedAt = services[instance.component]?.startedAt ?? null;
  return path === undefined || startedAt === null ? [] : [{ component: instance.component, path, since: Date.parse(startedAt) / 1000 }];
}

/** @throws AppError COMMAND_FAILED */
function parseTraces(host: string, logs: readonly AskedLog[], output: string): HostTraces {
  const records = new FactsRecords(host, output);
  const said = records.numbered('log');
  const lines = records.blocks('lines');
  return {
    complaints: Object.fromEntries(
      logs.map(({ component, path }, i) => [
        component,
        complaintsOf(path, said.get(i) ?? 'unreadable', lines.get(i)?.toString('utf8') ?? ''),
      ]),
    ),
  };
}

/** `2026-01-31 23:59:59` */
const STAMP = 19;

/** @param since in the host's own time, as its logs have it */
function complaintsOf(log: string, since: string, text: string): Complaints {
  if (since === 'unreadable') return { log, readable: false, count: 0, newest: null };
  const lines = text.split('\n').filter((line) => line.slice(0, STAMP) > since && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d /.test(line));
  return {
    log,
    readable: true,
    count: lines.length,
    newest:
      lines
        .at(-1)
        ?.slice(STAMP + 1)
        .trim() ?? null,
  };
}
