// host.jvm: does that Java start, with room for the largest heap, and has it 64 bits?
import { check } from '../../evidence/check.js';
import { limits } from './sources.js';
import { crit, ok, warn } from '../../components/findings.js';
import type { Finding } from '../../model/check.js';
import type { HostName } from '../../model/cluster.js';
import type { HostLimits } from './host-limits.js';

export const hostJvm = check({
  id: 'host.jvm',
  title: 'Java starts',
  phase: 'before',
  needs: { limits },
  limits: {},
  explain:
    'java -version is run once with the largest heap of the host, without the JAVA_TOOL_OPTIONS and _JAVA_OPTIONS of the login, as the ' +
    'services run it. A virtual machine of 32 bits starts, but knows only small heaps and maps few log indexes: a warning.',
  // That there is none to start is said by host.java-fits.
  judge: ({ limits }) => [...limits].flatMap(([host, { java }]) => (java === null ? [] : [judgeJvm(host, java)])),
});

function judgeJvm(host: HostName, { exitCode, said }: NonNullable<HostLimits['java']>): Finding {
  const last = said.trim().split('\n').at(-1) ?? '';
  if (exitCode !== 0)
    return crit(
      host,
      exitCode,
      `its Java does not start (exit ${String(exitCode)}): ${firstError(said)}`,
      `Run it by hand on ${host}; choose smaller heaps where it says that memory cannot be reserved.`,
    );
  if (/\b64-bit\b/i.test(said)) return ok(host, 64, last);
  // Virtual machines of other makers do not always say how many bits they have.
  if (/\b(32-bit|client vm|minimal vm)\b/i.test(said) || /^OpenJDK (Server|Zero) VM/m.test(said))
    return warn(host, 32, `its Java has 32 bits: ${last}`, `Install a Java of 64 bits on ${host}.`);
  return ok(host, null, `${last} (how many bits it does not say)`);
}

const firstError = (said: string): string =>
  said
    .split('\n')
    .find((line) => /error|could not|cannot|invalid|not found/i.test(line))
    ?.trim() ?? said.trim().slice(-200);
