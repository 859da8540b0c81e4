import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isHtml, mendedByFresh, pageInPlace } from '../../../../src/bundle/maven/local-repository.js';
import type { Lock } from '../../../../src/bundle/lock.js';
import { fetchJars, runMaven } from '../../../../src/bundle/maven/maven.js';
import { scratch } from '../archives.js';
import { failure, fakeMaven } from '../obtaining.js';

const GOOD = 'a jar';
const PAGE = '<!DOCTYPE html><html>Sign in</html>';
const LOCK: Lock = {
  version: '1',
  plugin: 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1',
  jars: [
    {
      group: 'g',
      artifact: 'a',
      version: '1',
      file: 'a-1.jar',
      sha256: '',
      bytes: 5,
    },
  ],
};

/** A Maven whose first and later runs do this; `$dir` is where it runs. */
function maven(kept: string, fresh: string): { readonly runs: () => readonly string[] } {
  const log = join(scratch(), 'runs');
  fakeMaven(`echo "$*" >> '${log}'\ncase "$*" in *maven.repo.local=*) ${fresh} ;; *) ${kept} ;; esac`);
  return { runs: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []) };
}

const write = (text: string): string => `[ -e a-1.jar ] || printf '%s' '${text}' > a-1.jar`;
const fail = (why: string): string => `{ echo '[ERROR] ${why}'; exit 1; }`;
const options = (said: string[] = []) => ({
  purpose: 'fetch the jars',
  otherwise: 'Or else.',
  progress: (text: string) => said.push(text),
});
const locked = (): Lock => {
  const sha256 = execFileSync('sha256sum', { input: GOOD, encoding: 'utf8' }).slice(0, 64);
  return { ...LOCK, jars: LOCK.jars.map((jar) => ({ ...jar, sha256 })) };
};

describe('what Maven kept', () => {
  it.each([
    ['a page in place of a jar', write(PAGE)],
    ['a jar that is not the locked one', write('another jar')],
    ['a page in place of a description', fail('Failed to read artifact descriptor for x:jar:1: modelVersion is missing')],
    ['the memory of one that was not found', fail('x:jar:1 was not found in http://127.0.0.1/ during a previous attempt')],
  ])('is left aside for an empty repository: %s', async (_what, kept) => {
    const { runs } = maven(kept, write(GOOD));
    const [dir, said] = [scratch(), [] as string[]];
    await fetchJars(locked(), dir, options(said));
    expect(readFileSync(join(dir, 'a-1.jar'), 'utf8')).toBe(GOOD);
    expect(runs()).toHaveLength(2);
    expect(runs()[0]).toContain('--strict-checksums');
    expect(runs()[1]).toContain(`-Dmaven.repo.local=${dir}/`);
    expect(said.join()).toContain('empty repository');
  });

  it('is kept where a repository has no checksums', async () => {
    const { runs } = maven(
      `case "$*" in *--strict*) ${fail('Checksum validation failed, no checksums available')} ;; *) ${write(GOOD)} ;; esac`,
      'exit 9',
    );
    await fetchJars(locked(), scratch(), options());
    expect(runs().filter((run) => run.includes('repo.local'))).toEqual([]);
  });

  it.each([
    'Could not transfer artifact x from/to central: Connect to 127.0.0.1:1 failed: Connection refused',
    'Could not transfer artifact x: authentication failed, status: 401 Unauthorized',
    'COMPILATION ERROR : Job.java: cannot find symbol',
  ])('is not to blame for: %s', async (why) => {
    const { runs } = maven(fail(why), write(GOOD));
    expect((await failure(fetchJars(locked(), scratch(), options()))).message).toContain(why.slice(0, 20));
    expect(runs()).toHaveLength(1);
  });

  it('is to blame for a jar that the compiler cannot read', () => {
    expect(mendedByFresh(['COMPILATION ERROR', 'error reading /m2/x.jar; zip END header not found'])).toBe(true);
  });
});

describe('a page that comes again', () => {
  it('is named, with who answers', async () => {
    maven(write(PAGE), write(PAGE));
    const { code, message, todo } = await failure(fetchJars(locked(), scratch(), options()));
    expect(code).toBe('BUNDLE_MISSING');
    expect(message).toBe('An HTML page came in place of a-1.jar: a sign-in page or a proxy answers for the Maven repository');
    expect(todo.join('\n')).toContain('settings.xml');
  });

  it('is found in the repository, where Maven itself only stumbles over it', async () => {
    const put = `dir=\${*##*repo.local=}; mkdir -p "$dir/x"; echo '${PAGE}' > "$dir/x/p-1.pom"; ${fail('4 problems')}`;
    maven(fail('4 problems'), put);
    expect((await failure(runMaven(['package'], scratch(), options()))).message).toContain('in place of p-1.pom');
  });

  it('is told from an artifact', async () => {
    expect([PAGE, '\n <HTML lang="en">', '\uFEFF<html>'].map((text) => isHtml(Buffer.from(text)))).toEqual([true, true, true]);
    expect(['PK\u0003\u0004', '<?xml version="1.0"?><project/>', '<project>', ''].map((text) => isHtml(Buffer.from(text)))).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(await pageInPlace('/nowhere')).toBeNull();
  });
});

it('Maven itself keeps nothing of a mirror that answers every request with a page', async () => {
  const server = createServer((_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const before = process.env['MAVEN_OPTS'];
  onTestFinished(() => {
    if (before === undefined) delete process.env['MAVEN_OPTS'];
    else process.env['MAVEN_OPTS'] = before;
    server.close();
  });
  const home = scratch();
  mkdirSync(join(home, '.m2'));
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
  writeFileSync(
    join(home, '.m2/settings.xml'),
    `<settings><mirrors><mirror><id>m</id><mirrorOf>*</mirrorOf><url>${url}</url></mirror></mirrors></settings>`,
  );
  process.env['MAVEN_OPTS'] = `-Duser.home=${home}`;
  const { message } = await failure(fetchJars(locked(), scratch(), options()));
  expect(message).toContain('An HTML page came in place of maven-dependency-plugin-3.6.1.pom');
  expect(await pageInPlace(join(home, '.m2/repository'))).toBeNull();
}, 120_000);
