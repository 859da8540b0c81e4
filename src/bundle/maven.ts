// Fetches the locked jars with the Maven client, so that the mirrors, proxies and logins of this machine's Maven settings hold.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { execa } from 'execa';
import { AppError } from '../errors/app-error.js';
import { hashFile } from './file-hash.js';
import type { Jar, Lock } from './lock.js';
import { interruptedOr, missing } from './refusal.js';

/** In batch mode Maven says nothing while it downloads one file. */
const SILENCE_MS = 5 * 60_000;

export interface MavenOptions {
  /** What it is needed for, in messages: `fetch the jars`. */
  readonly purpose: string;
  /** What to do instead, for messages. */
  readonly otherwise: string;
  /** Variables of the environment that Maven does not inherit: its plug-ins are other people's code. */
  readonly secretVariables?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly progress: (text: string) => void;
}

/**
 * Copies every jar of the lock into `dir`, by one Maven process, and compares each with its SHA-256. Throws BUNDLE_MISSING, or
 * BUNDLE_REFUSED for a jar that is not the locked one.
 */
export async function fetchJars(lock: Lock, dir: string, options: MavenOptions): Promise<void> {
  const pom = join(dir, 'pom.xml');
  await writeFile(pom, pomOf(lock));
  await runMaven(['-B', '-f', pom, `${lock.plugin}:copy`, `-DoutputDirectory=${dir}`], dir, options);
  const wrong: string[] = [];
  for (const jar of lock.jars) {
    const { sha256 } = await hashFile(join(dir, jar.file), { todo: [options.otherwise], signal: options.signal });
    if (sha256 !== jar.sha256) wrong.push(`${jar.file} has SHA-256 ${sha256}, not ${jar.sha256}`);
  }
  if (wrong.length === 0) return;
  throw new AppError('BUNDLE_REFUSED', `Maven brought a file that is not the locked one: ${wrong.join('; ')}`, {
    where: { command: 'mvn' },
    todo: [
      'Delete that artifact from the local Maven repository (~/.m2/repository) and ask the owner of the mirror, if there is one.',
      options.otherwise,
    ],
  });
}

/** Throws BUNDLE_MISSING with what Maven had to say. */
export async function runMaven(args: readonly string[], cwd: string, options: MavenOptions): Promise<void> {
  const { signal, progress, purpose, secretVariables = [] } = options;
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), SILENCE_MS);
  const lines: string[] = [];
  const watch = function* (line: unknown): Generator<string> {
    const text = stripVTControlCharacters(String(line));
    timer.refresh();
    const jar = /^\[INFO\] Downloading from .*\/(?<file>[^/]+\.jar)$/.exec(text)?.groups?.['file'];
    if (jar !== undefined) progress(`Downloading ${jar}`);
    lines.push(text);
    yield text;
  };
  const result = await execa('mvn', args, {
    cwd,
    env: Object.fromEntries(secretVariables.map((name) => [name, undefined])),
    stdin: 'ignore',
    stdout: watch,
    stderr: watch,
    cancelSignal: AbortSignal.any([silence.signal, ...(signal ? [signal] : [])]),
    reject: false,
  });
  clearTimeout(timer);
  if (!result.failed) return;
  if (silence.signal.aborted) lines.push(`[ERROR] nothing came from Maven for ${SILENCE_MS / 60_000} minutes`);
  throw interruptedOr(
    mavenFailure(
      result.code,
      result.exitCode,
      lines.map((line) => line.replaceAll(`${cwd}/`, '')),
      options,
    ),
    signal,
    `Maven, started to ${purpose},`,
  );
}

function mavenFailure(
  code: string | undefined,
  exitCode: number | undefined,
  lines: readonly string[],
  { purpose, otherwise }: MavenOptions,
): AppError {
  if (code === 'ENOENT') {
    return missing(`The Maven client (mvn) is not installed; it is needed to ${purpose}`, { command: 'mvn' }, [
      'Install it (apt-get install maven, dnf install maven, brew install maven).',
      otherwise,
    ]);
  }
  if (lines.some((line) => line.includes('No compiler is provided in this environment')))
    return missing(`Maven runs on a Java runtime; to ${purpose} it needs a JDK`, { command: 'mvn' }, [
      'Install one (apt-get install default-jdk-headless, dnf install java-17-openjdk-devel) and set JAVA_HOME to it.',
      otherwise,
    ]);
  const errors = lines.filter((line) => line.startsWith('[ERROR]')).map((line) => line.slice('[ERROR]'.length).trim());
  // What Maven has to say stands in the first lines; the later ones are about its own options.
  const said = errors.length > 0 ? errors.slice(0, 2) : lines.slice(-5);
  // A repository in somebody's settings may be written with a login.
  const why = said.join(' ').replace(/\/\/[^/@\s]+@/g, '//***@');
  return missing(`Maven could not ${purpose} (exit ${exitCode ?? 'unknown'}): ${why || 'it said nothing'}`, { command: 'mvn' }, [
    why.includes('COMPILATION ERROR')
      ? 'Correct the sources, or install fams-ops anew.'
      : "Check the network, and the mirror and proxy in this user's Maven settings (~/.m2/settings.xml).",
    otherwise,
  ]);
}

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
