// obtainBundle for tests: with what it said on the way, with the error that it must throw, and with a Maven of the test's own.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { obtainBundle, type Bundle } from '../../../src/bundle/obtain.js';
import { kafka } from '../../../src/bundle/products/kafka.js';
import { AppError } from '../../../src/errors/app-error.js';
import { scratch } from './archives.js';

interface Run {
  readonly bundle: Bundle;
  readonly said: readonly string[];
}

export async function obtain(
  bundle: string,
  cacheDir: string,
  more: { offline?: boolean; sha256?: string; version?: string } = {},
): Promise<Run> {
  const { offline = false, sha256 = null, version = '0.8.2.1' } = more;
  const said: string[] = [];
  const progress = (text: string) => said.push(text);
  return { bundle: await obtainBundle(kafka, { version, scala: '2.10', bundle, sha256 }, { offline, cacheDir, progress }), said };
}

export async function failure(attempt: Promise<unknown>): Promise<AppError> {
  const thrown: unknown = await attempt.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(AppError);
  return thrown as AppError;
}

/** Puts an executable named mvn before everything else in PATH for the rest of the test; undefined: there is none. */
export function fakeMaven(script: string | undefined): void {
  const dir = scratch();
  const before = process.env['PATH'];
  if (script !== undefined) writeFileSync(join(dir, 'mvn'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  process.env['PATH'] = script === undefined ? dir : `${dir}:${before ?? ''}`;
  onTestFinished(() => {
    process.env['PATH'] = before;
  });
}
