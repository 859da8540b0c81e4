// The files that are shipped beside the code: templates, the page, the jobs. The code may run from src/ or from a bundle in dist/.
import { existsSync } from 'node:fs';

const MARK = 'templates/';

function rootOf(from: URL): URL {
  for (let folder = new URL('.', from); ; folder = new URL('..', folder)) {
    if (existsSync(new URL(MARK, folder))) return folder;
    if (folder.pathname === '/') throw new Error(`no folder above ${from.pathname} has ${MARK}`);
  }
}

const ROOT = rootOf(new URL(import.meta.url));

/** @param path below the root of the package; a folder ends with a slash */
export const packageFile = (path: string): URL => new URL(path, ROOT);
