// Pure: what facts.sh says about the services of a host.
import type { ComponentName } from '../../model/cluster.js';
import type { ChildJvm, FactsRequest, RuntimeFacts, ServiceFacts } from '../../model/facts.js';
import type { FactsRecords } from './records.js';
import { javaMajor } from './java-version.js';

const STATES = ['running', 'starting', 'stopped', 'failed', 'absent'] as const;

export function parseServices(records: FactsRecords, { services }: FactsRequest): Readonly<Partial<Record<ComponentName, ServiceFacts>>> {
  const said = records.numbered('service');
  const failures = records.blocks('failure');
  const waits = records.numbered('waits');
  const retries = records.numbered('retry');
  const swaps = records.numbered('swap');
  const runtimes = parseRuntimes(records);
  const options = texts(records, 'java-options');
  const children = parseChildren(records, options);
  return Object.fromEntries(
    services.map((name, i) => {
      const [word, pid, supervisor, since, restarts, fingerprint, open, limit, processState] = (said.get(i) ?? '').split(' ');
      const state = STATES.find((one) => one === word) ?? records.refuse(`nothing about the service ${name}`);
      const sinceSeconds = numberOrNull(since);
      const facts: ServiceFacts = {
        state,
        pid: numberOrNull(pid),
        supervisorPid: numberOrNull(supervisor),
        startedAt: sinceSeconds === null ? null : new Date(sinceSeconds * 1000).toISOString(),
        restarts: numberOrNull(restarts) ?? 0,
        fingerprint: /^[0-9a-f]{64}$/.test(fingerprint ?? '') ? (fingerprint ?? null) : null,
        failure: failures.get(i)?.toString('utf8').trim() ?? waits.get(i) ?? retryReason(retries.get(i)),
        openFiles: numberOrNull(open),
        // A limit may be "unlimited".
        openFilesLimit: numberOrNull(limit),
        processState: /^[A-Za-z]$/.test(processState ?? '') ? (processState ?? null) : null,
        runtime: runtimes.get(i) ?? null,
        swapKb: numberOrNull(swaps.get(i)),
        javaOptions: options.get(Number(pid)) ?? null,
        children: children.get(Number(pid)) ?? [],
      };
      return [name, facts];
    }),
  );
}

/** The supervisor's words, with the time of the next start before them, in seconds since 1970. */
function retryReason(text: string | undefined): string | null {
  const [, seconds, reason = ''] = /^(\d{1,12}) (.*)$/.exec(text ?? '') ?? [];
  return seconds === undefined ? null : `${reason}; next start at ${new Date(Number(seconds) * 1000).toISOString()}`;
}

function parseRuntimes(records: FactsRecords): ReadonlyMap<number, RuntimeFacts> {
  const homes = records.numbered('runtime-home');
  return new Map(
    [...records.numbered('runtime')].flatMap(([i, said]) => {
      const [replaced, version = ''] = said.split(' ');
      const home = homes.get(i);
      const major = javaMajor(version);
      return home === undefined || major === null ? [] : [[i, { home, version, major, replaced: replaced === 'yes' }] as const];
    }),
  );
}

/** By the pid of their parent. */
function parseChildren(records: FactsRecords, options: ReadonlyMap<number, string>): ReadonlyMap<number, readonly ChildJvm[]> {
  const commands = texts(records, 'arguments');
  const children = new Map<number, ChildJvm[]>();
  for (const [pid, said] of records.numbered('child')) {
    const parent = records.number(said);
    const child = { pid, arguments: (commands.get(pid) ?? '').split('\0').slice(0, -1), javaOptions: options.get(pid) ?? null };
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [child]);
    else siblings.push(child);
  }
  return children;
}

const texts = (records: FactsRecords, key: string): ReadonlyMap<number, string> =>
  new Map([...records.blocks(key)].map(([number, text]) => [number, text.toString('utf8').replace(/\n$/, '')]));

/** Up to 15 digits: a time that no Date can hold would throw. */
const numberOrNull = (word = ''): number | null => (/^\d{1,12}$/.test(word) ? Number(word) : null);
