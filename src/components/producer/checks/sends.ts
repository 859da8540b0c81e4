// producer.sends: does the producer send, as fast as it should, and are its messages acknowledged?
import { check } from '../../../evidence/check.js';
import { facts } from '../../../evidence/sources.js';
import type { Finding } from '../../../model/check.js';
import type { ProducerSettings } from '../../../model/cluster.js';
import type { HostFacts } from '../../../model/facts.js';
import type { JobState } from '../../../model/streaming.js';
import { ok, warn } from '../../findings.js';
import { isFinding, recentState } from '../../jobs/judge.js';
import { ageMs } from '../../jobs/state.js';
import { PRODUCER } from '../spec.js';

const LIMITS = { silentSeconds: 60, leastPercent: 50, settleSeconds: 90 };

export const producerSends = check({
  id: 'producer.sends',
  title: 'Page-view events are sent',
  phase: 'running',
  needs: { facts },
  of: PRODUCER,
  settles: true,
  limits: LIMITS,
  explain:
    'The producer runs, has written its state within silentSeconds, and every message that it sent was acknowledged by all replicas. Once ' +
    'it has run for settleSeconds it sends, over the last half minute, at least leastPercent of the fewest messages that ' +
    'streaming.producer asks for. What is said here is a warning: no client of the cluster depends on it. A message that failed is not ' +
    'in the topic, and is counted until the producer is restarted.',
  judge: ({ facts }, want, placed, limits) =>
    placed.flatMap((one): readonly Finding[] => {
      const host = facts.get(one.instance.host.name);
      if (host === undefined) return [];
      const said = recentState(one, host, limits.silentSeconds * 1000);
      return [isFinding(said) ? { ...said, status: 'warn' } : judgeState(host, said, want.cluster.streaming.producer, limits)];
    }),
});

function judgeState(
  host: HostFacts,
  { state, sent = 0, acknowledged = 0, failed = 0, perSecond, reason }: JobState,
  settings: ProducerSettings,
  limits: typeof LIMITS,
): Finding {
  const target = `${host.host}/${PRODUCER}`;
  const rate = perSecond === undefined ? 'how many a second is not known' : `${perSecond.toFixed(1)} a second`;
  const figures = `${String(acknowledged)} of ${String(sent)} messages acknowledged, ${String(failed)} failed, ${rate}`;
  const why = reason === undefined ? '' : `: ${reason}`;
  const logs = `See "fams-ops logs producer --limit ${host.host}" and the checks kafka.*.`;
  if (state !== 'producing') return warn(target, state, `is ${state}${why}`, logs);
  if (failed > 0)
    return warn(target, failed, `${figures}${why}`, `${logs} Restart it to begin the count anew: "fams-ops restart producer".`);
  const startedAt = host.services[PRODUCER]?.startedAt ?? null;
  const settled = startedAt !== null && ageMs(startedAt, host) > limits.settleSeconds * 1000;
  const least = (leastPerSecond(settings) * limits.leastPercent) / 100;
  if (settled && perSecond !== undefined && perSecond < least)
    return warn(target, perSecond, `${figures}; at least ${leastPerSecond(settings).toFixed(1)} are asked for${why}`, logs);
  return ok(target, acknowledged, figures);
}

/** The window in which it counts its rate, s. */
const WINDOW_S = 30;
/** Sent less often than this in a window, the rate says nothing. */
const FEWEST_TIMES = 5;
/** Where the fewest messages are none, so many on average that none at all is no accident. */
const SURELY_SOME = 20;

function leastPerSecond({ everyMs, messages: [fewest, most] }: ProducerSettings): number {
  const times = (WINDOW_S * 1000) / everyMs;
  if (times < FEWEST_TIMES) return 0;
  if (fewest === 0) return (times * most) / 2 < SURELY_SOME ? 0 : 1 / WINDOW_S;
  return (fewest * 1000) / everyMs;
}
