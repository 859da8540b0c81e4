// kafka.clean-stop: was a broker that is off stopped in good order?
import { ok, some, unknown, warn } from '../../findings.js';
import { check } from '../../../evidence/check.js';
import { facts } from '../../../evidence/sources.js';
import type { Finding } from '../../../model/check.js';
import type { HostFacts, Listener } from '../../../model/facts.js';
import type { Placed } from '../../../model/resolved.js';

export const kafkaCleanStop = check({
  id: 'kafka.clean-stop',
  title: 'Stopped brokers were stopped cleanly',
  phase: 'running',
  needs: { facts },
  of: 'kafka',
  limits: {},
  explain:
    'A broker that stops cleanly leaves the file .kafka_cleanshutdown in each of its data directories. Without it the next start ' +
    'reads every segment that was not flushed, which takes minutes with much data, and what was in memory only is fetched from the ' +
    'other replicas. A warning for brokers that do not run.',
  judge: ({ facts }, _want, placed) =>
    placed.flatMap((one) => {
      const host = facts.get(one.instance.host.name);
      return host === undefined ? [] : [judgeBroker(one, host)];
    }),
});

const MARKER = '.kafka_cleanshutdown';
/** So many names of a directory are read at most, those that begin with a dot last. */
const NAMES = 2000;

/** Whoever holds the port of a broker: likely one that was made by hand. */
const holderOf = ({ ports }: Placed['layout'], { listeners }: HostFacts): Listener | undefined =>
  listeners.find(({ port }) => ports.some((own) => own.port === port));

function judgeBroker({ instance, layout }: Placed, host: HostFacts): Finding {
  const target = `${host.host}/kafka`;
  const state = host.services[instance.component]?.state;
  if (state === 'running') return ok(target, null, 'runs');
  if (state === 'starting') return ok(target, null, 'is about to be started again: see host.service');
  // What fams-ops never installed, it did not stop, and cannot start.
  const foreign = (state ?? 'absent') === 'absent';
  const stranger = foreign ? holderOf(layout, host) : undefined;
  if (stranger !== undefined)
    return ok(
      target,
      null,
      `does not run by fams-ops: ${stranger.pid === null ? 'a process' : `process ${String(stranger.pid)}`} of ${stranger.user} holds its port`,
    );
  const dirs = layout.dataDirs.flatMap((one) => {
    const dir = host.dirs[one.path];
    return dir?.kind === 'dir' && one.holdsData(dir.entries) ? [{ path: one.path, entries: dir.entries }] : [];
  });
  const unclean = dirs.filter(({ entries }) => !entries.includes(MARKER));
  if (unclean.length === 0) return ok(target, 'clean', dirs.length === 0 ? 'has no data yet' : 'was stopped cleanly');
  const where = some(unclean.map(({ path }) => path));
  if (unclean.some(({ entries }) => entries.length >= NAMES))
    return unknown(target, `too many names in ${where} to see how it was stopped`, `Look for ${MARKER} in it.`);
  if (foreign)
    return warn(
      target,
      'unclean',
      `was not stopped cleanly: no ${MARKER} in ${where}`,
      `fams-ops did not start it: see its own log on ${host.host}, and start it as it was started before.`,
    );
  const fix = `See how it ended: "fams-ops logs kafka --limit ${host.host}". Start it with "fams-ops start kafka --limit ${host.host}" and give it time to read its logs.`;
  return warn(target, 'unclean', `was not stopped cleanly: no ${MARKER} in ${where}`, fix);
}
