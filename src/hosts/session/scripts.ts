// The scripts that run on a host, read from templates/scripts at run time.
import { readFileSync } from 'node:fs';
import { packageFile } from '../../package/files.js';

const FOLDER = packageFile('templates/scripts/');
const texts = new Map<string, string>();

/** Text of `templates/scripts/<name>.sh`. */
export function remoteScript(name: string): string {
  const known = texts.get(name);
  if (known !== undefined) return known;
  const text = readFileSync(new URL(`${name}.sh`, FOLDER), 'utf8');
  texts.set(name, text);
  return text;
}
