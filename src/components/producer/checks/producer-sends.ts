// producer.sends: does the producer send, and are its messages acknowledged?
import type { Check, Finding } from '../../../model/check.js';
import type { JobState } from '../../../model/streaming.js';
import { ok, warn } from '../../findings.js';
import { isFinding, recentState } from '../../jobs/judge.js';

const PRODUCER = 'producer';

export const producerSends: Check<'facts'> = {
  id: 'producer.sends',
  title: 'Page-view events are sent',
  needs: ['facts'],
  of: PRODUCER,
  slow: false,
  limits: { silentSeconds: 60 },
  explain:
    'The producer runs, has written its state within silentSeconds, and every message that it sent was acknowledged by all replicas. ' +
    'What is said here is a warning: no client of the cluster depends on it.',
  judge: ({ facts }, _want, placed, limits) =>
    placed.flatMap((one): readonly Finding[] => {
      const host = facts.get(one.instance.host.name);
      if (host === undefined) return [];
      const said = recentState(one, host, (limits['silentSeconds'] ?? 0) * 1000);
      return [isFinding(said) ? { ...said, status: 'warn' } : judgeState(host.host, said)];
    }),
};

function judgeState(host: string, { state, sent = 0, acknowledged = 0, failed = 0, perSecond = 0, reason }: JobState): Finding {
  const target = `${host}/${PRODUCER}`;
  const figures = `${String(acknowledged)} of ${String(sent)} messages acknowledged, ${String(failed)} failed, ${perSecond.toFixed(1)} a second`;
  const fix = `See "fams-ops logs producer --limit ${host}" and the checks kafka.*.`;
  if (state !== 'producing') return warn(target, state, `is ${state}${reason === undefined ? '' : `: ${reason}`}`, fix);
  if (failed > 0) return warn(target, failed, figures, fix);
  return ok(target, acknowledged, figures);
}
