// The files under templates/, as text. Everything that lands on a host begins as one of them.
import { readFileSync } from 'node:fs';
import { packageFile } from '../package/files.js';

const ROOT = packageFile('templates/');
const texts = new Map<string, string>();

/** @param path below templates/: `kafka/server.properties` */
export function readTemplate(path: string): string {
  const known = texts.get(path);
  if (known !== undefined) return known;
  const text = readFileSync(new URL(path, ROOT), 'utf8');
  texts.set(path, text);
  return text;
}
