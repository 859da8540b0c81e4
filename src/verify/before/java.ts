// host.java-fits: is there a Java of a major version that runs the components?
import { check } from '../../evidence/check.js';
import { facts } from '../../evidence/sources.js';
import { specs } from '../../components/specs.js';
import { crit, ok, warn } from '../../components/findings.js';
import type { Finding } from '../../model/check.js';
import type { HostFacts } from '../../model/facts.js';
import type { Placed } from '../../model/resolved.js';
import { TESTED_JAVA as TESTED } from '../../plan/java-fit.js';
import { eachHost } from './hosts.js';

export const hostJava = check({
  id: 'host.java-fits',
  title: 'A suitable Java is there',
  phase: 'before',
  needs: { facts },
  limits: {},
  explain:
    'Java is looked for in java.home of the inventory, else in JAVA_HOME, the PATH, /usr/lib/jvm, /usr/java and /opt. Services keep the one ' +
    'that they run on; else the newest tested one that every role of the host runs on is taken, else the newest that fits. Tested are 8, ' +
    '11, 17 and 21; another major above 8 most likely works and is a warning. None at all, an older one, or one that is too new for a ' +
    'component is critical.',
  judge: ({ facts }, want) => eachHost(facts, want, judgeJava),
});

function judgeJava({ host, java }: HostFacts, placed: readonly Placed[]): readonly Finding[] {
  const here = specs.filter(({ name }) => placed.some(({ instance }) => instance.component === name));
  const needed = Math.max(0, ...here.map(({ minJava }) => minJava));
  if (needed === 0) return [];
  const [strict] = here.filter(({ maxJava }) => maxJava !== null).toSorted((a, b) => (a.maxJava ?? 0) - (b.maxJava ?? 0));
  const wish =
    `Install a Java runtime on ${host} (${TESTED.join(', ')}: "apt-get install openjdk-17-jre-headless"), ` +
    'or name its directory by java.home.';
  const named = placed[0]?.instance.host.java.home ?? null;
  if (java === null) return [crit(host, null, `no Java was found${named === null ? '' : ` in ${named}`}`, wish)];
  const { major, version, home } = java;
  if (major < needed) return [crit(host, major, `its Java is ${version} (${home}); at least ${String(needed)} is needed`, wish)];
  if (strict !== undefined && strict.maxJava !== null && major > strict.maxJava)
    return [
      crit(
        host,
        major,
        `its Java is ${version} (${home}), and ${strict.title} runs on ${String(strict.maxJava)} at most`,
        `Install an older one beside it (${TESTED.join(', ')}) and name its directory by java.home.`,
      ),
    ];
  if (!TESTED.includes(major))
    return [
      warn(
        host,
        major,
        `its Java is ${version} (${home}), a major version that is not among the tested ones (${TESTED.join(', ')})`,
        `It most likely works. To be sure, name one of ${TESTED.join(', ')} by java.home.`,
      ),
    ];
  return [ok(host, major, `Java ${version} in ${home}`)];
}
