// Fetches the locked jars with the Maven client, so that the mirrors, proxies and logins of this machine's Maven settings hold.
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../errors/app-error.js';
import { hashFile } from '../file-hash.js';
import { headOf, isHtml, pageInPlace } from './local-repository.js';
import type { Jar, Lock } from '../lock.js';
import { startMaven, type MavenOptions, type MavenTrouble } from './process.js';
import { missing } from '../refusal.js';

/**
 * Copies every jar of the lock into `dir` and compares each with its SHA-256. Throws BUNDLE_MISSING, or BUNDLE_REFUSED for a jar
 * that is not the locked one.
 */
export async function fetchJars(lock: Lock, dir: string, options: MavenOptions): Promise<void> {
  const pom = join(dir, 'pom.xml');
  await writeFile(pom, pomOf(lock));
  await runMaven(['-B', '-f', pom, `${lock.plugin}:copy`, `-DoutputDirectory=${dir}`], dir, options, () => wrongJars(lock, dir, options));
}

async function wrongJars(lock: Lock, dir: string, { otherwise, signal }: MavenOptions): Promise<AppError | null> {
  const wrong: string[] = [];
  let page: string | undefined;
  for (const jar of lock.jars) {
    const path = join(dir, jar.file);
    const { sha256 } = await hashFile(path, { todo: [otherwise], signal });
    if (sha256 === jar.sha256) continue;
    wrong.push(`${jar.file} has SHA-256 ${sha256}, not ${jar.sha256}`);
    if (isHtml(await headOf(path))) page ??= jar.file;
    // Maven does not write over a file that is there already.
    await rm(path);
  }
  if (page !== undefined) return pageInstead(page, otherwise);
  if (wrong.length === 0) return null;
  return new AppError('BUNDLE_REFUSED', `Maven brought a file that is not the locked one: ${wrong.join('; ')}`, {
    where: { command: 'mvn' },
    todo: ["Ask the owner of the mirror that this user's Maven settings (~/.m2/settings.xml) name, if there is one.", otherwise],
  });
}

/** Examines the files that Maven brought; null when they are right. */
type Examination = () => Promise<AppError | null>;

/**
 * Runs Maven with the local repository of this user. When that repository may be the cause of a failure, runs it once more with an empty
 * one: Maven keeps an HTML page in place of an artifact, and remembers an artifact that was not found, and never fetches it again.
 * Throws BUNDLE_MISSING with Maven's own words, or the error of `examine`.
 */
export async function runMaven(
  args: readonly string[],
  cwd: string,
  options: MavenOptions,
  examine: Examination = () => Promise.resolve(null),
): Promise<void> {
  const { progress, otherwise } = options;
  const attempt = async (...more: readonly string[]): Promise<MavenTrouble | null> => {
    const trouble = await startMaven([...args, ...more], cwd, options);
    if (trouble !== null) return trouble;
    const wrong = await examine();
    return wrong === null ? null : { error: wrong, mended: true, lines: [] };
  };
  // STRICT makes Maven reject a file whose checksum differs from that of its repository.
  let first = await attempt(STRICT);
  if (first?.lines.some((line) => line.includes('no checksums available')) === true) first = await attempt();
  if (first === null) return;
  if (!first.mended) throw first.error;
  progress('Maven cannot use what it has or what came; once more, with an empty repository of its own');
  const fresh = join(cwd, 'repository');
  const second = await attempt(`-Dmaven.repo.local=${fresh}`);
  if (second === null) return;
  const page = await pageInPlace(fresh);
  if (page !== null) throw pageInstead(page, otherwise);
  // Without a network, the error of the first attempt names the missing file and the cause.
  throw second.mended ? second.error : first.error;
}

const STRICT = '--strict-checksums';

const pageInstead = (artifact: string, otherwise: string): AppError =>
  missing(`An HTML page came in place of ${artifact}: a sign-in page or a proxy answers for the Maven repository`, { command: 'mvn' }, [
    "Open a page in a browser on this network and sign in, or correct the mirror and the proxy in this user's Maven settings (~/.m2/settings.xml); then run it again.",
    otherwise,
  ]);

function pomOf({ plugin, jars }: Lock): string {
  const [group = '', artifact = '', version = ''] = plugin.split(':');
  const coordinates = (one: Pick<Jar, 'group' | 'artifact' | 'version' | 'classifier'>) =>
    `<groupId>${one.group}</groupId><artifactId>${one.artifact}</artifactId><version>${one.version}</version>` +
    (one.classifier === undefined ? '' : `<classifier>${one.classifier}</classifier>`);
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  ${coordinates({ group: 'fams-ops', artifact: 'bundle', version: '1' })}
  <packaging>pom</packaging>
  <build><plugins><plugin>
    ${coordinates({ group, artifact, version })}
    <configuration><artifactItems>
${jars.map((jar) => `      <artifactItem>${coordinates(jar)}</artifactItem>`).join('\n')}
    </artifactItems></configuration>
  </plugin></plugins></build>
</project>
`;
}
