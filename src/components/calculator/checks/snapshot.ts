// calculator.snapshot: is what was counted committed, so that another calculator could go on from there?
import { check } from '../../../evidence/check.js';
import { facts } from '../../../evidence/sources.js';
import type { Finding } from '../../../model/check.js';
import type { HostFacts } from '../../../model/facts.js';
import type { Placed } from '../../../model/resolved.js';
import type { JobState } from '../../../model/streaming.js';
import { CLUSTER, ok, unknown, warn } from '../../findings.js';
import { ageMs, stateOf } from '../../jobs/state.js';
import { sinceBatchMs, toCome } from '../counting.js';
import { CALCULATOR } from '../spec.js';

export const calculatorSnapshot = check({
  id: 'calculator.snapshot',
  title: 'What was counted is committed',
  phase: 'running',
  needs: { facts },
  of: CALCULATOR,
  settles: true,
  limits: { warnSeconds: 60 },
  explain:
    'Totals and offsets are committed as one snapshot at the end of each batch in which something came; where nothing comes it may be ' +
    'old. A warning when records wait, the snapshot is older than warnSeconds, and no batch has ended for as long: a calculator that takes ' +
    'over begins there, and what the topic no longer keeps by then is lost to the list. The newest snapshot that any calculator names counts.',
  judge: ({ facts }, _want, placed, limits) => {
    const said = placed.flatMap((one) => committed(one, facts.get(one.instance.host.name)));
    const newest = said.reduce<Committed | null>((best, one) => (best === null || order(one) > order(best) ? one : best), null);
    if (newest === null) return [nothingCommitted(placed, facts)];
    return [judgeSnapshot(newest, limits.warnSeconds * 1000)];
  },
});

interface Committed {
  readonly host: HostFacts;
  readonly state: JobState;
  readonly at: string;
}

const order = ({ state, at }: Committed): number => (state.epoch ?? 0) * 1e15 + Date.parse(at);

function committed(one: Placed, host: HostFacts | undefined): readonly Committed[] {
  const state = host && stateOf(one, host);
  return host && state?.snapshotAt !== undefined ? [{ host, state, at: state.snapshotAt }] : [];
}

/** One that has just begun, or where nothing ever came, has none to name. */
function nothingCommitted(placed: readonly Placed[], facts: ReadonlyMap<string, HostFacts>): Finding {
  const states = placed.flatMap((one) => {
    const host = facts.get(one.instance.host.name);
    return host === undefined ? [] : (stateOf(one, host) ?? []);
  });
  const waiting = states.some((state) => (toCome(state) ?? 0) > 0);
  if (states.some(({ state }) => state === 'counting') && !waiting)
    return ok(CLUSTER, null, 'nothing was counted yet that had to be committed');
  return unknown(CLUSTER, 'no calculator says what is committed', 'See calculator.counts; it says so once it has counted its first batch.');
}

function judgeSnapshot({ host, state, at }: Committed, warnMs: number): Finding {
  const target = `${host.host}/${CALCULATOR}`;
  const age = ageMs(at, host);
  const waiting = toCome(state);
  const seconds = Math.round(age / 1000);
  const said = `the snapshot of ${at} at offset ${String(state.snapshotOffset ?? '?')} is ${String(seconds)} s old`;
  const since = state.state === 'counting' ? sinceBatchMs(state, host) : age;
  if (age <= warnMs || (since !== null && since <= warnMs)) return ok(target, seconds, said);
  if (waiting === 0 && state.state === 'counting') return ok(target, seconds, `${said}, and nothing came since`);
  const wait = waiting === null ? 'how many records wait is not known' : `${String(waiting)} records waited when it was last said`;
  return warn(
    target,
    seconds,
    `${said}, and ${wait}`,
    'Put calculator.counts right; the topic must keep its records until then (retention.ms).',
  );
}
