// Lock files of `auto`: for each software the exact jars that it consists of.
import { readdir, readFile } from 'node:fs/promises';
import { packageFile } from '../package/files.js';
import type { Product, Wanted } from './product.js';

/** Where the lock files and our own files of a product are. */
export const templatesOf = ({ name }: Product): URL => packageFile(`templates/bundle/${name}/`);

export interface Jar {
  readonly group: string;
  readonly artifact: string;
  readonly version: string;
  readonly classifier?: string;
  /** Name among the jars of the bundle. */
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
}

export interface Lock {
  readonly version: string;
  readonly scala?: string;
  /** Coordinates of the Maven plugin that copies the jars; pinned like them. */
  readonly plugin: string;
  readonly jars: readonly Jar[];
}

const SUFFIX = '.lock.json';

/** Names of all that can be assembled, such as `kafka_2.10-0.8.2.1`. */
export async function lockedNames(product: Product): Promise<readonly string[]> {
  const names = await readdir(templatesOf(product));
  return names.filter((name) => name.endsWith(SUFFIX)).map((name) => name.slice(0, -SUFFIX.length));
}

/** Undefined for software that cannot be assembled. */
export async function lockOf(product: Product, wanted: Wanted): Promise<Lock | undefined> {
  const name = product.directoryOf(wanted);
  if (!(await lockedNames(product)).includes(name)) return undefined;
  return JSON.parse(await readFile(new URL(name + SUFFIX, templatesOf(product)), 'utf8')) as Lock;
}
