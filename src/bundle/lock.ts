// What `auto` can make: one lock file for each software, with the exact jars that it consists of.
import { readdir, readFile } from 'node:fs/promises';
import type { KafkaSoftware } from '../model/cluster.js';

/** Where the lock files and our own files of a bundle are. */
export const TEMPLATES = new URL('../../templates/bundle/', import.meta.url);

export interface Jar {
  readonly group: string;
  readonly artifact: string;
  readonly version: string;
  /** Name below libs/. */
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
}

export interface Lock {
  readonly version: string;
  readonly scala: string;
  /** Coordinates of the Maven plugin that copies the jars; pinned like them. */
  readonly plugin: string;
  readonly jars: readonly Jar[];
}

const SUFFIX = '.lock.json';

export const directoryOf = ({ scala, version }: Pick<KafkaSoftware, 'scala' | 'version'>): string => `kafka_${scala}-${version}`;

/** Names of all that can be assembled, such as `kafka_2.10-0.8.2.1`. */
export async function lockedNames(): Promise<readonly string[]> {
  const names = await readdir(TEMPLATES);
  return names.filter((name) => name.endsWith(SUFFIX)).map((name) => name.slice(0, -SUFFIX.length));
}

/** Undefined for software that cannot be assembled. */
export async function lockOf(software: Pick<KafkaSoftware, 'scala' | 'version'>): Promise<Lock | undefined> {
  const name = directoryOf(software);
  if (!(await lockedNames()).includes(name)) return undefined;
  return JSON.parse(await readFile(new URL(name + SUFFIX, TEMPLATES), 'utf8')) as Lock;
}
