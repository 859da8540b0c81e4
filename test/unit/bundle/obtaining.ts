// obtainBundle for tests: with what it said on the way, and with the error that it must throw.
import { expect } from 'vitest';
import { obtainBundle, type Bundle } from '../../../src/bundle/obtain.js';
import { AppError } from '../../../src/errors/app-error.js';

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
  return { bundle: await obtainBundle({ version, scala: '2.10', bundle, sha256 }, { offline, cacheDir, progress }), said };
}

export async function failure(attempt: Promise<unknown>): Promise<AppError> {
  const thrown: unknown = await attempt.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(AppError);
  return thrown as AppError;
}
