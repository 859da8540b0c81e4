// Pure: the statistics of members that serve, one finding for each.
import type { Finding } from '../../model/check.js';
import type { MemberAnswers } from '../../model/observed.js';
import type { Placed } from '../../model/resolved.js';
import { unknown } from '../findings.js';
import { noneServes, refusal } from './unavailable-findings.js';

interface Statistics {
  readonly host: string;
  /** `n1/zookeeper` */
  readonly target: string;
  /** A number of `mntr`; NaN where it is not there. */
  readonly of: (key: string) => number;
}

/** Judges each member that serves by its statistics. What it does not say is unknown. */
export function eachStatistics(
  member: ReadonlyMap<string, MemberAnswers>,
  placed: readonly Placed[],
  keys: readonly string[],
  judge: (statistics: Statistics) => Finding,
): readonly Finding[] {
  const findings = placed.flatMap(({ instance }): readonly Finding[] => {
    const host = instance.host.name;
    const answers = member.get(host);
    if (answers === undefined || (answers.mode === null && answers.refused.length === 0)) return [];
    const target = `${host}/zookeeper`;
    const of = (key: string): number => Number(answers.mntr[key] ?? NaN);
    const missing = keys.filter((key) => Number.isNaN(of(key)));
    if (missing.length > 0)
      return [
        refusal(host, answers, 'mntr') ??
          unknown(
            target,
            `does not say ${missing.join(', ')}`,
            `Ask it: "echo mntr | nc ${instance.host.address} ${String(instance.settings.ports['client'])}".`,
          ),
      ];
    return [judge({ host, target, of })];
  });
  if (findings.length > 0 || member.size === 0) return findings;
  return [noneServes];
}
