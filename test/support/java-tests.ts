// The unit tests of the jobs as Maven runs them, one result for each.
import { spawn } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MODULE = fileURLToPath(new URL('../../jobs/', import.meta.url));
const DEADLINE_MS = 600_000;

interface JavaTest {
  /** `FenceTest.whoHasLostTheLockCannotCommit` */
  readonly name: string;
  readonly skipped: boolean;
  /** What it said; null where it passed. */
  readonly failure: string | null;
}

export interface JavaRun {
  /** False where this machine has no Maven. */
  readonly started: boolean;
  readonly code: number | null;
  readonly tests: readonly JavaTest[];
  /** The end of what Maven said. */
  readonly said: string;
}

/** In a directory of its own: a build of the jar may go on beside it. */
export async function runJavaTests(): Promise<JavaRun> {
  const dir = await mkdtemp(join(tmpdir(), 'fams-jobs-'));
  try {
    await cp(join(MODULE, 'pom.xml'), join(dir, 'pom.xml'));
    await cp(join(MODULE, 'src'), join(dir, 'src'), { recursive: true });
    // A test that fails is told by its own name.
    const { code, said } = await maven(['-B', '-Dmaven.test.failure.ignore=true', 'test'], dir);
    return {
      started: code !== null || !said.includes('ENOENT'),
      code,
      tests: await reports(join(dir, 'target', 'surefire-reports')),
      said,
    };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

function maven(args: readonly string[], cwd: string): Promise<{ readonly code: number | null; readonly said: string }> {
  const child = spawn('mvn', args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], timeout: DEADLINE_MS });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-5000)));
  return new Promise((resolve) => {
    child.once('error', (error) => {
      resolve({ code: null, said: error.message });
    });
    child.once('close', (code) => {
      resolve({ code, said });
    });
  });
}

async function reports(dir: string): Promise<readonly JavaTest[]> {
  const names = await readdir(dir).catch(() => []);
  const files = names.filter((name) => /^TEST-.*\.xml$/.test(name)).toSorted();
  return (await Promise.all(files.map((name) => readFile(join(dir, name), 'utf8')))).flatMap(testsOf);
}

const CASE = /<testcase name="([^"]*)" classname="([^"]*)"[^>]*?(?:\/>|>([\s\S]*?)<\/testcase>)/g;

function testsOf(report: string): readonly JavaTest[] {
  return [...report.matchAll(CASE)].map(([, name = '', type = '', inside = '']) => ({
    name: `${type.split('.').at(-1) ?? type}.${name}`,
    skipped: inside.includes('<skipped'),
    failure: /<(?:failure|error)\b[^>]*>([\s\S]*?)<\/(?:failure|error)>/.exec(inside)?.[1] ?? null,
  }));
}
