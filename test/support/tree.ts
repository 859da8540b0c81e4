// A directory tree as one value, for comparisons: paths with mode and content.
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

export function treeOf(dir: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  const visit = (path: string, name: string): void => {
    const stat = lstatSync(path);
    const mode = (stat.mode & 0o7777).toString(8);
    if (stat.isDirectory()) {
      if (name !== '') found[`${name}/`] = mode;
      for (const entry of readdirSync(path).toSorted()) visit(join(path, entry), name === '' ? entry : `${name}/${entry}`);
    } else {
      found[name] = stat.isSymbolicLink() ? `-> ${readlinkSync(path)}` : `${mode} ${readFileSync(path, 'utf8')}`;
    }
  };
  visit(dir, '');
  return found;
}
