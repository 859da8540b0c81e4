// Pure: what every job has in common for a check: whether it says anything, and how long ago.
import type { Finding } from '../../model/check.js';
import type { HostFacts } from '../../model/facts.js';
import type { Placed } from '../../model/resolved.js';
import type { JobState } from '../../model/streaming.js';
import { crit, startAnew } from '../findings.js';
import { ageMs, stateOf } from './state.js';

/** What a job said not long ago, or the finding that it did not. */
export function recentState(placed: Placed, facts: HostFacts, silentMs: number): JobState | Finding {
  const { component, host } = placed.instance;
  const target = `${host.name}/${component}`;
  const only = `${component} --limit ${host.name}`;
  const logs = `See "fams-ops logs ${only}".`;
  const state = stateOf(placed, facts);
  const service = facts.services[component];
  if (service?.state !== 'running') {
    const why = service?.failure ?? state?.reason;
    const said = why === undefined ? '' : `: ${why.trim().split('\n')[0] ?? ''}`;
    const fix =
      service === undefined || service.state === 'absent' ? 'Run "fams-ops launch".' : `${logs} Start it: "fams-ops start ${only}".`;
    return crit(target, service?.state ?? 'absent', `does not run${said}`, fix);
  }
  if (state === null) return crit(target, 'silent', 'runs, but has not said anything yet', logs);
  const age = ageMs(state.at, facts);
  if (age > silentMs)
    return crit(
      target,
      'silent',
      `has said nothing for ${String(Math.round(age / 1000))} s (last: ${state.state})`,
      startAnew(component, host.name),
    );
  return state;
}

export const isFinding = (one: JobState | Finding): one is Finding => 'target' in one;
