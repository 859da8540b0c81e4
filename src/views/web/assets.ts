// The files of the page, as they stand in the folder web/. These and no others are served.
import { readFileSync } from 'node:fs';
import { packageFile } from '../../package/files.js';

const FOLDER = packageFile('web/');

const CSS = 'text/css; charset=utf-8';
const JAVASCRIPT = 'text/javascript; charset=utf-8';
const FILES: Readonly<Record<string, string>> = {
  'page.html': 'text/html; charset=utf-8',
  'theme.css': CSS,
  'page.css': CSS,
  'ranking.css': CSS,
  'chart.css': CSS,
  'verdict.css': CSS,
  'icon.svg': 'image/svg+xml',
  'page.js': JAVASCRIPT,
  'chart.js': JAVASCRIPT,
  'clock.js': JAVASCRIPT,
  'elements.js': JAVASCRIPT,
  'geometry.js': JAVASCRIPT,
  'palette.js': JAVASCRIPT,
  'ranking.js': JAVASCRIPT,
  'stream.js': JAVASCRIPT,
  'verdict.js': JAVASCRIPT,
};

export interface Asset {
  readonly type: string;
  readonly bytes: Buffer;
}

/** By the path that is asked for. */
export function readAssets(): ReadonlyMap<string, Asset> {
  return new Map(
    Object.entries(FILES).map(([name, type]) => [
      name === 'page.html' ? '/' : `/${name}`,
      { type, bytes: readFileSync(new URL(name, FOLDER)) },
    ]),
  );
}
