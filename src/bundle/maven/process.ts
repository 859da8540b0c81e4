// Maven process: one run of the Maven client, and the error for each way in which it fails.
import { stripVTControlCharacters } from 'node:util';
import type { AppError } from '../../errors/app-error.js';
import { eitherSignal } from '../../errors/signals.js';
import { mendedByFresh } from './local-repository.js';
import { interruptedOr, missing } from '../refusal.js';

/** In batch mode Maven says nothing while it downloads one file. */
const SILENCE_MS = 5 * 60_000;

export interface MavenOptions {
  /** The purpose, for messages: `fetch the jars`. */
  readonly purpose: string;
  /** The alternative for the person, for messages. */
  readonly otherwise: string;
  /** Variables of the environment that Maven does not inherit: its plug-ins are other people's code. */
  readonly secretVariables?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly progress: (text: string) => void;
}

export interface MavenTrouble {
  readonly error: AppError;
  /** An empty repository may help. */
  readonly mended: boolean;
  /** Maven's output. */
  readonly lines: readonly string[];
}

/** One run of Maven; null where it ended well. Throws where no other run would end better. */
export async function startMaven(args: readonly string[], cwd: string, options: MavenOptions): Promise<MavenTrouble | null> {
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
  const { execa } = await import('execa');
  const result = await execa('mvn', args, {
    cwd,
    env: Object.fromEntries(secretVariables.map((name) => [name, undefined])),
    stdin: 'ignore',
    stdout: watch,
    stderr: watch,
    cancelSignal: eitherSignal(silence.signal, signal),
    reject: false,
  });
  clearTimeout(timer);
  if (!result.failed) return null;
  if (silence.signal.aborted) lines.push(`[ERROR] nothing came from Maven for ${SILENCE_MS / 60_000} minutes`);
  const error = mavenFailure(
    result.code,
    result.exitCode,
    lines.map((line) => line.replaceAll(`${cwd}/`, '')),
    options,
  );
  if (signal?.aborted === true) throw interruptedOr(error, signal, `Maven, started to ${purpose},`);
  const mended = result.exitCode !== undefined && !lines.some((line) => line.includes(NO_COMPILER)) && mendedByFresh(lines);
  return { error, mended, lines };
}

const NO_COMPILER = 'No compiler is provided in this environment';

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
  if (lines.some((line) => line.includes(NO_COMPILER)))
    return missing(`Maven runs on a Java runtime; to ${purpose} it needs a JDK`, { command: 'mvn' }, [
      'Install one (apt-get install default-jdk-headless, dnf install java-17-openjdk-devel) and set JAVA_HOME to it.',
      otherwise,
    ]);
  const errors = lines.filter((line) => line.startsWith('[ERROR]')).map((line) => line.slice('[ERROR]'.length).trim());
  // Maven's first lines give the cause; the later ones explain its own options.
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
