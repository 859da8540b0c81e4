// The jobs' own unit tests, in Java: each is a test here, so that none is forgotten and a red one is red.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runJavaTests } from '../support/java-tests.js';

const SOURCES = new URL('../../jobs/src/test/java/fams/streaming/', import.meta.url);
const run = await runJavaTests();
const { code, tests, said } = run;

describe.skipIf(!run.started)(`the jobs in Java${run.started ? '' : `: Maven is not started (${said})`}`, () => {
  it('are built and tested by Maven, every test of the sources', () => {
    expect(code, said).toBe(0);
    const written = readdirSync(SOURCES).flatMap((file) => readFileSync(new URL(file, SOURCES), 'utf8').match(/^ {2}@Test\b/gm) ?? []);
    expect(tests.length, said).toBe(written.length);
    expect(tests.filter(({ skipped }) => skipped)).toEqual([]);
  });

  it.each(tests.map((test) => [test.name, test] as const))('%s', (_name, { failure }) => {
    expect(failure).toBeNull();
  });
});
