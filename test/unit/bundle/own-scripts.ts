// Our scripts of a bundle, run in every shell at hand with a Java that only tells its arguments.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { templatesOf } from '../../../src/bundle/lock.js';
import type { Product } from '../../../src/bundle/product.js';
import { scratch } from './archives.js';

export const SHELLS = [['dash'], ['bash', '--posix'], ['busybox', 'sh']].filter(
  ([shell = '']) => spawnSync(shell, ['-c', ':']).status !== null,
);

/** A bundle's directory, in which Java tells its arguments, one a line. The path has a blank and a star on purpose. */
export function scriptsOf(product: Product): { readonly home: string; readonly env: NodeJS.ProcessEnv } {
  const home = join(scratch(), 'soft ware*');
  cpSync(new URL('bin/', templatesOf(product)), join(home, 'bin'), { recursive: true });
  mkdirSync(join(home, 'java/bin'), { recursive: true });
  writeFileSync(join(home, 'java/bin/java'), '#!/bin/sh\nprintf "%s\\n" "$@"\n', { mode: 0o755 });
  return { home, env: { PATH: process.env['PATH'], JAVA_HOME: join(home, 'java') } };
}

/** What a script prints, line by line. */
export function lines(shell: readonly string[], script: string, args: readonly string[], env: NodeJS.ProcessEnv): string[] {
  const [program = 'sh', ...options] = shell;
  return execFileSync(program, [...options, script, ...args], { env, encoding: 'utf8' })
    .split('\n')
    .slice(0, -1);
}
