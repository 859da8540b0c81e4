// What checks of hosts that are to carry a cluster say, of values instead of hosts.
import { evidenceOf, hostReading } from '../../src/evidence/evidence.js';
import { facts as factsSource } from '../../src/evidence/sources.js';
import type { Check, Finding } from '../../src/model/check.js';
import type { HostFacts } from '../../src/model/facts.js';
import type { Resolved } from '../../src/model/resolved.js';
import type { Evidence, Read } from '../../src/model/source.js';
import type { DialSeen, HostLimits } from '../../src/verify/before/host-limits.js';
import { dials as dialsSource, limits as limitsSource } from '../../src/verify/before/sources.js';

type OfHosts<T> = ReadonlyMap<string, T>;

/** Of each host, what could be read, or why not. */
export interface Readings {
  readonly facts: OfHosts<Read<HostFacts>>;
  readonly limits: OfHosts<Read<HostLimits>>;
  readonly dials: OfHosts<Read<readonly DialSeen[]>>;
}

export const evidenceBefore = ({ facts, limits, dials }: Readings): Evidence =>
  evidenceOf([hostReading(factsSource, facts), hostReading(limitsSource, limits), hostReading(dialsSource, dials)]);

interface Values {
  readonly facts?: OfHosts<HostFacts>;
  readonly limits?: OfHosts<HostLimits>;
  readonly dials?: OfHosts<readonly DialSeen[]>;
}

/** What the check itself says, where all of that could be read. */
export const findingsOf = (
  check: Check,
  { facts = new Map(), limits = new Map(), dials = new Map() }: Values,
  want: Resolved,
): readonly Finding[] =>
  check.judge({
    evidence: evidenceBefore({ facts: readOf(facts), limits: readOf(limits), dials: readOf(dials) }),
    want,
    hosts: [...new Set([...facts.keys(), ...limits.keys(), ...dials.keys()])],
    placed: want.placed,
  });

const readOf = <T>(values: OfHosts<T>): OfHosts<Read<T>> => new Map([...values].map(([host, value]) => [host, { ok: true, value }]));
